"""Ports on loopback that are kept while nobody answers there."""

import socket


def bound(port: int = 0) -> socket.socket:
    """This port, or one that is free, is nobody else's from now on. Who connects is refused until somebody
    listens on it."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made

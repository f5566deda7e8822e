"""Ports on loopback: free ones for servers that will start, and such as are kept while nobody answers."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from typing import Final

FIRST: Final = 10_000
EACH: Final = 2_000
WORKERS: Final = 10
"""Below what Linux gives by itself (ip_local_port_range, from 32768): else, until the server of this port is
up, whoever binds or connects elsewhere may have been given it. Tests that run beside each other have shares
of their own, and runs beside each other begin at another place."""


def _share() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    begin = int.from_bytes(os.urandom(2)) % EACH
    return cycle(FIRST + worker * EACH + (begin + place) % EACH for place in range(EACH))


_ports: Final = _share()


def free_port() -> int:
    """One that nobody has, and that nobody is given by chance."""
    while True:
        port = next(_ports)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def free_ports(count: int) -> list[int]:
    """As many, each another one."""
    return [free_port() for _ in range(count)]


def bound(port: int = 0) -> socket.socket:
    """This port, or one that is free, is nobody else's from now on. Who connects is refused until somebody
    listens on it."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made

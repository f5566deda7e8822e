"""How fast talks may be begun from one place: everybody may begin one, nobody a million.

The place is who connects or, behind a proxy of our own network, whom the proxy names last in X-Forwarded-For.
Who is on this machine and comes by no proxy is let in as they come. Places are kept nowhere but here.
"""

import time
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from aiohttp import web

from bot.pace import Pace

RATE, BURST = 2, 60
"""Talks a second from one place, and how many at once: a hall of people may share a place."""

_OWN_NETWORK: Final = 64  # bits of an IPv6 address: the rest is chosen by whoever has the network


class Newcomers:
    """Counts in the memory of this process."""

    def __init__(self) -> None:
        self._pace = Pace(RATE, BURST)

    def admits(self, place: str) -> bool:
        """Whether one more talk may be begun from there now."""
        return not place or self._pace.allows(place, time.monotonic())


def place(request: web.Request) -> str:
    """Where a request comes from; empty: from this machine itself."""
    peer = _address(request.remote or "")
    if peer is None or peer.is_private:  # loopback too
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
        peer = _address(named.strip()) or peer
    if peer is None or peer.is_loopback:
        return ""
    if isinstance(peer, IPv6Address):
        return str(ip_network((peer, _OWN_NETWORK), strict=False))
    return str(peer)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found

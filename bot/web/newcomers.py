"""How fast talks may be begun from one place: everybody may begin one, nobody a million.

The place is who connects or, behind proxies of our own network, the first address in X-Forwarded-For, read
from the right, that is not of it: what stands left of that is whatever the customer wants. Who is in our
network may thus name another. Who is on this machine and comes by no proxy is let in as they come. Places are
kept nowhere but here.
"""

import time
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from aiohttp import web

from bot.pace import Pace

RATE, BURST = 2, 60
"""Talks a second from one place, and how many at once: a hall of people may share a place."""

_OWN_NETWORK: Final = 64  # bits of an IPv6 address: the rest is chosen by whoever has the network

_OURS: Final = tuple(
    ip_network(each)
    for each in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"),
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
)
"""Where our proxies are (RFC 1918, 3927, 4193, 6598: the last is where clouds have their balancers)."""

Address = IPv4Address | IPv6Address


class Newcomers:
    """Counts in the memory of this process."""

    def __init__(self) -> None:
        self._pace = Pace(RATE, BURST)

    def admits(self, place: str) -> bool:
        """Whether one more talk may be begun from there now."""
        return not place or self._pace.allows(place, time.monotonic())


def place(request: web.Request) -> str:
    """Where a request comes from; empty: from this machine itself, by no proxy."""
    peer = _address(request.remote or "")
    if peer is not None and not _is_ours(peer):
        return _network(peer)
    lines = request.headers.getall("X-Forwarded-For", ())
    if not lines and (peer is None or peer.is_loopback):
        return ""
    found = _outermost(",".join(lines).split(",")) or peer
    return _network(found) if found else "proxy"


def _outermost(named: Sequence[str]) -> Address | None:
    """The first from the right that is not of our network; where all are, the last of them. None: only this
    machine is named, or nobody."""
    found = None
    for address in map(_address, reversed(named)):
        if address is None:
            break
        if not address.is_loopback:
            found = address
        if not _is_ours(address):
            break
    return found


def _is_ours(address: Address) -> bool:
    return any(address in network for network in _OURS)


def _network(address: Address) -> str:
    if isinstance(address, IPv6Address) and not address.is_loopback:
        return str(ip_network((address, _OWN_NETWORK), strict=False))
    return str(address)


def _address(text: str) -> Address | None:
    """An address as it is named, with a port or without; None: it is none."""
    named = text.strip()
    if named.startswith("["):
        named = named[1:].partition("]")[0]
    elif named.count(":") == 1:
        named = named.partition(":")[0]
    try:
        found = ip_address(named.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found

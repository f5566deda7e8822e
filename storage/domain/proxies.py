"""Where a request comes from, behind reverse proxies. Pure.

Each proxy adds to X-Forwarded-For whom it was asked by; what a stranger has written there stands left of
that, and counts for nothing.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_OWN: Final = 64
"""Bits of an IPv6 address that tell one place from another: the rest whoever has the network chooses."""


def networks(written: str) -> tuple[Network, ...]:
    """The networks of our proxies, as the setting has them, with blanks between. Raises ValueError."""
    return tuple(ip_network(each, strict=False) for each in written.split())


def origin(peer: str, forwarded: Sequence[str], proxies: Sequence[Network]) -> str:
    """The address, or the network of an IPv6 one, from which a request came that `peer` has brought;
    `forwarded`: the lines of X-Forwarded-For. Where a proxy has noted nothing readable it is the proxy."""
    found = _address(peer)
    if found is None:
        return peer
    for named in reversed(",".join(forwarded).split(",")):
        if not any(found in network for network in proxies):
            break
        before = _address(named)
        if before is None:
            break
        found = before
    return str(ip_network((found, _OWN), strict=False)) if isinstance(found, IPv6Address) else str(found)


def _address(text: str) -> Address | None:
    try:
        found = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found

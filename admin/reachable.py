"""Where a test may knock whose address somebody has typed: at the ports of mail, at no address by which a
machine is told secrets of its own (SSRF). An organisation's own server may well stand in its own network."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from admin.finding import Finding

PORTS: Final = frozenset((25, 465, 587, 143, 993, 443))

SECRETIVE: Final = tuple(
    map(
        ip_network,
        ("169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32", "fd00:ec2::/32"),
    )
)
"""Where clouds tell a machine its secrets: link-local, then those of Alibaba, Azure, Oracle and AWS."""

_NAT64: Final = ip_network("64:ff9b::/96")


def refused(host: str, port: int) -> Finding | None:
    """Why nobody knocks there; None: they may."""
    told = {"host": host, "port": port}
    if port not in PORTS:
        return Finding("bad", "port_refused", told)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return Finding("bad", "host_unknown", told)
    if any(_secretive(str(each[4][0])) for each in found):
        return Finding("bad", "host_refused", told)
    return None


def _secretive(address: str) -> bool:
    at = _plain(ip_address(address.partition("%")[0]))
    known = any(at in each for each in SECRETIVE if each.version == at.version)
    return known or at.is_link_local or at.is_multicast or at.is_unspecified


def _plain(at: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that stands in an IPv6 one, where one does."""
    if isinstance(at, IPv6Address):
        if at in _NAT64:
            return IPv4Address(int(at) & 0xFFFFFFFF)
        return at.ipv4_mapped or at
    return at

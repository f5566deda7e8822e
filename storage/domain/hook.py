"""What other systems are told (webhooks, standardwebhooks.com): which events, how it is signed, when it is
tried again, which addresses may be told. Values in, values out."""

import base64
import hmac
import ipaddress
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

LONGEST_URL: Final = 1000

SECRET: Final = "whsec_"  # noqa: S105 - every secret begins so
"""What every secret begins with."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Events of an `entity`; of all its triggers and states, or of these. It is `told` under this name, else
    as entity.trigger."""

    key: str
    entity: str
    triggers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    told: str = ""

    def name(self, trigger: str) -> str:
        """How an event is called."""
        return self.told or f"{self.entity}.{trigger}"


@dataclass(frozen=True, slots=True)
class Rules:
    """`pauses` between attempts; how long the other side may take (`seconds`)."""

    kinds: tuple[Kind, ...]
    pauses: tuple[timedelta, ...]
    seconds: int
    off_after: timedelta
    kept: timedelta
    by_key: dict[str, Kind] = field(default_factory=dict)

    @property
    def attempts(self) -> int:
        """How often it is tried."""
        return len(self.pauses) + 1

    def pause(self, attempts: int) -> timedelta | None:
        """How long after so many attempts the next one is; None: there is none."""
        return self.pauses[attempts - 1] if attempts < self.attempts else None


def signature(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature` of this message; `secret` as it was handed out."""
    key = base64.b64decode(secret.removeprefix(SECRET))
    signed = f"{message}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, "sha256").digest()).decode()


def wrong(url: str, private: bool) -> str:
    """Why nothing is sent to this address: url_long, url_kind (not https; within the house http will do),
    url_secret (a password in it), url_private; empty where it may be. What a name stands for is looked at
    when it is sent."""
    if len(url) > LONGEST_URL:
        return "url_long"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "url_kind"
    if parts.scheme not in (("https", "http") if private else ("https",)) or not host:
        return "url_kind"
    if any(each.isspace() or ord(each) < 32 or "\ud800" <= each <= "\udfff" for each in url):
        return "url_kind"
    if parts.username is not None or parts.password is not None:
        return "url_secret"
    return "url_private" if not private and not _of_the_world(unicodedata.normalize("NFKC", host)) else ""


_INSIDE: Final = ("localhost", "local", "internal")

_NUMERIC: Final = re.compile(r"[0-9.]+|0x[0-9a-f.x]*", re.IGNORECASE)
"""What the system takes for an address, though it is not written as one (127.1, 2130706433, 0x7f.1): no name
is looked up for it, so nothing would be looked at."""


def _of_the_world(host: str) -> bool:
    name = host.rstrip(".").strip("[]")
    if name.rpartition(".")[2] in _INSIDE:
        return False
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return not _NUMERIC.fullmatch(name)
    return public(name)


_EMBEDDING: Final = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 behind IPv6 (RFC 6052)."""


def public(address: str) -> bool:
    """Whether this address is one of the world's: none of this machine's, of a network of the house, or that
    leads into one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _EMBEDDING:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
        if inner is not None:
            return public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved

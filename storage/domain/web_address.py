"""Whether an address can be one at which customers open the chat. Pure."""

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

_NAME: Final = re.compile(r"(\w([\w-]*\w)?\.)*\w([\w-]*\w)?", re.ASCII)
"""With `_`, which DNS has no hosts for, but many a network inside a house."""

_NUMERIC: Final = re.compile(r"([0-9]+|0x[0-9a-f]*)", re.IGNORECASE)


def fits(url: str) -> bool:
    """Whether its host is a name (also one of other letters, IDN) or an IP address, and no account stands
    before it (a link with a password in it would hang on every poster), and no query or fragment, be it
    empty, behind it, where our links go on."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or port == 0:
        return False
    if any(sign in "?#" or sign.isspace() for sign in url):
        return False
    return _is_ip(host) or _is_name(host.removesuffix("."))


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_name(host: str) -> bool:
    try:
        written = host.encode("idna").decode()
    except UnicodeError:
        return False
    # A name that ends in a number is read as an address, and this is none.
    return bool(_NAME.fullmatch(written)) and not _NUMERIC.fullmatch(written.rpartition(".")[2])

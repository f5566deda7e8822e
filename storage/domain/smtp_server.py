"""The server that mails are handed to, out of its URL: ``smtp://user:password@host:587``, ``smtps://…:465``."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

_PORTS: Final = {"smtp": 587, "smtps": 465}  # RFC 6409; RFC 8314


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """secure: encrypted from the first byte on; else as soon as the server can (STARTTLS)."""

    secure: bool
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def local(self) -> bool:
        """Whether it is this machine: what is said to it can be heard by nobody else."""
        return local(self.host)


def local(host: str) -> bool:
    """Whether this host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def parse(url: str) -> SmtpServer:
    """The server that this URL names. ValueError for one that names none.

    What stands for something else in a URL is percent-encoded; an @ in the user's name may stand as it is.
    """
    parts = urlsplit(url)
    port = _PORTS.get(parts.scheme)
    if port is None or not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("no SMTP server in this URL")
    user, password = (unquote(each or "") for each in (parts.username, parts.password))
    return SmtpServer(parts.scheme == "smtps", parts.hostname, parts.port or port, user, password)

"""The mailbox that mails are fetched from, out of its URL: ``imaps://user:password@host:993/INBOX,Folder``."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_PORTS = {"imap": 143, "imaps": 993}


@dataclass(frozen=True, slots=True)
class ImapServer:
    """secure: encrypted from the first byte on; else it is to become so before the login (STARTTLS), unless
    the server is this machine itself."""

    secure: bool
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folders: tuple[str, ...]

    @property
    def local(self) -> bool:
        return self.host in ("localhost", "127.0.0.1", "::1")

    def name(self, folder: str) -> str:
        """What this folder is called among all others, without the password."""
        return f"{self.user}@{self.host}:{self.port}/{folder}"


def parse(url: str) -> ImapServer:
    """The server that this URL names. ValueError for one that names none.

    What stands for something else in a URL is percent-encoded; an @ in the user's name may stand as it is.
    """
    parts = urlsplit(url)
    port = _PORTS.get(parts.scheme)
    if port is None or not parts.hostname or not parts.username:
        raise ValueError("no IMAP server in this URL")
    named = tuple(filter(None, (unquote(each).strip() for each in parts.path.lstrip("/").split(","))))
    return ImapServer(
        parts.scheme == "imaps",
        parts.hostname,
        parts.port or port,
        unquote(parts.username),
        unquote(parts.password or ""),
        tuple(dict.fromkeys(named)) or ("INBOX",),
    )

"""One connection to one folder of a mailbox (IMAP, RFC 9051 and 3501). Blocking: to be used in a thread."""

import imaplib
import socket
import ssl
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from storage.domain.imap_server import ImapServer

TIMES: Final = SocketTimeout(connect=20, read=60)
US: Final = {"name": "manyi", "vendor": "manyi"}
"""RFC 2971: some hosts (163, 126) let nobody in who does not say who they are."""


class LoginRefused(Exception):
    """The server does not take user and password."""


class NotSafe(Exception):
    """The server offers no encryption: the password is not sent."""


class Opened(NamedTuple):
    """A folder as it was found: the validity of its numbers, and the one that the next mail will get."""

    validity: int
    next_uid: int


class Listed(NamedTuple):
    """A mail in the folder: its bytes, and when it came there."""

    uid: int
    size: int
    at: datetime


class Connection:
    """Logged in, with no folder open yet. Raises LoginRefused, NotSafe, or what the network raises."""

    def __init__(self, server: ImapServer) -> None:
        self._client = client = IMAPClient(
            server.host,
            server.port,
            ssl=server.secure,
            ssl_context=ssl.create_default_context() if server.secure else None,
            timeout=TIMES,
        )
        client.normalise_times = False
        self._may_idle = True
        try:
            client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            if not server.secure and not server.local:
                self._encrypt()
            self._log_in(server)
        except BaseException:
            self.close()
            raise

    def _encrypt(self) -> None:
        if not self._client.has_capability("STARTTLS"):
            raise NotSafe
        self._client.starttls(ssl.create_default_context())

    def _log_in(self, server: ImapServer) -> None:
        try:
            self._client.login(server.user, server.password)
        except LoginError as error:
            if isinstance(error.__context__, imaplib.IMAP4.abort):  # the connection broke meanwhile
                raise error.__context__ from None
            raise LoginRefused from None
        if self._client.has_capability("ID"):
            self._client.id_(US)

    def open(self, folder: str) -> Opened:
        """Open a folder."""
        told = self._client.select_folder(folder)
        next_uid = told.get(b"UIDNEXT") or max(self._client.search("ALL"), default=0) + 1
        return Opened(told.get(b"UIDVALIDITY", 0), next_uid)

    def make(self, folder: str) -> None:
        """Make a folder, unless it is there: then the server says no."""
        try:
            self._client.create_folder(folder)
        except imaplib.IMAP4.abort:  # the connection broke
            raise
        except IMAPClientError:
            return

    def unread(self) -> list[int]:
        """The mails that nobody has read."""
        return sorted(self._client.search(["UNSEEN", "UNDELETED"]))

    def after(self, uid: int) -> list[int]:
        """The mails that came after this one, read or not. Of a range that is empty the last mail comes."""
        found = self._client.search(["UID", f"{uid + 1}:*", "UNDELETED"])
        return sorted(each for each in found if each > uid)

    def since(self, day: date) -> list[int]:
        """The mails that came on this day or later."""
        return sorted(self._client.search(["SINCE", day, "UNDELETED"]))

    def listed(self, uids: Collection[int], now: datetime) -> list[Listed]:
        """What the server says of these, as far as it knows them."""
        told = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        known = ((uid, told[uid]) for uid in uids if uid in told)
        return [Listed(uid, each.get(b"RFC822.SIZE", 0), _moment(each, now)) for uid, each in known]

    def fetch(self, uids: Sequence[int], most: int = 0) -> dict[int, bytes]:
        """These mails, as far as the server gives them, and so many bytes at most. They stay unread."""
        told = self._client.fetch(uids, [f"BODY.PEEK[]<0.{most}>" if most else "BODY.PEEK[]"])
        found = {uid: _body(told[uid]) for uid in uids if uid in told}
        return {uid: raw for uid, raw in found.items() if raw is not None}

    def mark(self, uids: Sequence[int]) -> None:
        """Mark these as read."""
        self._client.add_flags(uids, [b"\\Seen"], silent=True)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move these to another folder; what the server has no word for is done step by step. Where others
        have marked theirs to be deleted, and only all could be taken away, ours stay, marked."""
        if self._client.has_capability("MOVE"):
            self._client.move(uids, folder)
            return
        self._client.copy(uids, folder)
        self._client.add_flags(uids, [b"\\Seen", b"\\Deleted"], silent=True)
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge(uids)
        elif set(self._client.search("DELETED")) <= set(uids):  # it takes all away that is marked
            self._client.expunge()

    @property
    def idles(self) -> bool:
        """Whether the server tells by itself what is new (RFC 2177), and has not refused to."""
        return self._may_idle and bool(self._client.has_capability("IDLE"))

    def idle(self) -> bool:
        """Have it tell from now on; whether it has done so already: a mail may come between two commands.
        Where it refuses, `idles` says so from then on."""
        imap: Any = self._client._imap
        tag = imap._command("IDLE")
        self._client._idle_tag = tag
        something = False
        while (told := imap._get_response()) is not None:
            if imap.tagged_commands.get(tag):
                self._may_idle = False
                return True
            something = something or bool(told)
        return something

    def idle_no_more(self) -> None:
        """Have it tell no more. What it told does not matter: whoever was woken looks again."""
        self._client.idle_done()

    def pending(self) -> bool:
        """Whether something has been read from the network, and by nobody here."""
        imap, sock = self._client._imap, self._client.socket()
        if getattr(sock, "pending", int)():
            return True
        if hasattr(imap, "_readbuf"):  # from Python 3.14 on
            return bool(imap._readbuf)
        sock.setblocking(False)
        try:
            return bool(imap.file.peek(1))
        except ssl.SSLWantReadError:
            return False
        finally:
            sock.settimeout(TIMES.read)

    def fileno(self) -> int:
        """What the loop can wait for."""
        return int(self._client.socket().fileno())

    def close(self) -> None:
        """Let the connection go, also while another thread waits for an answer."""
        with suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)
        with suppress(Exception):
            self._client.shutdown()


def _moment(told: dict[bytes, Any], now: datetime) -> datetime:
    """When it came, as its server says; never later than now."""
    at = told.get(b"INTERNALDATE")
    return min(at.astimezone(UTC), now) if isinstance(at, datetime) and at.tzinfo else now


def _body(told: dict[bytes, Any]) -> bytes | None:
    bodies: Iterable[Any] = (value for key, value in told.items() if key.startswith(b"BODY[]"))
    return next((body for body in bodies if isinstance(body, bytes)), None)

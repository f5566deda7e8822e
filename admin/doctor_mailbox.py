"""What the doctor says of receiving mail: the mailbox that it comes from, the door that it comes in at."""

import imaplib
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from admin import serve
from admin.finding import Finding
from storage.domain import imap_server
from storage.domain.imap_server import ImapServer
from storage.mistakes import EVERYWHERE
from storage.settings import Settings

TIMES = SocketTimeout(connect=10, read=15)
US = {"name": "manyi", "vendor": "manyi"}
UNIX = "unix:"


def examine(settings: Settings) -> Iterator[Finding]:
    """Off where mail is neither fetched nor handed in."""
    if settings.imap_url:
        yield from mailbox(imap_server.parse(settings.imap_url))
    if settings.lmtp:
        yield lmtp(settings.lmtp)
    if (settings.imap_url or settings.lmtp) and not settings.mail_authserv:
        yield Finding("note", "mail_authserv")


def mailbox(server: ImapServer) -> Iterator[Finding]:
    """Whether we are let in, and find the folders. Nothing is changed there."""
    told: dict[str, Any] = {"host": server.host, "port": server.port}
    try:
        client = _connected(server)
    except ssl.SSLCertVerificationError as error:
        yield Finding("bad", "imap_certificate", {**told, "error": error.verify_message})
    except (OSError, IMAPClientError) as error:
        plain = isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER"
        named = "imap_scheme" if plain else "imap_unreachable"
        yield Finding("bad", named, {**told, "error": type(error).__name__})
    else:
        try:
            yield from _inside(client, server, told)
        except (OSError, IMAPClientError) as error:
            yield Finding("bad", "imap_unreachable", {**told, "error": type(error).__name__})
        finally:
            _leave(client)


def _connected(server: ImapServer) -> IMAPClient:
    context = ssl.create_default_context() if server.secure else None
    return IMAPClient(server.host, server.port, ssl=server.secure, ssl_context=context, timeout=TIMES)


def _inside(client: IMAPClient, server: ImapServer, told: dict[str, Any]) -> Iterator[Finding]:
    if not server.secure and not server.local:
        if not client.has_capability("STARTTLS"):
            yield Finding("bad", "imap_no_tls", told)
            return
        client.starttls(ssl.create_default_context())
    try:
        client.login(server.user, server.password)
    except LoginError as error:
        if isinstance(error.__context__, imaplib.IMAP4.abort):
            raise error.__context__ from None
        yield Finding("bad", "imap_login", told)
        return
    if client.has_capability("ID"):  # some hosts show no folder to who does not say who they are
        client.id_(US)
    missing = [folder for folder in server.folders if not _is_there(client, folder)]
    if missing:
        yield Finding("bad", "imap_folder", {**told, "folders": "、".join(missing)})
    else:
        yield Finding("good", "imap_ok", {**told, "folders": "、".join(server.folders)})
    if not client.has_capability("IDLE"):
        yield Finding("note", "imap_no_idle", told)


def _is_there(client: IMAPClient, folder: str) -> bool:
    """Looked into without touching what is new there."""
    try:
        client.select_folder(folder, readonly=True)
    except imaplib.IMAP4.abort:
        raise
    except IMAPClientError:
        return False
    return True


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except (OSError, IMAPClientError):
        return


def lmtp(where: str) -> Finding:
    """Whether the door can be opened, and not by all the world; what listens there may well be ours."""
    if where.startswith(UNIX):
        there = Path(where.removeprefix(UNIX)).parent.is_dir()
        return Finding("good" if there else "bad", "lmtp_ok" if there else "lmtp_folder", {"where": where})
    host, _, port = where.rpartition(":")
    if host.strip("[]") in EVERYWHERE:
        return Finding("note", "lmtp_open", {"where": where})
    if serve.free(host.strip("[]"), int(port)):
        return Finding("good", "lmtp_ok", {"where": where})
    return Finding("note", "lmtp_taken", {"where": where})

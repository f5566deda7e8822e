"""The door for mails that the organisation's own server hands over (LMTP, RFC 2033).

It asks for no password: whoever reaches it may hand in mails, as whoever reaches a mail server may.
"""

import asyncio
import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from bot.mailbox.keeping import Keeper
from storage import logs
from storage.settings import Settings

LARGEST: Final = 64 << 20
LONGEST_LINE: Final = 1 << 20
"""Some programs write all of a mail in one line; RFC 5321 would have 1000."""

HELD_SECONDS: Final = 300.0
AGAIN_SECONDS: Final = 5.0
UNIX: Final = "unix:"

TAKEN: Final = "250 2.0.0 kept"
NOT_NOW: Final = "451 4.3.0 cannot keep it now, try again later"

log = structlog.get_logger()


class Door(LMTP):
    """As the standard has it, with lines as long as they come."""

    line_length_limit = LONGEST_LINE


class Handler:
    """Hands mails to the keeper."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    async def handle_DATA(self, _: Door, __: Session, envelope: Envelope) -> str:  # noqa: N802
        """One answer for each recipient (RFC 2033, 4.2): all or none have it, and only after the commit."""
        content = envelope.original_content or b""
        try:
            await self._keeper.keep(content, _on_its_way(envelope))
        except Exception as failure:  # the server that has it tries again
            log.error("mail not taken", **logs.told(failure))
            return _each(envelope, NOT_NOW)
        return _each(envelope, TAKEN)


def _each(envelope: Envelope, answer: str) -> str:
    return "\r\n".join([answer] * max(1, len(envelope.rcpt_tos)))


def _on_its_way(envelope: Envelope) -> bytes:
    """What the last server adds (RFC 5321, 4.4): the envelope may say what the headers do not."""
    lines = [f"Return-Path: <{envelope.mail_from or ''}>"]
    lines += [f"Delivered-To: {recipient}" for recipient in envelope.rcpt_tos]
    return "".join(f"{_one_line(line)}\r\n" for line in lines).encode("utf-8", "replace")


def _one_line(text: str) -> str:
    return "".join(" " if sign in "\r\n\0" else sign for sign in text)


async def serve(keeper: Keeper, settings: Settings) -> None:
    """Take mails until cancelled. Where somebody else listens there, another process of ours above all, we
    take over when they are gone."""
    handler, told = Handler(keeper), False
    name = socket.gethostname()  # else each connection asks the DNS, and all of us wait for its answer

    def door() -> asyncio.Protocol:
        return Door(
            handler, hostname=name, data_size_limit=LARGEST, timeout=HELD_SECONDS, enable_SMTPUTF8=True
        )

    while True:
        try:
            server = await _listen(settings.lmtp, door)
        except OSError as error:
            if not told:
                log.warning("lmtp door not open, check MANYI_LMTP", where=settings.lmtp, error=error.strerror)
            told = True
            await asyncio.sleep(AGAIN_SECONDS)
            continue
        log.info("taking mails", where=settings.lmtp)
        async with server:
            await server.serve_forever()


async def _listen(where: str, door: Any) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    if not where.startswith(UNIX):
        host, _, port = where.rpartition(":")
        return await loop.create_server(door, host.strip("[]"), int(port))
    path = Path(where.removeprefix(UNIX))
    await asyncio.to_thread(_free, path)
    server = await loop.create_unix_server(door, path)
    await asyncio.to_thread(path.chmod, 0o666)  # the mail server is another user
    return server


def _free(path: Path) -> None:
    """Nobody may listen there: asyncio takes away what a dead process left, and what a living one has too."""
    with socket.socket(socket.AF_UNIX) as probe, suppress(FileNotFoundError, ConnectionRefusedError):
        probe.connect(os.fspath(path))
        raise FileExistsError(None, "somebody listens there")

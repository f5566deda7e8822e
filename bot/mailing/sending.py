"""What is said, sent: written as a mail, signed, and handed to the mail server."""

import asyncio
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine

from bot.channels import Later, Refused
from bot.mail.writing import write
from bot.mail.writing.headers import BadAddress, wire
from bot.mailing import recalling
from bot.mailing.connections import AT_ONCE, Connections
from bot.mailing.letterhead import letterhead
from bot.mailing.smtp import Mail
from bot.message import Outbound
from storage import db, mail_pace
from storage.domain import smtp_server
from storage.outbox import Said
from storage.settings import Settings

if TYPE_CHECKING:
    from bot.mailing.signing import Signer

PLACE_SECONDS: Final = 8.0
"""As long is waited for a connection to be free: time to send is left then."""

_REMEMBERED: Final = 1000


class Sending:
    """Sends row by row. A server that answers late is asked once: who tries again waits for that answer."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self._letterhead = letterhead(settings)
        limits = {mail_pace.MINUTE: settings.mail_per_minute, mail_pace.HOUR: settings.mail_per_hour}
        self._limits = {span: most for span, most in limits.items() if most}
        self._full_until = 0.0
        self._places = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[int, tuple[str, asyncio.Task[None]]] = {}
        self._server = smtp_server.parse(settings.smtp_url)
        self._post = Connections(self._server, self._letterhead.domain)
        self._signer = _signer(settings, self._letterhead.domain)

    async def send(self, outbound: Outbound, row: Said) -> str:
        """Its Message-ID, once the server has it. Raises Later, Refused, Gone."""
        if row.id not in self._under_way:
            self._forget()
            self._under_way[row.id] = await self._begun(outbound, row)
        name, taken = self._under_way[row.id]
        await asyncio.wait([taken])  # and not it: who stops waiting must not end it
        del self._under_way[row.id]
        taken.result()
        return name

    async def close(self) -> None:
        """Say good-bye to the server; what it was not handed is not waited for."""
        await self._post.close()
        under_way = [taken for _, taken in self._under_way.values()]
        for taken in under_way:  # nobody waits for these any more: what is sent has been marked
            taken.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def _begun(self, outbound: Outbound, row: Said) -> tuple[str, asyncio.Task[None]]:
        """Handed over only where a connection is free: what waits unsent is given back, not kept here."""
        try:
            async with asyncio.timeout(PLACE_SECONDS):
                await self._places.acquire()
        except TimeoutError:
            raise Later(0, "busy") from None
        try:
            name, taken = await self._handed(outbound, row)
        except BaseException:
            self._places.release()
            raise
        taken.add_done_callback(self._over)
        return name, taken

    async def _handed(self, outbound: Outbound, row: Said) -> tuple[str, asyncio.Task[None]]:
        """Counted only now that the server is there and the mail is one: no outage uses up the limits."""
        self._look()
        self._post.ready()
        try:
            name, mail = await asyncio.to_thread(self._written, outbound, row)
        except BadAddress:
            raise Refused("bad_address") from None
        counted = await self._allowed()
        return name, asyncio.create_task(self._through(mail, counted))

    async def _through(self, mail: Mail, counted: datetime | None) -> None:
        """What the server did not take does not count."""
        try:
            await self._post.hand(mail)
        except Exception:
            if counted:
                with suppress(db.OutOfReach):
                    await asyncio.to_thread(self._not_sent, counted)
            raise

    def _over(self, taken: asyncio.Task[None]) -> None:
        self._places.release()
        if not taken.cancelled():
            taken.exception()  # it may be asked for only at the next try, or never

    def _look(self) -> None:
        if (wait := self._full_until - time.monotonic()) > 0:
            raise Later(wait, "limit")

    async def _allowed(self) -> datetime | None:
        """When it was counted, as the database tells the time."""
        if not self._limits:
            return None
        self._look()  # others may have been counted meanwhile
        wait, now = await asyncio.to_thread(self._counted)
        if wait:
            self._full_until = time.monotonic() + wait
            raise Later(wait, "limit")
        return now

    def _counted(self) -> tuple[float, datetime]:
        with db.writing(self._engine) as session:
            now = db.now(session)
            return mail_pace.count(session, self._limits, now), now

    def _not_sent(self, counted: datetime) -> None:
        with db.writing(self._engine) as session:
            mail_pace.give_back(session, self._limits, counted)

    def _written(self, outbound: Outbound, row: Said) -> tuple[str, Mail]:
        """Its Message-ID and the mail."""
        with db.reading(self._engine) as session:
            mail = recalling.mail(session, outbound, row, self._letterhead, self._settings.language)
        content = write(mail)
        if self._signer:
            content = self._signer.signed(content)
        return mail.message_id, Mail(self._envelope(mail.reply_to), wire(row.address), content)

    def _envelope(self, reply_to: str) -> str:
        """Where bounces go. Hosts with accounts insist on the account's own address; an own server tells by
        the address whose mail came back."""
        return self._letterhead.address if self._server.user else reply_to

    def _forget(self) -> None:
        """What nobody has asked for again."""
        if len(self._under_way) >= _REMEMBERED:
            done = [key for key, (_, taken) in self._under_way.items() if taken.done()]
            for key in done:
                del self._under_way[key]


def _signer(settings: Settings, domain: str) -> "Signer | None":
    if not settings.dkim_key:
        return None
    from bot.mailing.signing import Signer  # noqa: PLC0415 - a quarter of a second

    return Signer(Path(settings.dkim_key), settings.dkim_selector, domain)

"""Mails that were kept, on their way into the inbox: claimed, judged, handed in, settled.

A mail goes in under its own key: whoever dies between the inbox's commit and the settling hands it in once
more, and the inbox knows it. What one sender wrote goes in in order; nobody waits for anybody else's.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

import structlog
from sqlalchemy import Engine

from bot.inbox import Inbox, TooFast, Unavailable
from bot.mail.mail import Mail
from bot.mailbox import inbounds, judging, settling
from bot.mailbox.judging import Judged
from bot.mailing import leaving
from bot.message import Inbound
from storage import conversations, db, files, logs, mails
from storage.conversations import reaching
from storage.conversations.reaching import Place
from storage.mails import Waiting
from storage.settings import Settings

MOST: Final = 50
LARGEST: Final = 16 << 20
"""Mails, and bytes of them, that are in memory at a time; one larger mail comes alone."""

LOOK_SECONDS: Final = 1.0
"""Other processes keep mails too, and staff put them back."""

TROUBLE_SECONDS: Final = 2.0
TOO_FAST_SECONDS: Final = 0.5

log = structlog.get_logger()


class Taking:
    """Takes what waits. One process does at a time, so that the order stays."""

    def __init__(self, engine: Engine, inbox: Inbox, settings: Settings, ring: Callable[[], None]) -> None:
        self._engine = engine
        self._inbox = inbox
        self._settings = settings
        self._ring = ring
        self._something = asyncio.Event()

    def nudge(self) -> None:
        """A mail has been kept: look now. To be called on the event loop."""
        self._something.set()

    async def run(self) -> None:
        """Take what waits as it comes, until cancelled."""
        while True:
            self._something.clear()
            try:
                wait = 0.0 if await self.take() else LOOK_SECONDS
            except db.OutOfReach:
                wait = TROUBLE_SECONDS
            except Unavailable as failure:
                log.error("mails wait", **logs.told(failure))
                wait = TROUBLE_SECONDS
            except Exception as failure:  # this is the door
                # what was claimed is tried alone the next time, and set aside in the end
                log.error("mails not taken", **logs.told(failure))
                wait = TROUBLE_SECONDS
            if wait:
                await self._look(wait)

    async def _look(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._something.wait()
        except TimeoutError:
            return

    async def take(self) -> bool:
        """Take the next few; whether there were any. Raises Unavailable or OutOfReach: some wait on."""
        judged = await asyncio.to_thread(self._judged)
        if not judged:
            return False
        handed = sorted((each for each in judged if _is_handed_in(each)), key=lambda one: one.verdict.address)
        groups = [list(group) for _, group in groupby(handed, key=lambda one: one.verdict.address)]
        done = [each for each in judged if not _is_handed_in(each)]
        for some in await asyncio.gather(*(self._hand_in_all(group) for group in groups)):
            done += some
        await asyncio.to_thread(self._settle, judged, done)
        if len(done) < len(judged):
            raise Unavailable
        return True

    def _judged(self) -> list[Judged]:
        with db.reading(self._engine) as session:
            if not mails.waits(session):
                return []
        with db.writing(self._engine) as session:
            rows = mails.claim(session, MOST, LARGEST)
        return self._judge(rows)

    def _judge(self, rows: Sequence[Waiting]) -> list[Judged]:
        with db.reading(self._engine) as session:
            return judging.judge(session, rows, self._settings)

    async def _hand_in_all(self, judged: Sequence[Judged]) -> list[Judged]:
        """In their order; where one can't be taken now, what comes after it waits too."""
        done = []
        for each in judged:
            try:
                await self._hand_in(each)
            except Unavailable:
                break
            done.append(each)
        return done

    async def _hand_in(self, judged: Judged) -> None:
        """Returns when it is committed. Raises Unavailable."""
        if judged.mail is None or judged.verdict.does == "unsubscribe":
            await self._unsubscribe(judged)
            return
        told = await asyncio.to_thread(self._told, judged, judged.mail)
        await asyncio.gather(*(self._take(each) for each in told))

    async def _unsubscribe(self, judged: Judged) -> None:
        """As by the link, under the mail's own key."""
        place = await asyncio.to_thread(self._place, judged.verdict.address)
        if place:
            row = judged.row
            await self._take(leaving.said(place, row.key, row.received_at, self._settings))
            await asyncio.to_thread(leaving.make_sure, self._engine, self._settings, place.id)

    def _place(self, address: str) -> Place | None:
        with db.reading(self._engine) as session:
            talk = conversations.find(session, (inbounds.CHANNEL, address))
            return reaching.place(session, talk) if talk else None

    async def _take(self, inbound: Inbound) -> None:
        """Who sends many files at once is waited for."""
        while True:
            try:
                await self._inbox.take(inbound)
            except TooFast:
                await asyncio.sleep(TOO_FAST_SECONDS)
                inbound = inbound._replace(at=datetime.now(UTC))
            else:
                return

    def _told(self, judged: Judged, mail: Mail) -> list[Inbound]:
        row, address = judged.row, judged.verdict.address
        with db.reading(self._engine) as session:
            kept = files.count(session, (inbounds.CHANNEL, address)) if mail.evidence else 0
        most = max(0, files.MOST_FILES - kept)
        largest = self._settings.upload_limit
        return inbounds.inbounds(mail, row.key, address, row.received_at, largest, most)

    def _settle(self, judged: Sequence[Judged], done: Sequence[Judged]) -> None:
        settled = {each.row.id for each in done}
        with db.writing(self._engine) as session:
            settling.settle(session, done, db.now(session))
            mails.leave(session, [each.row.id for each in judged if each.row.id not in settled])
        if any(each.verdict.does == "bounce" for each in done):
            self._ring()


def _is_handed_in(judged: Judged) -> bool:
    return not judged.parked and judged.verdict.does in ("take", "unsubscribe")

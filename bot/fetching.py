"""The files of channels that keep them until they are fetched: downloaded, told by their content, kept.

What web chat refuses at the door is refused here, and the customer is told. A file waits as a job of kind
`fetch`; what a dead process was at is taken up again after its lease.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.channels import Fetches, Gone, Later, Refused
from bot.pace import pause
from bot.seldom import Seldom
from storage import conversations, db, filekind, files, jobs, logs
from storage.files import MOST_FILES, Awaited
from storage.jobs import Claimed
from storage.settings import Settings

AT_ONCE: Final = 2
"""Files that are in memory at the same time."""

LEASE: Final = timedelta(minutes=3)
FETCH_SECONDS: Final = 120.0
MOST_ATTEMPTS: Final = 8
"""Errors nobody thought of before a file is given up."""

LONGEST_PAUSE: Final = 600.0
MOST_PUT_OFF: Final = 3 * 24 * 6
"""Attempts that the channel puts off before a file is given up: three days, at the longest pause."""

LOOK_SECONDS: Final = 2.0
RESCUE_SECONDS: Final = 10.0
TOLD_AGAIN_SECONDS: Final = 600.0
"""Who sends more files than are kept hears it once in a while, not of each."""

KINDS: Final = frozenset({files.FETCH})

log = structlog.get_logger()


class Fetched(NamedTuple):
    """What came of a job. `later` is set where it is to be tried again; a `refused` file has its reason."""

    name: str = ""
    kind: str = ""
    content: bytes = b""
    refused: str = ""
    later: Later | None = None


class Fetching:
    """Fetches for every channel that has `fetch`. `committed` is called after a commit: there may be a word
    for a customer."""

    def __init__(
        self,
        engine: Engine,
        channels: Iterable[Fetches],
        settings: Settings,
        committed: Callable[[], None] = lambda: None,
    ) -> None:
        self._engine = engine
        self._channels = {channel.name: channel for channel in channels}
        self._largest = settings.upload_limit
        self._committed = committed
        self._something = asyncio.Event()
        self._rescue_at = 0.0
        self._told = Seldom(TOLD_AGAIN_SECONDS)

    async def run(self) -> None:
        """Fetch what is due as it comes, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._keep_on())

    async def _keep_on(self) -> None:
        """Each looks for itself: behind a slow file no other waits."""
        while True:
            self._something.clear()
            with suppress(db.OutOfReach):
                await self.fetch_due()
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._something.wait()
            except TimeoutError:
                continue

    def nudge(self) -> None:
        """Something was committed: look now. To be called on the event loop."""
        self._something.set()

    async def fetch_due(self) -> None:
        """Fetch what is due, one after another, until nothing is."""
        while self._channels and (claimed := await asyncio.to_thread(self._claim)):
            job, file = claimed
            fetched = await self._fetch(job, file) if file else Fetched()
            await asyncio.to_thread(self._settle, job, file, fetched)

    def _claim(self) -> tuple[Claimed, Awaited | None] | None:
        self._rescue()
        with db.reading(self._engine) as session:
            now = db.now(session)
            if not jobs.due(session, KINDS, now):
                return None
        with db.writing(self._engine) as session:
            claimed = jobs.claim(session, now, LEASE, KINDS, limit=1)
            if not claimed:
                return None
            file = files.awaited(session, claimed[0].payload["file_id"])
        if file and file.id in self._refuse_surplus(file, now):
            file = None
        return claimed[0], file

    def _rescue(self) -> None:
        if time.monotonic() >= self._rescue_at:
            with db.writing(self._engine) as session:
                jobs.rescue(session, KINDS, db.now(session))
            self._rescue_at = time.monotonic() + RESCUE_SECONDS

    def _refuse_surplus(self, file: Awaited, now: datetime) -> list[int]:
        """What this customer sent beyond what is kept, before any of it is fetched."""
        with db.reading(self._engine) as session:
            surplus = files.surplus(session, file.conversation_id, MOST_FILES)
        if surplus:
            with db.writing(self._engine) as session:
                for one in surplus:
                    self._refuse(session, file._replace(id=one), "file_count", now)
            self._committed()
        return surplus

    async def _fetch(self, job: Claimed, file: Awaited) -> Fetched:
        channel = self._channels.get(file.channel)
        if channel is None:
            return Fetched(later=Later(LONGEST_PAUSE, "channel is off"))
        if file.size > self._largest:
            return Fetched(refused="file_size")
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                content = await channel.fetch(file.remote)
        except Exception as failure:  # this is the door: a file that can't be fetched must not end it for all
            return _missed(job, failure)
        return await asyncio.to_thread(self._looked_at, file.name, content)

    def _looked_at(self, name: str, content: bytes) -> Fetched:
        """The file as it is kept, or why not."""
        if not content:
            return Fetched(refused="file_empty")
        if len(content) > self._largest:
            return Fetched(refused="file_size")
        kind = filekind.kind_of(content)
        if kind is None:
            return Fetched(refused="file_kind")
        return Fetched(filekind.named(name or "file", kind), kind, content)

    def _settle(self, job: Claimed, file: Awaited | None, fetched: Fetched) -> None:
        with db.writing(self._engine) as session:
            now = db.now(session)
            if fetched.later:
                seconds = max(fetched.later.seconds, pause(job.attempts, LONGEST_PAUSE))
                jobs.later(session, job, now + timedelta(seconds=seconds), fetched.later.reason, now)
                return
            if file:
                self._keep(session, file, fetched, now)
            jobs.done(session, [job])
        self._committed()

    def _keep(self, session: Session, file: Awaited, fetched: Fetched, now: datetime) -> None:
        if fetched.refused:
            self._refuse(session, file, fetched.refused, now)
        else:
            files.keep_content(session, file.id, fetched.name, fetched.kind, fetched.content, now)

    def _refuse(self, session: Session, file: Awaited, why: str, now: datetime) -> None:
        if not files.refuse(session, file.id, why, now):
            return
        log.info("file refused", file=file.id, channel=file.channel, why=why)
        if why != "file_count" or self._told.allows(f"{file.channel} {file.address}", time.monotonic()):
            here, most = file.conversation_id, self._largest // 1_000_000
            conversations.notify(session, here, f"error.{why}", now, megabytes=most, most=MOST_FILES)


def _missed(job: Claimed, failure: Exception) -> Fetched:
    """What an error means: that the channel asks to wait, that the file is gone, or nobody knows what."""
    match failure:
        case Later():
            return _put_off(job, failure, MOST_PUT_OFF)
        case TimeoutError():
            return _put_off(job, Later(0, "timeout"), MOST_PUT_OFF)
        case Refused(reason="too_large"):
            return Fetched(refused="file_size")
        case Refused() | Gone():
            return Fetched(refused="file_lost")
    log.error("file not fetched", job=job.id, attempt=job.attempts, **logs.told(failure))
    return _put_off(job, Later(0, type(failure).__name__), MOST_ATTEMPTS)


def _put_off(job: Claimed, later: Later, most: int) -> Fetched:
    return Fetched(refused="file_lost") if job.attempts >= most else Fetched(later=later)

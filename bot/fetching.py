"""The files of channels that keep them until they are fetched: downloaded, told by their content, kept.

What web chat refuses at the door is refused here, and the customer is told. A file waits as a job of kind
`fetch`; what a dead process was at is taken up again after its lease.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session

from bot import filekind
from bot.channels import Fetches, Gone, Later
from storage import conversations, db, files, jobs
from storage.files import MOST_FILES, Awaited
from storage.jobs import Claimed
from storage.settings import Settings

AT_ONCE: Final = 2
"""Files that are in memory at the same time."""

LEASE: Final = timedelta(minutes=3)
FETCH_SECONDS: Final = 120.0
MOST_ATTEMPTS: Final = 8
"""Errors nobody thought of before a file is given up; what the channel puts off is tried for ever."""

LONGEST_PAUSE: Final = 600.0
LOOK_SECONDS: Final = 2.0

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

    async def run(self) -> None:
        """Fetch what is due as it comes, until cancelled."""
        while True:
            self._something.clear()
            try:
                await self.fetch_due()
            except* (DBAPIError, NoConnection) as failures:
                log.error("database out of reach", error=type(failures.exceptions[0]).__name__)
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._something.wait()
            except TimeoutError:
                continue

    def nudge(self) -> None:
        """Something was committed: look now. To be called on the event loop."""
        self._something.set()

    async def fetch_due(self) -> None:
        """Fetch all that is due, until nothing is."""
        if self._channels:
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(self._fetch_one_by_one())

    async def _fetch_one_by_one(self) -> None:
        while claimed := await asyncio.to_thread(self._claim):
            (job, file) = claimed
            fetched = await self._fetch(job, file) if file else Fetched()
            await asyncio.to_thread(self._settle, job, file, fetched)

    def _claim(self) -> tuple[Claimed, Awaited | None] | None:
        with db.writing(self._engine) as session:
            claimed = jobs.claim(session, datetime.now(UTC), LEASE, kinds={files.FETCH}, limit=1)
            return (claimed[0], files.awaited(session, claimed[0].payload["file_id"])) if claimed else None

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
        now = datetime.now(UTC)
        with db.writing(self._engine) as session:
            if fetched.later:
                seconds = max(fetched.later.seconds, min(2.0**job.attempts, LONGEST_PAUSE))
                jobs.later(session, job, now + timedelta(seconds=seconds), fetched.later.reason)
                return
            if file:
                self._keep(session, file, fetched, now)
            jobs.done(session, [job])
        self._committed()

    def _keep(self, session: Session, file: Awaited, fetched: Fetched, now: datetime) -> None:
        refused = fetched.refused
        if not refused and files.count(session, (file.channel, file.address)) >= MOST_FILES:
            refused = "file_count"
        if not refused:
            files.keep_content(session, file.id, fetched.name, fetched.kind, fetched.content)
        elif files.refuse(session, file.id, refused, now):
            log.info("file refused", file=file.id, channel=file.channel, why=refused)
            told = {"megabytes": self._largest // 1_000_000, "most": MOST_FILES}
            conversations.notify(session, file.conversation_id, f"error.{refused}", now, **told)


def _missed(job: Claimed, failure: Exception) -> Fetched:
    """What an error means: that the channel asks to wait, that the file is gone, or nobody knows what."""
    match failure:
        case Later():
            return Fetched(later=failure)
        case Gone(reason="too_large"):
            return Fetched(refused="file_size")
        case Gone():
            return Fetched(refused="file_lost")
        case TimeoutError():
            return Fetched(later=Later(0, "timeout"))
    error = type(failure).__name__
    log.error("file not fetched", job=job.id, error=error, attempt=job.attempts)
    return Fetched(refused="file_lost") if job.attempts >= MOST_ATTEMPTS else Fetched(later=Later(0, error))

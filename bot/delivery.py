"""The outbox to the channels that can be sent to: claim, send, mark; in order within a conversation.

Never sends inside a transaction. A row whose process dies between send and mark is claimed again after its
lease.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

import structlog
from sqlalchemy import Engine

from bot.channels import Sends
from bot.outcomes import Allowed, Mark, Outcome, attempt, settle
from storage import db, outbox
from storage.outbox import Said

AT_ONCE = 64
"""Conversations of a channel that are sent to at the same time."""

LEASE = timedelta(seconds=40)
START_SECONDS = 20.0
"""No row is begun later than this after its claim: so it is sent and marked while the lease stands."""

LOOK_SECONDS = 2.0
RESCUE_SECONDS = 10.0
STOP_SECONDS = 4.0
TROUBLE_SECONDS = 0.5

log = structlog.get_logger()


def _always(now: datetime) -> datetime:
    """No hour is quiet."""
    return now


def _nobody(channel: str) -> None:
    """Nobody counts."""


class Delivery:
    """Drives every channel that has `send`; `sent` is told the channel of each row that was."""

    def __init__(
        self,
        engine: Engine,
        channels: Iterable[Sends],
        holder: str = "",
        allowed: Allowed = _always,
        sent: Callable[[str], None] = _nobody,
    ) -> None:
        self._posts = [Post(engine, channel, holder, allowed, sent) for channel in channels]

    async def run(self) -> None:
        """Send what is due as it comes, until `stop`."""
        async with asyncio.TaskGroup() as group:
            for post in self._posts:
                group.create_task(post.run())

    def nudge(self) -> None:
        """Something was committed: look now. To be called on the event loop."""
        for post in self._posts:
            post.nudge()

    def stop(self) -> None:
        """Take up no more: `run` ends when what is in flight has been sent, within a few seconds."""
        for post in self._posts:
            post.stop()

    async def deliver(self) -> None:
        """Send all that is due, until nothing is; instead of `run`."""
        await asyncio.gather(*(post.empty() for post in self._posts))


class Post:
    """One channel: so many conversations at once, each a task of its own that holds up no other.

    A round writes the marks that have come meanwhile and claims for the places that are free, in one
    transaction; the next round begins when it is over and there is something to do.
    """

    def __init__(
        self, engine: Engine, channel: Sends, holder: str, allowed: Allowed, sent: Callable[[str], None]
    ) -> None:
        self._engine = engine
        self._sent = sent
        self._allowed = allowed
        self._holder = holder
        self._channel = channel
        self._runs: dict[int, asyncio.Task[None]] = {}
        self._marks: list[tuple[Mark, asyncio.Future[None]]] = []
        self._something = asyncio.Event()
        self._stopping = False
        self._rescue_at = 0.0
        self._newborn = True

    async def run(self) -> None:
        """Work until `stop`."""
        try:
            while not self._stopping:
                await self._round()
                await self._wait(LOOK_SECONDS)
            await self._finish()
        finally:
            self._cancel()

    async def empty(self) -> None:
        """Work until nothing is due."""
        self._rescue_at = 0.0
        await self._round()
        while self._runs:
            await self._something.wait()
            await self._round()

    def nudge(self) -> None:
        """Look now."""
        self._something.set()

    def stop(self) -> None:
        """Claim no more."""
        self._stopping = True
        self._something.set()

    async def _finish(self) -> None:
        """What is in flight has a few seconds; what is not sent then is given back."""
        end = time.monotonic() + STOP_SECONDS
        while self._runs and (left := end - time.monotonic()) > 0:
            await self._wait(left)
            await self._round()
        await asyncio.gather(*self._cancel(), return_exceptions=True)
        await self._round()

    def _cancel(self) -> list[asyncio.Task[None]]:
        tasks = list(self._runs.values())
        for task in tasks:
            task.cancel()
        return tasks

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._something.wait()
        except TimeoutError:
            return

    async def _round(self) -> None:
        self._something.clear()
        marks, self._marks = self._marks, []
        busy = self._runs.keys() - {mark.conversation_id for mark, _ in marks if mark.ends}
        free = 0 if self._stopping else AT_ONCE - len(busy)
        begun = time.monotonic()
        try:
            claimed = await asyncio.to_thread(self._write, [mark for mark, _ in marks], busy, free)
        except db.OutOfReach:
            self._marks[:0] = marks  # what was sent must not be forgotten
            await asyncio.sleep(TROUBLE_SECONDS)
            self._something.set()
        else:
            for mark, written in marks:
                self._written(mark, written)
            self._begin(claimed, begun + START_SECONDS)

    def _write(self, marks: Sequence[Mark], busy: Collection[int], free: int) -> list[Said]:
        channel = self._channel.name
        if time.monotonic() >= self._rescue_at:
            with db.writing(self._engine) as session:
                if self._newborn and self._holder:
                    outbox.inherit(session, channel, self._holder)
                outbox.rescue(session, channel, db.now(session), self._runs.keys())
            self._newborn = False
            self._rescue_at = time.monotonic() + RESCUE_SECONDS
        if not marks and not (free and self._is_due(busy)):
            return []
        with db.writing(self._engine) as session:
            now = db.now(session)
            settle(session, marks, now)
            if self._allowed(now) > now:
                outbox.waken(session, channel, now)
            return outbox.claim(session, channel, now, LEASE, free, busy, self._holder) if free else []

    def _is_due(self, busy: Collection[int]) -> bool:
        with db.reading(self._engine) as session:
            return outbox.due(session, self._channel.name, db.now(session), busy)

    def _written(self, mark: Mark, written: asyncio.Future[None]) -> None:
        if mark.ends:
            del self._runs[mark.conversation_id]
        if not written.done():
            written.set_result(None)
        if mark.tried:
            self._tell(mark.tried.row, mark.tried.outcome)

    def _tell(self, row: Said, outcome: Outcome) -> None:
        if outcome.verdict == "later":
            log.info("sent later", row=row.id, why=outcome.told)
            asyncio.get_running_loop().call_later(outcome.seconds, self.nudge)
        elif outcome.verdict == "sent":
            self._sent(self._channel.name)
        else:
            log.warning("not sent", row=row.id, why=outcome.told)

    def _begin(self, claimed: Iterable[Said], until: float) -> None:
        for conversation, rows in groupby(claimed, attrgetter("conversation_id")):
            self._runs[conversation] = asyncio.create_task(self._send(list(rows), until))

    async def _send(self, rows: Sequence[Said], until: float) -> None:
        """One after another, each when the one before it is marked; what is not tried is given back."""
        conversation, untried = rows[0].conversation_id, rows
        try:
            while untried and not self._stopping and time.monotonic() < until:
                row, rest = untried[0], untried[1:]
                tried = await attempt(self._channel, row, self._allowed)
                untried = rest
                if not rest or tried.outcome.verdict in ("later", "left"):
                    self._mark(Mark(conversation, tried, rest, ends=True))
                    return
                await self._mark(Mark(conversation, tried, (), ends=False))
        except asyncio.CancelledError:
            self._mark(Mark(conversation, None, untried, ends=True))
            raise
        self._mark(Mark(conversation, None, untried, ends=True))

    def _mark(self, mark: Mark) -> asyncio.Future[None]:
        """To be written with the next round; done when it is."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._marks.append((mark, written))
        self._something.set()
        return written

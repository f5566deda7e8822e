"""The inbox: all messages that wait go into one transaction; their senders hear of it after the commit."""

import asyncio
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from bot.message import Inbound
from bot.pace import Pace
from bot.performing import Receipt, park, take_again, take_batch
from bot.waiting import Item, Waiting
from storage import conversations, db, messages
from storage.messages import Parked
from storage.settings import Settings

MOST_WAITING = 20_000
MOST_CONFLICTS = 3
SEE_AGAIN_SECONDS = 1.0
AT_ONCE = {"postgresql": 2}
"""Batches in work at the same time: where the database takes several writers, one of them can think."""


log = structlog.get_logger()

Outcome = Receipt | Exception
Waiter = Item[asyncio.Future[Receipt]]


class TooFast(Exception):
    """This address sends faster than anybody writes; the message was not taken."""


class Unavailable(Exception):
    """The message could not be kept now (no database, or too much waits). Send it again later."""


class Inbox:
    """Takes messages from the channels. `committed` is called after each commit that changed something."""

    def __init__(self, engine: Engine, settings: Settings, committed: Callable[[], None]) -> None:
        self._engine = engine
        self._settings = settings
        self._committed = committed
        self._pace = Pace(rate=20, burst=40)
        self._waiting: Waiting[asyncio.Future[Receipt]] = Waiting()
        self._at_once = AT_ONCE.get(engine.dialect.name, 1)
        self._seen: dict[int, int] = {}
        self._unkept: dict[int, int] = {}
        self._something = asyncio.Event()
        self._stopping = False

    async def take(self, inbound: Inbound) -> Receipt:
        """Take a message; returns once it is committed. TooFast, Unavailable: it was not taken."""
        if not self._pace.allows(inbound.address, time.monotonic()):
            raise TooFast
        if self._stopping or len(self._waiting) >= MOST_WAITING:
            raise Unavailable
        receipt: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.put(inbound, receipt)
        self._something.set()
        return await receipt

    def see(self, conversation_id: int, seq: int) -> None:
        """The customer's device has what was said up to `seq`. Kept with the next batch."""
        self._seen[conversation_id] = max(seq, self._seen.get(conversation_id, 0))
        self._something.set()

    async def run(self) -> None:
        """Work until `stop`; then what waits is finished first."""
        await asyncio.gather(*(self._work() for _ in range(self._at_once)))

    async def _work(self) -> None:
        """Between looking and waiting nothing is awaited: so nothing is missed, whoever else works."""
        while True:
            batch = self._waiting.batch()
            if batch or self._seen:
                await self._settle(batch)
                self._something.set()
            elif self._stopping and not self._waiting:
                return
            else:
                self._something.clear()
                await self._something.wait()

    def stop(self) -> None:
        """Take no more, finish what waits."""
        self._stopping = True
        self._something.set()

    async def take_put_back(self) -> list[Receipt]:
        """Take up what staff have put back."""
        receipts = await asyncio.to_thread(self._take_put_back)
        if receipts:
            self._committed()
        return [receipt for receipt in receipts if receipt is not None]

    async def _settle(self, batch: list[Waiter]) -> None:
        seen, self._seen, self._unkept = {**self._unkept, **self._seen}, {}, {}
        outcomes = await asyncio.to_thread(self._commit, [item.inbound for item in batch], seen)
        self._waiting.done(batch)
        for (_, receipt), outcome in zip(batch, outcomes, strict=True):
            if receipt.cancelled():
                continue
            if isinstance(outcome, Exception):
                receipt.set_exception(outcome)
            else:
                receipt.set_result(outcome)
        if batch:
            self._committed()
        if self._unkept:
            asyncio.get_running_loop().call_later(SEE_AGAIN_SECONDS, self._see_again)

    def _see_again(self) -> None:
        self._seen, self._unkept = {**self._unkept, **self._seen}, {}
        self._something.set()

    def _commit(self, inbounds: list[Inbound], seen: dict[int, int]) -> list[Outcome]:
        try:
            receipts = self._together(inbounds, seen)
        except (OperationalError, InterfaceError) as failure:
            log.error("database out of reach", **_told(failure), messages=len(inbounds))
            self._unkept |= seen
            return [Unavailable() for _ in inbounds]
        except (
            Exception
        ) as failure:  # this is the door: whatever a batch dies of, its other messages must not
            log.warning("batch replayed one by one", **_told(failure), messages=len(inbounds))
            self._see(seen)
            return [self._alone(inbound) for inbound in inbounds]
        return list(receipts)

    def _together(self, inbounds: list[Inbound], seen: dict[int, int]) -> list[Receipt]:
        """Repeats are rare: they are only looked for where there turns out to be one. Two processes that want
        the same conversations may be in each other's way: then it is tried again."""
        for more in range(MOST_CONFLICTS, 0, -1):
            try:
                return self._transaction(inbounds, seen, repeats=more < MOST_CONFLICTS)
            except DBAPIError as failure:
                if not (isinstance(failure, IntegrityError) or db.is_conflict(failure)):
                    raise
        return self._transaction(inbounds, seen, repeats=True)

    def _transaction(self, inbounds: list[Inbound], seen: dict[int, int], *, repeats: bool) -> list[Receipt]:
        now = datetime.now(UTC)
        with db.writing(self._engine) as session:
            receipts = take_batch(session, inbounds, now, self._settings, repeats=repeats)
            left = conversations.see(session, seen)
        self._unkept |= left
        return receipts

    def _see(self, seen: dict[int, int]) -> None:
        try:
            with db.writing(self._engine) as session:
                left = conversations.see(session, seen)
            self._unkept |= left
        except (OperationalError, InterfaceError) as failure:
            log.error("database out of reach", **_told(failure), seen=len(seen))
            self._unkept |= seen

    def _alone(self, inbound: Inbound) -> Outcome:
        now = datetime.now(UTC)
        try:
            with db.writing(self._engine) as session:
                return take_batch(session, [inbound], now, self._settings)[0]
        except (OperationalError, InterfaceError):
            return Unavailable()
        except Exception as failure:  # parked under its reason, where staff see it
            log.error("message parked", channel=inbound.channel, kind=inbound.kind, **_told(failure))
            return self._park(inbound, type(failure).__name__, now)

    def _park(self, inbound: Inbound, reason: str, now: datetime) -> Outcome:
        try:
            with db.writing(self._engine) as session:
                return park(session, inbound, reason, now, self._settings)
        except Exception as failure:  # not even that: the customer keeps it and is told
            log.error("message could not be parked", **_told(failure))
            return Unavailable()

    def _take_put_back(self) -> list[Receipt | None]:
        with db.reading(self._engine) as session:
            waiting = messages.again(session)
        return [self._again(parked) for parked in waiting]

    def _again(self, parked: Parked) -> Receipt | None:
        """While the database is out of reach the message stays put back: the next round takes it up."""
        try:
            with db.writing(self._engine) as session:
                receipt = take_again(session, parked, datetime.now(UTC), self._settings)
        except (OperationalError, InterfaceError):
            raise
        except Exception as failure:  # back to where staff see it
            log.warning("message parked again", **_told(failure))
            with db.writing(self._engine) as session:
                messages.park_again(session, parked.id, type(failure).__name__)
            receipt = None
        return receipt


def _told(failure: Exception) -> dict[str, str]:
    """What failed and where, without the message of the exception: it may quote the customer."""
    last = traceback.extract_tb(failure.__traceback__)[-1]
    return {"error": type(failure).__name__, "where": f"{last.filename}:{last.lineno}"}

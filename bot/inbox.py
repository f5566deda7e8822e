"""The inbox: all messages that wait go into one transaction; their senders hear of it after the commit."""

import asyncio
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from bot.message import Inbound
from bot.pace import Pace
from bot.performing import Receipt, park, take_again, take_batch
from bot.waiting import LARGEST_BATCH, Item, Waiting
from storage import conversations, db, logs, messages
from storage.messages import Parked
from storage.settings import Settings

MOST_WAITING = 20_000
RATE, BURST = 20, 60
"""Messages a second that one address may send, and how many of them at once."""
MOST_CONFLICTS = 3
SEE_AGAIN_SECONDS = 1.0
AT_ONCE = {"postgresql": 2}
"""Batches in work at the same time: where the database takes several writers, one of them can think."""
TURNS = 4
"""Turns of the loop in which nobody comes, before a batch is closed."""

log = structlog.get_logger()

Outcome = Receipt | Exception
Took = Callable[[str, Receipt], None]
Seen = dict[int, int]
"""By conversation, the last number that the customer's device has."""


class TooFast(Exception):
    """This address sends faster than anybody writes; the message was not taken."""


class Unavailable(Exception):
    """The message could not be kept now (no database, or too much waits). Send it again later."""


def _nobody(channel: str, receipt: Receipt) -> None:
    """Nobody counts."""


class Inbox:
    """Takes messages from the channels. `committed` is called after each commit that changed something,
    `took` for each message that was kept, with its channel."""

    def __init__(
        self, engine: Engine, settings: Settings, committed: Callable[[], None], took: Took = _nobody
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._committed = committed
        self._took = took
        self._pace = Pace(RATE, BURST)
        self._waiting = Waiting()
        self._at_once = AT_ONCE.get(engine.dialect.name, 1)
        self._seen: Seen = {}
        self._something = asyncio.Event()
        self._stopping = False

    async def take(self, inbound: Inbound) -> Receipt:
        """Take a message; returns once it is committed. TooFast, Unavailable: it was not taken."""
        written = inbound.at.timestamp()  # what waited at its channel while we were away may come all at once
        if inbound.kind != "withdraw" and not self._pace.allows(inbound.address, written):
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
            await self._gather()
            batch = self._waiting.batch()
            if batch or self._seen:
                await self._settle(batch)
                self._something.set()
            elif self._stopping and not self._waiting:
                return
            else:
                self._something.clear()
                await self._something.wait()

    async def _gather(self) -> None:
        """Let in who comes right behind: a commit costs nearly the same for one as for a hundred."""
        before = 0
        while before < len(self._waiting) < LARGEST_BATCH:
            before = len(self._waiting)
            for _ in range(TURNS):
                await asyncio.sleep(0)

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

    async def _settle(self, batch: list[Item]) -> None:
        seen, self._seen = self._seen, {}
        outcomes, left = await asyncio.to_thread(self._commit, [item.inbound for item in batch], seen)
        self._waiting.done(batch)
        for (inbound, receipt), outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Receipt):
                self._took(inbound.channel, outcome)
            if receipt.cancelled():
                continue
            if isinstance(outcome, Exception):
                receipt.set_exception(outcome)
            else:
                receipt.set_result(outcome)
        if batch:
            self._committed()
        if left:
            asyncio.get_running_loop().call_later(SEE_AGAIN_SECONDS, self._see_again, left)

    def _see_again(self, left: Seen) -> None:
        for conversation_id, seq in left.items():
            self.see(conversation_id, seq)

    def _commit(self, inbounds: list[Inbound], seen: Seen) -> tuple[Sequence[Outcome], Seen]:
        """What came of each, and what could not be kept now of what was seen."""
        try:
            return self._together(inbounds, seen)
        except db.OutOfReach as failure:
            if inbounds:
                log.error("database out of reach", **logs.told(failure), messages=len(inbounds))
            return [Unavailable() for _ in inbounds], seen
        except Exception as failure:  # this is the door: of what one dies, the others must not
            log.warning("batch replayed one by one", **logs.told(failure), messages=len(inbounds))
            return [self._alone(inbound) for inbound in inbounds], self._see(seen)

    def _together(self, inbounds: list[Inbound], seen: Seen) -> tuple[list[Receipt], Seen]:
        """Repeats are rare: they are only looked for where there turns out to be one. Two processes that want
        the same conversations may be in each other's way: then it is tried again."""
        for more in range(MOST_CONFLICTS, 0, -1):
            try:
                return self._transaction(inbounds, seen, repeats=more < MOST_CONFLICTS)
            except (IntegrityError, db.Conflict) as failure:
                log.debug("batch tried again", **logs.told(failure))
        return self._transaction(inbounds, seen, repeats=True)

    def _transaction(
        self, inbounds: list[Inbound], seen: Seen, *, repeats: bool
    ) -> tuple[list[Receipt], Seen]:
        with db.writing(self._engine) as session:
            receipts = take_batch(session, inbounds, db.now(session), self._settings, repeats=repeats)
            return receipts, conversations.see(session, seen)

    def _see(self, seen: Seen) -> Seen:
        try:
            with db.writing(self._engine) as session:
                return conversations.see(session, seen)
        except db.OutOfReach:
            return seen

    def _alone(self, inbound: Inbound) -> Outcome:
        try:
            with db.writing(self._engine) as session:
                return take_batch(session, [inbound], db.now(session), self._settings)[0]
        except db.OutOfReach:
            return Unavailable()
        except Exception as failure:  # parked under its reason, where staff see it
            log.error("message parked", channel=inbound.channel, kind=inbound.kind, **logs.told(failure))
            return self._park(inbound, type(failure).__name__)

    def _park(self, inbound: Inbound, reason: str) -> Outcome:
        try:
            with db.writing(self._engine) as session:
                return park(session, inbound, reason, db.now(session), self._settings)
        except Exception as failure:  # not even that: the customer keeps it and is told
            log.error("message could not be parked", **logs.told(failure))
            return Unavailable()

    def _take_put_back(self) -> list[Receipt | None]:
        with db.reading(self._engine) as session:
            waiting = messages.again(session)
        return [self._again(parked) for parked in waiting]

    def _again(self, parked: Parked) -> Receipt | None:
        """While the database is out of reach the message stays put back: the next round takes it up."""
        try:
            with db.writing(self._engine) as session:
                return take_again(session, parked, db.now(session), self._settings)
        except db.OutOfReach:
            raise
        except Exception as failure:  # back to where staff see it
            log.warning("message parked again", **logs.told(failure))
            with db.writing(self._engine) as session:
                messages.park_again(session, parked.id, type(failure).__name__, db.now(session))
            return None

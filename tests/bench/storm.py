"""Customers at the web chat and on Telegram while one thing goes wrong over and over; then the verdict."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
from sqlalchemy import func, select

from storage import db
from storage.outbox.saying import OPEN
from storage.tables import conversations, outbox
from tests.bench.chatter import Chatter
from tests.bench.crowd import acknowledged, reply_times, session
from tests.bench.customer import Customer, Row
from tests.bench.house import House
from tests.bench.staff import staff
from tests.bench.taking import Taker, own
from tests.bench.verdict import InFlight, Verdict, judge, open_talks
from tests.databases import Cluster
from tests.telegram.standin import StandIn

EMPTY_WITHIN = 60.0
LOOK_SECONDS = 0.2
PATIENCE = 120.0
"""For one harm, or for one thing that it waits for."""

ARRIVES_WITHIN, MARKED_WITHIN = 0.1, 0.2
"""So soon the stand-in has what was on its way, and whoever lives has marked what they have sent."""

COMPLAINS = 4
LONGEST_THOUGHT = 0.4
BAD_LINE = {"refuse": 0.02, "fail": 0.02, "reset_before": 0.02, "reset_after": 0.01, "hang": 0.002}
"""How Telegram answers while things go wrong: 429, 500, resets, lost replies, time-outs."""


class Aim:
    """`await aim.at("telegram sent")`: the next moment at which something of ours has reached a customer
    there; `taken`: at which a customer's message was handed to us; `webchat` is the other place."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[None]] = {}

    def tell(self, moment: str) -> None:
        if (future := self._waiting.pop(moment, None)) and not future.done():
            future.set_result(None)

    async def at(self, *moments: str, patience: float | None = None) -> None:
        """The first of these; or when `patience` (seconds) is over."""
        loop = asyncio.get_running_loop()
        futures = [self._waiting.setdefault(each, loop.create_future()) for each in moments]
        await asyncio.wait(futures, timeout=patience, return_when=asyncio.FIRST_COMPLETED)


MOMENTS = ("webchat taken", "webchat sent", "telegram taken", "telegram sent")


class Watched(Customer):
    """A customer at the web chat whose moments can be aimed at."""

    aim: Aim

    async def _put(self, frame: Row) -> None:
        await super()._put(frame)
        if frame["type"] != "seen":
            self.aim.tell("webchat taken")

    async def _hear(self, frame: Row) -> None:
        await super()._hear(frame)
        if frame["type"] == "said" and frame["from"] != "me":
            self.aim.tell("webchat sent")


@dataclass
class Storm:
    """What there is to do harm to, and what came of it.

    `hurried`: customers may type ahead. `in_flight` are the sends that a death cut off (`cut_off` their
    messages), `by_itself` counts the bots that ended unasked and were started again (as `manyi serve` would),
    `emptied` the seconds from the last fault to an empty outbox.
    """

    house: House
    random: Random
    at_once: int
    bots: tuple[str, ...] = ("bot",)
    telegram_port: int = 0
    standin: StandIn | None = None
    cluster: Cluster | None = None
    disk: Path | None = None
    takers: list[Taker] = field(default_factory=list)
    in_flight: InFlight = field(default_factory=Counter)
    cut_off: set[str] = field(default_factory=set)
    faults: Counter[str] = field(default_factory=Counter)
    by_itself: int = 0
    came_back: int = 0
    seconds: float = 0.0
    emptied: float = 0.0
    aim: Aim = field(default_factory=Aim)
    hurried: bool = True
    calm: asyncio.Event = field(default_factory=asyncio.Event)
    down: set[str] = field(default_factory=set)
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def chatters(self) -> list[Chatter]:
        """The customers on Telegram."""
        return [taker.customer for taker in self.takers if isinstance(taker.customer, Chatter)]

    def told(self) -> str:
        """The numbers in a line."""
        reconnections = sum(taker.customer.connections - 1 for taker in self.takers)
        refused = sum(len(taker.customer.refused) for taker in self.takers)
        done = ", ".join(f"{times} {name}" for name, times in self.faults.items())
        ended = f", {self.by_itself} bots ended by themselves" if self.by_itself else ""
        return (
            f"{done}{ended}; {len(self.takers)} customers ({len(self.chatters)} on Telegram), "
            f"{reconnections} reconnections, {refused} refused, {self.came_back} came back; "
            f"outbox empty after {self.emptied:.0f} s, {self.seconds:.0f} s; reply {reply_times(self.takers)}"
        )

    async def moment(self, longest: float) -> None:
        """Wait until some random moment."""
        await asyncio.sleep(self.random.uniform(0, longest))

    async def kill(self, bot: str) -> None:
        """The bot dies and stays down."""
        self.down.add(bot)
        await asyncio.to_thread(self.house.kill, bot)
        await self.cut()

    async def cut(self) -> None:
        """What Telegram has taken by now and nobody has marked was cut off: it will be sent again."""
        await asyncio.sleep(ARRIVES_WITHIN)
        last = {chatter.address: chatter.delivered[-1:] for chatter in self.chatters}
        await asyncio.sleep(MARKED_WITHIN)
        first_open, marked = await asyncio.to_thread(self._standing)
        for row in first_open:
            for message in last.get(row.address, ()):
                if row.payload["text"] in message.text and not message.lost and message.id not in marked:
                    self._is_cut_off(row, message.id)

    async def frozen(self) -> None:
        """The same, of a process that goes on later: it may also have been about to send."""
        await asyncio.sleep(MARKED_WITHIN)
        first_open, _ = await asyncio.to_thread(self._standing)
        for row in first_open:
            if row.state == "sending":
                self._is_cut_off(row, f"attempt {row.id} {row.attempts}")

    async def start(self, bot: str) -> None:
        """Start it, and wait until it is up."""
        self.house.start(bot)
        await self.house.up(bot)
        self.down.discard(bot)

    async def until(self, happened: Callable[[], bool], what: str) -> None:
        """Look again and again."""
        end = time.monotonic() + PATIENCE
        while not await asyncio.to_thread(happened):
            assert time.monotonic() < end, f"waited in vain for {what}"
            await asyncio.sleep(LOOK_SECONDS)

    def _is_cut_off(self, row: Any, sending: str) -> None:
        if sending not in self.cut_off:
            self.cut_off.add(sending)
            self.in_flight[row.conversation_id, row.seq] += 1

    def _standing(self) -> tuple[list[Any], set[str]]:
        """Of each talk on Telegram the first line that is not sent; the ids of what is marked."""
        first = select(func.min(outbox.c.id)).where(OPEN).group_by(outbox.c.conversation_id)
        address = conversations.c.address
        query = select(outbox, address).join(conversations, conversations.c.id == outbox.c.conversation_id)
        marked = select(outbox.c.external_id).where(outbox.c.state == "sent")
        with db.reading(self.house.engine) as reading:
            rows = reading.execute(query.where(OPEN, outbox.c.id.in_(first))).all()
            return list(rows), set(reading.scalars(marked))


Harm = Callable[[Storm, int], Awaitable[None]]


async def rage(storm: Storm, harm: Harm, count: int) -> Storm:
    """Let customers come, one as one goes, while `harm` is done `count` times; when it is calm, judge."""
    async with AsyncExitStack() as stack:
        if storm.telegram_port:
            telegram = StandIn(port=storm.telegram_port, seed=storm.random.randrange(10**6))
            storm.standin = await stack.enter_async_context(telegram)
        began = time.monotonic()
        for name in (*storm.bots, "admin"):
            storm.house.start(name)
        for name in (*storm.bots, "admin"):
            await storm.house.up(name)
        await _rage(storm, harm, count)
        await acknowledged(storm.house)
        storm.seconds = time.monotonic() - began
        storm.verdict = judge(storm.house.engine, storm.takers, storm.in_flight)
        storm.verdict.violations += [wrong async for wrong in _about_all(storm)]
    return storm


async def _rage(storm: Storm, harm: Harm, count: int) -> None:
    keeping = asyncio.create_task(_keep_up(storm))
    async with session() as http:
        texts = zip(itertools.count(1), own(), strict=False)
        load = asyncio.gather(*(_come(storm, http, slot, texts) for slot in range(storm.at_once)))
        await asyncio.gather(_harm(storm, harm, count), load)
        storm.came_back = await _come_back(storm)
    keeping.cancel()


async def _harm(storm: Storm, harm: Harm, count: int) -> None:
    """Do it; then see how long it takes until all has been sent that was to be sent when it was over."""
    telegram = storm.standin
    if telegram:
        watch(telegram, storm.aim)
        telegram.faults.set(**BAD_LINE, delay=(0.0, 0.02), methods=())
    async with asyncio.timeout(PATIENCE * count):
        await harm(storm, count)
    if telegram:
        storm.faults.update(telegram.faults.happened)
        telegram.faults.clear()
    storm.calm.set()
    began = time.monotonic()
    last = await asyncio.to_thread(_last_put, storm.house)
    while await asyncio.to_thread(_unsent, storm.house, last) and time.monotonic() < began + EMPTY_WITHIN:
        await storm.moment(LOOK_SECONDS)
    storm.emptied = time.monotonic() - began


def _last_put(house: House) -> int:
    """The newest row of the outbox."""
    with db.reading(house.engine) as reading:
        return reading.scalar(select(func.max(outbox.c.id))) or 0


def _unsent(house: House, last: int) -> int:
    """How much still waits for Telegram, up to this row. (What the web chat shows waits for no sender.)"""
    with db.reading(house.engine) as reading:
        return reading.scalar(select(func.count()).where(OPEN, outbox.c.id <= last)) or 0


def watch(telegram: StandIn, aim: Aim) -> None:
    """Let it be aimed at the moments at which the stand-in hands over updates and gets messages."""
    batch, sent = telegram.queue.batch, telegram.world.sent

    def handed(limit: int) -> list[Any]:
        found = batch(limit)
        if found and limit > 1:
            aim.tell("telegram taken")
        return found

    def arrived(chat: Any, row: Row) -> None:
        sent(chat, row)
        aim.tell("telegram sent")

    telegram.queue.batch = handed  # type: ignore[method-assign]
    telegram.world.sent = arrived  # type: ignore[method-assign]


async def _keep_up(storm: Storm) -> None:
    """A bot that has ended by itself is started again, as `manyi serve` and systemd do."""
    while True:
        for bot in storm.bots:
            if bot not in storm.down and storm.house.running[bot].poll() is not None:
                storm.by_itself += 1
                storm.house.start(bot)
        await asyncio.sleep(0.2)


async def _come(
    storm: Storm, http: aiohttp.ClientSession, slot: int, texts: Iterator[tuple[int, str]]
) -> None:
    """One customer after the other: on Telegram in two places of three, where there is Telegram."""
    while not storm.calm.is_set():
        number, text = next(texts)
        taker = Taker(_customer(storm, http, slot, number), text, Random(storm.random.random()))
        if number % COMPLAINS == 0:
            taker.complaint = f"第 {number} 号书架送来时少了一层板，打了电话也没有人管"
        taker.hurries = storm.hurried
        storm.takers.append(taker)
        await taker.take()
        await taker.customer.leave()


def _customer(storm: Storm, http: aiohttp.ClientSession, slot: int, number: int) -> Customer | Chatter:
    if storm.standin and slot % 3:
        return Chatter(storm.standin, 1000 + number)
    doors = [storm.house.url(bot) for bot in storm.bots]
    storm.random.shuffle(doors)
    customer = Watched(doors[0], http, lambda: think(storm), doors=tuple(doors[1:]))
    customer.aim = storm.aim
    return customer


async def think(storm: Storm) -> float:
    """The pace at the web chat: somewhat quicker than people."""
    await storm.moment(LONGEST_THOUGHT)
    return time.perf_counter()


async def _come_back(storm: Storm) -> int:
    """Who left the web chat while the bot was down opens the page once more; how many those are."""
    unseen = open_talks(storm.house.engine)
    there = (taker.customer for taker in storm.takers)
    back = [each for each in there if isinstance(each, Customer) and each.address in unseen]
    await asyncio.gather(*(customer.arrive() for customer in back), return_exceptions=True)
    await asyncio.gather(*(customer.leave() for customer in back))
    return len(back)


async def _about_all(storm: Storm) -> AsyncIterator[str]:
    if storm.by_itself:
        yield f"{storm.by_itself} bots ended by themselves"
    if storm.emptied > EMPTY_WITHIN:
        yield f"outbox: not empty within {EMPTY_WITHIN:.0f} s"
    if storm.house.clocked:  # what was said on another day stands in another period of the page
        return
    async with staff(storm.house) as person:
        counted = await person.counted()
    if set(counted.values()) != {len(storm.takers)}:
        yield f"{len(storm.takers)} responses, but the summary page shows {counted}"

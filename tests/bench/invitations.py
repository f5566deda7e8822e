"""Thousands invited by Telegram while the bot is killed over and over: all tracked, nobody sent to twice.

Customers come from a table; a few of them have blocked the bot or were never there. When all is sent, some
answer. Exits with 1 where somebody got their invitation twice, or where what became of it is told wrongly.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from admin import importing as work
from storage import db, importing, invitations, rounds
from storage.tables import invitations as invited
from tests.bench.house import House
from tests.telegram.standin import StandIn
from tests.telegram.world import Chat

FIRST = 1_000_000
ONE_IN = 100
"""Of so many customers one has blocked the bot, and one was never there."""

SLOW = (0.0, 0.02)
"""Seconds that Telegram takes for an answer: so there is always something under way."""

PATIENCE = 600.0
PHRASE = "想请您填一份问卷"


@dataclass
class Told:
    """What came of it. `wrong` says what must not be."""

    customers: int
    kills: int = 0
    seconds: float = 0.0
    states: dict[str, int] = field(default_factory=dict)
    doubted: int = 0
    arrived: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """In a line."""
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        rate = self.customers / self.seconds if self.seconds else 0
        return (
            f"{self.customers} invitations in {self.seconds:.1f} s ({rate:.0f}/s), bot killed {self.kills} "
            f"times; {states}; {self.arrived} arrived, {self.doubted} in doubt, "
            f"{len(self.wrong)} violations"
        )


class Campaign:
    """A house that invites, and Telegram as it sees it."""

    def __init__(self, house: House, telegram: StandIn, customers: int, random: Random, quiet: bool) -> None:
        self._house, self._telegram, self._random, self._quiet = house, telegram, random, quiet
        self.told = Told(customers)

    async def run(self, kills: int, answers: int) -> Told:
        """All of it."""
        began = time.monotonic()
        round_id = await asyncio.to_thread(self._prepare)
        self._say(f"planned in {time.monotonic() - began:.1f} s")
        self._telegram.faults.set(delay=SLOW)
        self._house.start("bot")
        began = time.monotonic()
        showing = asyncio.create_task(self._show(round_id))
        await self._kill(kills)
        await self._until(lambda: not self._states(round_id).keys() & {"planned"}, "all to be issued")
        await self._until(lambda: not self._under_way(round_id), "all to be followed")
        self.told.seconds = time.monotonic() - began
        await self._answer(answers)
        await self._until(lambda: self._states(round_id).get("returned", 0) >= answers, "the answers")
        showing.cancel()
        await asyncio.to_thread(self._judge, round_id)
        return self.told

    def _prepare(self) -> int:
        now = datetime.now(UTC)
        numbers = range(FIRST, FIRST + self.told.customers)
        for place, number in enumerate(numbers):
            if place % ONE_IN != 1:  # one of so many was never there
                self._telegram.world.chat(number).blocked = place % ONE_IN == 2
        table = "\n".join(["姓名,渠道,联系方式", *(f"顾客{n},Telegram,{n}" for n in numbers)])
        plan = rounds.Plan(
            title="一万份",
            target=80.0,
            return_by=now + timedelta(days=14),
            starts_at=now,
            wave_size=0,
            wave_minutes=0,
            remind=True,
        )
        with db.writing(self._house.engine) as session:
            made = rounds.add(session, "satisfaction", plan, False, None, now)
            key = importing.hand_in(session, made, None, "customers.csv", table.encode(), now)
        work.read(self._house.engine, key, off=("email",))
        with db.writing(self._house.engine) as session:
            assert importing.take_up(session, key, now)
            importing.take(session, key, now)
            rounds.move(session, made, "start", now)
        return made

    async def _kill(self, kills: int) -> None:
        """Each time a random number of messages later; the last while there is still something to send."""
        total = self.told.customers * (ONE_IN - 2) // ONE_IN
        for at in sorted(self._random.sample(range(1, max(kills + 1, total * 9 // 10)), kills)):
            await self._telegram.until(lambda at=at: self._telegram.world.count >= at, "sends", PATIENCE)
            await asyncio.to_thread(self._house.kill, "bot")
            self.told.kills += 1
            self._house.start("bot")

    async def _answer(self, answers: int) -> None:
        """Some of those who got it say yes and answer everything."""
        there = [chat for chat in self._telegram.world.chats.values() if len(chat.sent) == 1]
        some = self._random.sample(there, min(answers, len(there)))
        await asyncio.gather(*(self._answers(chat) for chat in some))

    async def _answers(self, chat: Chat) -> None:
        for said in ("可以", "5", "5", "5", "5", "5", "都挺好"):
            before = len(chat.sent)
            self._telegram.does.says(chat.id, said)
            await self._telegram.until(lambda before=before: len(chat.sent) > before, "an answer", PATIENCE)

    async def _until(self, happened: Callable[[], bool], what: str) -> None:
        """Wait for what another process does: nobody tells us."""
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(happened):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        self._say(f"{what}: done")

    def _states(self, round_id: int) -> dict[str, int]:
        with db.reading(self._house.engine) as session:
            return invitations.tally(session, [round_id])[round_id]

    def _under_way(self, round_id: int) -> int:
        """Issued, and nobody knows yet what became of them."""
        with db.reading(self._house.engine) as session:
            doubted = invitations.count_doubted(session, round_id)
        return self._states(round_id).get("issued", 0) - doubted

    async def _show(self, round_id: int) -> None:
        while True:
            states = await asyncio.to_thread(self._states, round_id)
            self._say(", ".join(f"{state} {count}" for state, count in sorted(states.items())))
            await asyncio.sleep(5.0)

    def _say(self, line: str) -> None:
        if not self._quiet:
            print(line, flush=True)

    def _judge(self, round_id: int) -> None:
        told = self.told
        told.states = self._states(round_id)
        with db.reading(self._house.engine) as session:
            told.doubted = invitations.count_doubted(session, round_id)
            i = invited.c
            rows = session.execute(select(i.address, i.state, i.reason).where(i.round_id == round_id)).all()
        got = self._got()
        told.arrived = sum(got.values())
        told.wrong = [wrong for row in rows for wrong in _wrong(got[int(row.address)], row.state, row.reason)]
        if len(rows) != told.customers:
            told.wrong.append(f"{len(rows)} invitations for {told.customers} customers")

    def _got(self) -> Counter[int]:
        """How many invitations reached each customer."""
        log = self._telegram.world.log
        sent = (row for row in log if row["method"] == "sendMessage" and PHRASE in row["text"])
        return Counter(row["chat"] for row in sent)


def _wrong(got: int, state: str, reason: str) -> Iterator[str]:
    if got > 1:
        yield f"sent {got} times"
    if state in ("delivered", "begun", "returned") and got != 1:
        yield f"{state}, but sent {got} times"
    if state == "bounced" and got:
        yield f"bounced, but sent {got} times"
    if state == "issued" and reason != "in_doubt":
        yield "nobody knows what became of it"


def noon() -> str:
    """A time zone in which it is about noon: nobody is invited at night."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


async def campaign(
    folder: Path, customers: int, kills: int, answers: int, seed: int, quiet: bool = False
) -> Told:
    """In a house of its own."""
    async with StandIn() as telegram:
        settings = {
            "MANYI_TELEGRAM_TOKEN": telegram.token,
            "MANYI_TELEGRAM_API_URL": telegram.url,
            "MANYI_TIMEZONE": noon(),
        }
        with House(folder, settings=settings) as house:
            return await Campaign(house, telegram, customers, Random(seed), quiet).run(kills, answers)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="run.py bench invitations", description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--answers", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="manyi-") as folder:
        told = asyncio.run(campaign(Path(folder), asked.customers, asked.kills, asked.answers, asked.seed))
    print(told.line())
    for wrong, count in Counter(told.wrong).items():
        print(f"  {count} × {wrong}")
    return 1 if told.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

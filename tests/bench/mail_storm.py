"""A thousand mails through an IMAP server that loses the line, while the bot is killed: is each taken once?

The server drops a fifth of the commands, before, after or while they are answered, and once all its numbers
change (UIDVALIDITY) and with them what it knew of marks. The first mail can't be fetched at all, the second
is no mail; neither may hold up the others. All that is answered goes over an SMTP server of our own, which
counts.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from random import Random

from aiosmtpd.smtp import SMTP
from sqlalchemy import func, select

from storage import db
from storage.tables import complaints, conversations, messages, outbox
from storage.tables import mails as kept
from tests.bench.house import House
from tests.bench.invitations import noon
from tests.mail import quoting
from tests.mail.imap import FaultyServer

DROPS = 0.2
AT_LEAST = 20
"""Mails that come between two of the things that go wrong."""

EACH_WRITES = 4
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""When the first was written. A mail without a date is known by its bytes alone."""

FIRST = 1000
"""The first number that they ask about: 315 and the like are the numbers of consumers' rights."""

PATIENCE = 600.0
SERVICE = "service@feedback.example"
DONE = "Done"
CURSED = b"From: cursed@example.cn\r\nMessage-ID: <cursed@example.cn>\r\n\r\nnobody can fetch this\r\n"
POISONED = b"\x00\xff\xfe" * 50 + b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n" * 200


@dataclass
class Told:
    """What came of it. `kept` is how many mails there are to be kept, `wrong` says what must not be."""

    count: int
    kept: int = 0
    kills: int = 0
    seconds: float = 0.0
    commands: int = 0
    dropped: int = 0
    states: dict[str, int] = field(default_factory=dict)
    answers: int = 0
    repeated: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """In a line."""
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return (
            f"{self.count} mails in {self.seconds:.0f} s, bot killed {self.kills} times, {self.dropped} of "
            f"{self.commands} commands lost; {states}; {self.answers} answers, {self.repeated} repeated, "
            f"{len(self.wrong)} violations"
        )


class Answers:
    """An SMTP server that keeps which mails it got, and how often."""

    def __init__(self) -> None:
        self.got: Counter[str] = Counter()
        self.to: Counter[str] = Counter()

    async def handle_DATA(self, _: object, __: object, envelope: object) -> str:  # noqa: N802
        """aiosmtpd's name."""
        mail = quoting.parsed(envelope.original_content)  # type: ignore[attr-defined]
        named = str(mail["Message-ID"])
        if not self.got[named]:
            self.to[mail["To"].addresses[0].addr_spec] += 1
        self.got[named] += 1
        return "250 taken"

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(self), "127.0.0.1", 0)
        async with server:
            yield server.sockets[0].getsockname()[1]


class Storm:
    """A house that fetches mail, and the server that it fetches from."""

    def __init__(self, house: House, server: FaultyServer, answers: Answers, told: Told, seed: int) -> None:
        self._house, self._server, self._answers = house, server, answers
        self.told, self._random = told, Random(seed)
        self._said = [f"请问第 {FIRST + number} 号书架什么时候到货" for number in range(told.count)]

    async def rage(self, kills: int, bad: Sequence[bytes]) -> Told:
        """All of it; the bad mails lie there first."""
        began = time.monotonic()
        for raw in bad:
            self._server.put(raw)
        self.told.kept = self.told.count + len(bad)
        self._house.start("bot")
        writing = asyncio.create_task(self._write())
        await self._harm(kills)
        await writing
        await self._until(lambda: self._settled() >= self.told.kept, "all mails to be settled")
        await self._until(lambda: not self._left(), "all mails to be moved")
        await self._until(lambda: len(self._answers.got) >= self._answered(), "all answers")
        self.told.seconds = time.monotonic() - began
        await asyncio.to_thread(self._judge)
        return self.told

    async def _write(self) -> None:
        """Customers write, now and then several at once."""
        for number, said in enumerate(self._said):
            self._server.put(written(number % (self.told.count // EACH_WRITES), number, said))
            if self._random.random() < 0.2:
                await asyncio.sleep(self._random.uniform(0, 0.2))

    async def _harm(self, kills: int) -> None:
        """Kill the bot so often; in the midst of it all numbers change."""
        for number in range(kills):
            some = self._settled() + self._random.randint(
                AT_LEAST, max(AT_LEAST, self.told.count // (kills + 1))
            )
            some = min(some, self.told.count)
            await self._until(lambda some=some: self._settled() >= some, "mails to be settled")
            if number == kills // 2:
                self._server.renumber()
            await asyncio.to_thread(self._house.kill, "bot")
            self.told.kills += 1
            self._house.start("bot")

    def _settled(self) -> int:
        with db.reading(self._house.engine) as session:
            waiting = kept.c.state != "waiting"
            return session.scalar(select(func.count()).select_from(kept).where(waiting)) or 0

    def _left(self) -> int:
        """Mails that the server still has where they came, but for the one that nobody can fetch."""
        return sum(mail.raw != CURSED for mail in self._server.folders["INBOX"].mails)

    def _answered(self) -> int:
        """Answers that there are to be: what waits in the outbox is one too."""
        with db.reading(self._house.engine) as session:
            return session.scalar(select(func.count()).select_from(outbox)) or 0

    async def _until(self, happened: Callable[[], bool], what: str) -> None:
        """Wait for what another process does."""
        end = time.monotonic() + PATIENCE
        while not await asyncio.to_thread(happened):
            assert time.monotonic() < end, f"waited in vain for {what}: {self._house.log()[-2000:]}"
            await asyncio.sleep(0.1)

    def _judge(self) -> None:
        server, told = self._server, self.told
        told.commands, told.dropped = server.commands.total(), server.dropped.total()
        told.answers = len(self._answers.got)
        told.repeated = sum(count > 1 for count in self._answers.got.values())
        with db.reading(self._house.engine) as session:
            told.states = Counter(session.scalars(select(kept.c.state)))
            texts = Counter(session.scalars(select(messages.c.text).where(messages.c.channel == "email")))
            talks = session.scalar(select(func.count()).select_from(conversations)) or 0
            told.wrong += _wrong(self._said, texts)
            if session.scalar(select(func.count()).select_from(complaints)):
                told.wrong.append("a complaint that nobody made")
        if talks != told.count // EACH_WRITES:
            told.wrong.append(f"{talks} talks of {told.count // EACH_WRITES} customers")
        if sum(told.states.values()) != told.kept:
            told.wrong.append(f"{sum(told.states.values())} mails kept")
        moved = Counter(mail.raw for mail in server.folders[DONE].mails)
        told.wrong += [f"a mail was moved {count} times" for count in moved.values() if count > 1]


def _wrong(said: list[str], texts: Counter[str]) -> Iterator[str]:
    for text in said:
        if texts[text] != 1:
            yield f"a mail was taken {texts[text]} times"
    yield from ("words that nobody wrote" for text in texts if text not in set(said))


def written(customer: int, number: int, said: str) -> bytes:
    """A mail of a few words; every tenth has no Message-ID, as some programs write none."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"customer{customer}@example.cn", SERVICE
    mail["Subject"], mail["Date"] = "请问", NOON + timedelta(seconds=number)
    if number % 10:
        mail["Message-ID"] = f"<{number}@example.cn>"
    mail.set_content(said, cte="base64")
    return mail.as_bytes().replace(b"\n", b"\r\n")


async def storm(
    folder: Path,
    count: int,
    kills: int,
    seed: int,
    database_url: str = "",
    bad: Sequence[bytes] = (CURSED, POISONED),
) -> Told:
    """In a house of its own."""
    answers = Answers()
    async with answers.listening() as smtp, FaultyServer(drops=DROPS, seed=seed) as server:
        server.folders[DONE] = type(server.folders["INBOX"])()
        server.cursed.add(CURSED)
        settings = {
            "MANYI_SMTP_URL": f"smtp://127.0.0.1:{smtp}",
            "MANYI_MAIL_FROM": SERVICE,
            "MANYI_MAIL_PER_MINUTE": "0",
            "MANYI_MAIL_PER_HOUR": "0",
            "MANYI_IMAP_URL": f"imap://service:secret@127.0.0.1:{server.port}/INBOX",
            "MANYI_IMAP_DONE": DONE,
            "MANYI_TIMEZONE": noon(),
        }
        with House(folder, database_url, settings=settings) as house:
            return await Storm(house, server, answers, Told(count), seed).rage(kills, bad)

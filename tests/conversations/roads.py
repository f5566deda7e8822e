"""The other roads of a talk: over the web chat, over Telegram and by mail, through the running door.

What a talk hears is what stands in the outbox, once the customer's device shows it.
"""

import asyncio
import itertools
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self, TypeVar
from uuid import uuid4

from aiohttp.test_utils import TestServer
from sqlalchemy import Engine, Row, Select, func, select, update
from time_machine import Traveller

from admin import clock as staffs
from bot.__main__ import app
from bot.clock import tasks
from bot.conversation.effects import Finish
from bot.conversation.talk import Talk, load
from bot.mail import read
from bot.mailbox.inbounds import inbounds
from bot.message import Outbound
from bot.performing import take_batch
from bot.telegram import marks
from bot.web.frames import address_of
from storage import complaints as registered
from storage import conversations as conversations_
from storage import db, drafts, invitations, rounds, surveys, users
from storage.corrections import ASIDE
from storage.definitions import policy
from storage.invitations.planning import Whom
from storage.settings import Settings
from storage.tables import (
    answers,
    asked_again,
    complaints,
    consents,
    conversations,
    events,
    outbox,
    requests,
    responses,
)
from storage.wake import Wake
from tests.bot import customer as webchat
from tests.telegram import customer as telegram
from tests.telegram.standin import StandIn

PATIENCE = 60.0
LEFT_ALONE = policy("standard").reminding.after + timedelta(minutes=1)
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(40)
VOICE = b"OggS" + bytes(40)
NEEDS = {"answer": {"text": "新的今天寄出。"}, "verify": {"remark": "复查过"}, "refer": {"body": "hotline"}}
"""What a move of staff takes."""

T = TypeVar("T")


class House:
    """A door with both channels and one survey on offer, running in a thread of its own."""

    def __init__(self, folder: Path, source: str | None, clock: Traveller) -> None:
        self.clock = clock
        url = f"sqlite:///{folder / 'manyi.db'}"
        db.upgrade(url)
        self.engine = db.engine(url)
        self._settings = Settings(
            database_url=url, data=folder, organisation="青禾家居", upload_limit=20_000_000, _env_file=None
        )
        self._offered, self._shipped = "", ""
        self._surveys = itertools.count(1)
        if source is not None:
            self._shipped = surveys.check(source).key
            self.publishes(source)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._stack = AsyncExitStack()
        self._chats = itertools.count(1001)

    def __enter__(self) -> Self:
        self._thread.start()
        self.run(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self.engine.dispose()

    async def _open(self) -> None:
        self.telegram = await self._stack.enter_async_context(StandIn())
        given = {"telegram_token": self.telegram.token, "telegram_api_url": self.telegram.url}
        door = app(self.engine, self._settings.model_copy(update=given))
        self.door = TestServer(door)
        await self.door.start_server()
        self._stack.push_async_callback(self.door.close)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this in the thread of the door."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    @cached_property
    def staff(self) -> int:
        """Somebody at work here."""
        with db.writing(self.engine) as session:
            return users.add(session, "li", "李工", "manager", "correct horse battery", datetime.now(UTC))

    def rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """What stands in the database."""
        with db.reading(self.engine) as session:
            return session.execute(query).all()

    def strikes(self, what: str, now: datetime) -> None:
        """What is due to customers by then, one of the tasks of the clock, is done."""
        verb = {task.name: task.verb for task in tasks(self._settings)}[what]
        while verb(self.engine, now):
            pass
        with db.writing(self.engine) as session:  # the door goes by today's clock, which is behind
            said = update(outbox).where(outbox.c.state == "waiting")
            session.execute(said.values(due_at=func.min(outbox.c.due_at, datetime.now(UTC))))
        self.rings()

    def works(self, what: str, now: datetime) -> None:
        """What is due to staff by then, one of the tasks of their clock, is done. Its
        first round may only look at what there is."""
        for moment in (now - timedelta(seconds=1), now):
            self._staffs[what](self.engine, moment)
        self.rings()

    @cached_property
    def _staffs(self) -> dict[str, Callable[[Engine, datetime], int]]:
        return {task.name: task.verb for task in staffs.tasks(self._settings.data)}

    def links_staff(self, line: "RoadLine") -> list[Outbound]:
        """Somebody at work here has what is due told on this device: they send the code there."""
        with db.writing(self.engine) as session:
            code = users.new_alert_code(session, self.staff, datetime.now(UTC))
        return line.send("text", f"staff-{code}")

    def assigns(self, complaint_id: int) -> None:
        """It is theirs who are at work here."""
        with db.writing(self.engine) as session:
            registered.assign(session, complaint_id, self.staff, "", self.staff, datetime.now(UTC))

    def rings(self) -> None:
        """The door looks what there is."""
        Wake(self._settings.data, self._settings.database_url).ring()

    def offers(self, source: str) -> None:
        """Staff offer this survey, under a key of its own, in the place of the one before."""
        if self._offered:
            self.retires()
        self._offered = f"one{next(self._surveys)}"
        self.publishes(source)

    def publishes(self, source: str) -> None:
        """Staff publish a survey, or a new version of the one that is on offer."""
        source = source.replace('key = "one"', f'key = "{self._offered}"')
        now = datetime.now(UTC)
        with db.writing(self.engine) as session:
            surveys.import_(session, source, now)
            surveys.publish(session, surveys.check(source).key, now)

    def retires(self) -> None:
        """Staff retire what is on offer."""
        with db.writing(self.engine) as session:
            draft = drafts.newest(session, self._offered)
            assert draft
            drafts.move(session, draft, "retire", None, datetime.now(UTC))
        self._offered = ""

    def takes(self, raw: bytes, mark: str, address: str) -> None:
        """A mail has come from this customer."""
        mail, now, largest = read(raw), datetime.now(UTC), self._settings.upload_limit
        told = inbounds(mail, mark, address, now, largest, most=10)
        with db.writing(self.engine) as session:
            take_batch(session, told, now, self._settings)

    def invites(self, channel: str, address: str, now: datetime) -> None:
        """Staff invite this customer to a round of what is on offer."""
        plan = rounds.Plan(
            title="本季度",
            target=80.0,
            return_by=now + timedelta(days=4),
            starts_at=now - timedelta(days=1),
            wave_size=0,
            wave_minutes=0,
            remind=True,
        )
        with db.writing(self.engine) as session:
            round_id = rounds.add(session, self._offered or self._shipped, plan, False, None, now)
            (found,) = conversations_.load(session, [(channel, address)], now).values()
            invitations.plan(session, round_id, [Whom(found.customer_id, found.id, channel, address)], now)
            rounds.move(session, round_id, "start", now)
        self.strikes("invite", now)

    def chat(self) -> int:
        """A number that no other customer has."""
        return next(self._chats)


class RoadLine:
    """What both have in common: all that was kept is read from the database."""

    numbers = True

    def __init__(self, house: House) -> None:
        self.house = house
        self._mark = ""
        self._known = 0

    def send(
        self, kind: Any, text: str = "", keys: tuple[str, ...] = (), of: str = "", **more: Any
    ) -> list[Outbound]:
        """Hand in one message; what was said to it comes back, once it is on show."""
        before = self._seq()
        self.house.run(self.does(kind, text, keys, of, **more))
        return self._heard(before)

    def attach(
        self, name: str, content: bytes, text: str = "", album: str = "", **more: Any
    ) -> list[Outbound]:
        before = self._seq()
        self.house.run(self.uploads(name, VOICE if name.endswith(".oga") else PHOTO, text))
        return self._heard(before)

    async def does(self, kind: str, text: str, keys: tuple[str, ...], of: str, **more: Any) -> None:
        """Do it on the device; it is taken when this returns."""
        raise NotImplementedError

    async def uploads(self, name: str, content: bytes, text: str) -> None:
        raise NotImplementedError

    async def shown(self, said: list[tuple[int, str]]) -> None:
        """Wait until the device shows these lines, (number, text) each, in this order."""
        raise NotImplementedError

    async def leaves(self) -> None:
        """Put the device away."""

    @property
    def address(self) -> tuple[str, str]:
        raise NotImplementedError

    def last(self) -> str:
        """The mark of the last message that was handed in."""
        return self._mark

    def publishes(self, source: str) -> None:
        """Staff publish a new version of the survey."""
        self.house.publishes(source)

    def retires(self) -> None:
        """Staff retire the survey, without another in its place."""
        self.house.retires()

    def close(self, number: str) -> None:
        """Staff answer and close a complaint of this customer."""
        self.handles(number, "answer", "close")

    def handles(self, number: str, *moves: str, **given: str) -> list[Outbound]:
        """Staff make these moves of a complaint of this customer; what is told of it, once it is on show."""
        before, staff = self._seq(), self.house.staff
        (found,) = [each for each in self.complaints if each.number == number]
        with db.writing(self.house.engine) as session:
            for trigger in moves:
                now = datetime.now(UTC)
                needs = {**NEEDS.get(trigger, {}), **given}
                registered.move(session, found.id, trigger, "staff", staff, now, given=needs)
        self.house.rings()
        return self._heard(before)

    def state_of(self, number: str) -> str:
        """The state of a complaint of this customer."""
        (found,) = [each for each in self.complaints if each.number == number]
        return str(found.state)

    def notes(self, number: str) -> list[str]:
        """What the customer told more of it."""
        (found,) = [each for each in self.complaints if each.number == number]
        with db.reading(self.house.engine) as session:
            return [each.text for each in registered.entries(session, found.id) if each.kind == "added"]

    def asked_after(self, number: str) -> list[Outbound]:
        """Some weeks after closing the clock asks whether it stayed right."""
        before, (found,) = self._seq(), [each for each in self.complaints if each.number == number]
        if found.ask_at is not None:
            self.now = found.ask_at + timedelta(minutes=1)
        self.house.strikes("ask_after", self.now)
        return self._heard(before)

    def told(self) -> list[Outbound]:
        """What was said here since anything was done on this device."""
        return self._heard(self._known)

    def asks_for(self, number: str, text: str) -> list[Outbound]:
        """Staff ask the customer this, and wait for what they say."""
        before, (found,) = self._seq(), [each for each in self.complaints if each.number == number]
        staff = self.house.staff
        with db.writing(self.house.engine) as session:
            registered.pause(session, found.id, staff, text, self.now)
        self.house.rings()
        return self._heard(before)

    def stayed(self, number: str) -> tuple[bool | None, int | None]:
        """Whether a complaint stayed right, and how its handling was, as far as they said."""
        (found,) = [each for each in self.complaints if each.number == number]
        return found.stayed, found.handling

    def due(self, what: str) -> list[Outbound]:
        """The clock strikes, when what is due is due: what is said then, by whichever round of the clock."""
        self.house.strikes(what, self.now + (LEFT_ALONE if what == "remind" else timedelta(0)))
        return self._heard(self._known)

    def rests(self) -> datetime | None:
        """Until when the talk rests; None where it does not."""
        (row,) = self._rows()
        return row.resume_at

    @property
    def stored(self) -> str:
        """The talk as it is kept."""
        (row,) = self._rows()
        return str(row.talk)

    @stored.setter
    def stored(self, talk: str) -> None:
        channel, address = self.address
        c = conversations.c
        mine = update(conversations).where(c.channel == channel, c.address == address)
        with db.writing(self.house.engine) as session:
            session.execute(mine.values(talk=talk))

    @property
    def now(self) -> datetime:
        """The time by which the door goes."""
        return datetime.now(UTC)

    @now.setter
    def now(self, moment: datetime) -> None:
        self.house.clock.move_to(moment)

    def requests(self) -> list[Any]:
        """What was asked of their own data."""
        return list(self._of(requests, requests.c.conversation_id, requests.c.id))

    @property
    def talk(self) -> Talk:
        """Where it stands."""
        return load(self.stored)

    def aside(self) -> set[str]:
        """The answers that count no more."""
        return {key for key, answer in self.answers().items() if answer.missing == ASIDE}

    def _seq(self) -> int:
        found = self._rows()
        return int(found[0].seq) if found else 0

    def _rows(self) -> Sequence[Row[Any]]:
        channel, address = self.address
        c = conversations.c
        return self.house.rows(select(conversations).where(c.channel == channel, c.address == address))

    def _heard(self, before: int) -> list[Outbound]:
        o = outbox.c
        rows = self._of(outbox, o.conversation_id, o.seq, o.seq > before)
        self._known = self._seq()
        self.house.run(self.shown([(row.seq, row.payload["text"]) for row in rows]))
        return [Outbound.load(row.payload) for row in rows]

    def _of(self, table: Any, conversation: Any, order: Any, *where: Any) -> Sequence[Row[Any]]:
        """The rows of this customer's talk."""
        channel, address = self.address
        mine = select(conversations.c.id).where(
            conversations.c.channel == channel, conversations.c.address == address
        )
        query = select(table).where(conversation.in_(mine), *where).order_by(order)
        return self.house.rows(query)

    def _answers(self, table: Any, order: Any) -> Sequence[Row[Any]]:
        mine = [row.id for row in self._of(responses, responses.c.conversation_id, responses.c.id)]
        return self.house.rows(select(table).where(table.c.response_id.in_(mine)).order_by(order))

    def answers(self) -> dict[str, Any]:
        """The last answer to each question."""
        return {row.question: row for row in self._answers(answers, answers.c.id)}

    def reasons(self) -> dict[str, str]:
        return {key: row.reason for key, row in self.answers().items() if row.reason}

    def asked_again(self) -> list[tuple[str, Any]]:
        """The questions whose answers were in doubt, each with the guess."""
        return [(row.question, row.guess) for row in self._answers(asked_again, asked_again.c.id)]

    def consents(self) -> list[bool]:
        return [row.given for row in self._of(consents, consents.c.conversation_id, consents.c.id)]

    def called(self) -> list[str]:
        """Why a person was called, each time."""
        e = events.c
        rows = self._of(events, e.entity_id, e.id, e.entity == "conversation", e.trigger == "call_person")
        return [row.target for row in rows]

    def ends(self) -> list[tuple[str, float | None]]:
        """How each response ended, with its index."""
        r = responses.c
        rows = self._of(responses, r.conversation_id, r.id, r.state != "begun")
        return [(row.state, row.satisfaction_index) for row in rows]

    def finished(self) -> Finish:
        """How the one response ended."""
        r = responses.c
        (row,) = self._of(responses, r.conversation_id, r.id)
        return Finish(
            row.state, row.satisfaction_index, tuple(key for key in self.answers() if key in self.aside())
        )

    @property
    def complaints(self) -> list[Any]:
        c = complaints.c
        return [SimpleNamespace(**row._mapping) for row in self._of(complaints, c.conversation_id, c.id)]


class WebLine(RoadLine):
    """A page of the web chat, on a real WebSocket."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._page = webchat.Customer(str(house.door.make_url("/")))

    @property
    def address(self) -> tuple[str, str]:
        return "webchat", address_of(self._page.token or "")

    async def does(self, kind: str, text: str, keys: tuple[str, ...], of: str, **more: Any) -> None:
        if kind == "open":
            await self._comes(more.get("start", ""))
            return
        if not self._page.token:
            await self._comes("")
        if kind == "choice":
            self._mark = await self._page.picks(*keys, of=of)
        else:
            self._mark = await self._page.says(text)
        assert self._mark in self._page.taken, self._page.refused

    async def uploads(self, name: str, content: bytes, text: str) -> None:
        self._mark = uuid4().hex
        status, told = await self._page.uploads(name, content, self._mark, text=text)
        assert status == 200, told

    async def shown(self, said: list[tuple[int, str]]) -> None:
        await self._page.until(lambda: all(seq in self._page.rows for seq, _ in said))
        assert [self._page.rows[seq]["text"] for seq, _ in said] == [text for _, text in said]

    async def _comes(self, start: str) -> None:
        """Opens the page: anew, or by another link. A frame that is none is refused, once all before it, the
        coming too, was taken."""
        await self._page.leave()
        await self._page.connect(self._page.after, survey=start, visit=uuid4().hex)
        refused = len(self._page.refused)
        await self._page.sends(type="none")
        await self._page.until(lambda: len(self._page.refused) > refused)

    async def leaves(self) -> None:
        await self._page.leave()


class TelegramLine(RoadLine):
    """A chat on Telegram, with the bot polling."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._chat = telegram.Customer(house.telegram, house.chat())
        self._before = 0

    @property
    def address(self) -> tuple[str, str]:
        return "telegram", str(self._chat.chat)

    async def does(self, kind: str, text: str, keys: tuple[str, ...], of: str, **more: Any) -> None:
        match kind:
            case "open":
                self._mark = await self._chat.starts(more.get("start", ""))
            case "choice" if of == "menu" and text:
                self._mark = await self._chat.says(f"/{keys[0]} {text}")
            case "choice":
                await self._picks(keys, of)
            case "edit":
                await self._chat.edits(of, text)
            case "other":
                self._mark = await self._chat.does("sticker")
            case _:
                self._mark = await self._chat.says(text)

    async def uploads(self, name: str, content: bytes, text: str) -> None:
        kind = "voice" if name.endswith(".oga") else "photo"
        self._mark = await self._chat.does(kind, content, **({"caption": text} if text else {}))

    async def shown(self, said: list[tuple[int, str]]) -> None:
        def there() -> bool:
            heard = iter(self._chat.heard[self._before :])
            return all(any(text in each for each in heard) for _, text in said)

        await self._chat.until(there, f"to hear {said}, in this order")
        self._before = len(self._chat.heard)

    async def _picks(self, keys: tuple[str, ...], of: str) -> None:
        """One button; or ticks, and the one that hands them in."""
        if any(marks.tick(of, key) in self._data() for key in keys):
            for key in keys:
                await self._chat.picks(marks.tick(of, key))
                await self._chat.until(lambda: self._ticked(key), "a tick")  # noqa: B023
            self._mark = await self._chat.picks(marks.done(of))
        else:
            self._mark = await self._chat.picks(marks.single(of, keys[0]), shown=False)

    def _data(self) -> set[str]:
        return {button["callback_data"] for button in self._buttons()}

    def _ticked(self, key: str) -> bool:
        return any(
            button["text"].startswith("✓") and button["callback_data"].endswith(f"|{key}")
            for button in self._buttons()
        )

    def _buttons(self) -> Iterator[Any]:
        for message in self._chat.shown:
            for row in (message.get("reply_markup") or {}).get("inline_keyboard", ()):
                yield from row


class EmailLine(RoadLine):
    """A mail program: what it sends is read from its bytes, and taken as the mailbox hands it in."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._at = f"customer{house.chat()}@example.com"
        self._sent = 0

    @property
    def address(self) -> tuple[str, str]:
        return "email", self._at

    def mails(
        self,
        text: str,
        pictures: Sequence[str] = (),
        lines: Sequence[tuple[str, str]] = (),
        refused: Sequence[tuple[str, str]] = (),
    ) -> list[Outbound]:
        """Send this above the quoted mail; or `lines` of (quoted, words) between what is quoted."""
        assert not refused, "such files are sent in tests/bot/mailbox"
        before = self._seq()
        self._sent += 1
        quoted = self._quoted()
        body = "\n".join(f"{line}\n\n{words}\n" for line, words in lines) or f"{text}\n\n{quoted}"
        self.house.takes(self._bytes(body, pictures), f"mail{self._sent}", self._at)
        return self._heard(before)

    def invites(self, *, again: bool = False) -> list[Outbound]:
        """Staff invite this customer to a round of the survey, and the clock sends it; or reminds of it."""
        before = self._seq()
        if again:
            self.house.strikes("remind_invited", self.now)
        else:
            self.house.invites(*self.address, self.now)
        return self._heard(before)

    async def shown(self, said: list[tuple[int, str]]) -> None:
        """A mail needs no device to be on show."""

    def _quoted(self) -> str:
        o = outbox.c
        rows = self._of(outbox, o.conversation_id, o.seq)
        if not rows:
            return ""
        ours = Outbound.load(rows[-1].payload)
        asked = [
            f"{each.number}. {each.text}\n" + "\n".join(c.label for c in each.choices) for each in ours.asks
        ]
        lines = "\n".join([ours.text, *asked]).splitlines()
        return "\n".join(["在 2026年11月23日，青禾家居 写道：", *(f"> {line}" for line in lines)])

    def _bytes(self, body: str, pictures: Sequence[str]) -> bytes:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._at, "care@example.org", "回复：青禾家居给您的信"
        mail["Message-ID"] = f"<{self._sent}.{self._at}>"
        mail["In-Reply-To"] = f"<ours.{self._sent}@example.org>"
        mail.set_content(body)
        for name in pictures:
            mail.add_attachment(PHOTO, maintype="image", subtype="png", filename=name)
        return mail.as_bytes()

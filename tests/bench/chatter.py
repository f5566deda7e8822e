"""A customer on Telegram, at the stand-in: says, presses, and reads what is sent."""

import time
from dataclasses import dataclass, field
from typing import NamedTuple

from storage import definitions
from tests.bench.customer import Row, Stuck
from tests.telegram.standin import StandIn

PATIENCE = 150.0
QUIET_SECONDS = 0.25
SLOW_SECONDS = 5.0
DOUBT_SECONDS = 10.0
"""A copy of what was cut off by a death is followed by what comes next, unless that has to wait again."""

OUTAGE = definitions.texts()("notice.outage")
MARKS_OF_MANY = frozenset({"menu", "consent", "declined", "waiting"})


class Delivered(NamedTuple):
    """What stands in the chat by the bot's doing. `id` as the outbox has it, `lost`: the bot was not told."""

    id: str
    text: str
    lost: bool


@dataclass
class Chatter:
    """One chat. `sent`, `taken`, `waits`, `displaced` as a `Customer` at the web chat has them.

    `forgotten` are presses that Telegram gave up after an outage, it has told nobody of them; each with the
    number of lines that stood in the chat by then.
    """

    standin: StandIn
    chat: int
    sent: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    displaced: set[str] = field(default_factory=set)
    forgotten: dict[str, int] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    repeats: int = 0
    connections: int = 1
    _tickets: dict[str, int] = field(default_factory=dict)
    _answered: set[str] = field(default_factory=set)

    channel = "telegram"

    @property
    def address(self) -> str:
        """What the talk is kept under."""
        return str(self.chat)

    @property
    def waiting(self) -> set[str]:
        """What is still on its way to the bot."""
        return set(self._tickets) - self.taken - self.forgotten.keys()

    @property
    def taken(self) -> set[str]:
        """What Telegram knows to have arrived: an offset, or a webhook's 200, said so."""
        settled = self.standin.queue.settled
        return {mark for mark, ticket in self._tickets.items() if settled(ticket)} - self.forgotten.keys()

    @property
    def in_vain(self) -> set[str]:
        """Presses that were forgotten, and what they were to answer was not shown again: neither with an
        apology, nor because its own sending was cut off by our death and is made up for."""
        said, of = self._said(), {frame["id"]: frame.get("of") for frame in self.sent}
        later = {mark: said[lines:] for mark, lines in self.forgotten.items()}
        return {mark for mark, rows in later.items() if of[mark] not in map(_of, rows)}

    def forget(self, mark: str) -> None:
        """Telegram gives this press up."""
        self.forgotten[mark] = len(self._said())

    @property
    def delivered(self) -> list[Delivered]:
        """Every message of the bot, in order."""
        return [Delivered(str(row["message_id"]), row["text"], row["lost"]) for row in self._said()]

    @property
    def open(self) -> Row:
        """What is asked now: the last message that came with buttons, as the web chat would show it."""
        return shown(next(row for row in reversed(self._said()) if row["reply_markup"]))

    async def arrive(self) -> "Chatter":
        """Presses the start button and waits for what is asked."""
        await self._reply([self.standin.does.starts(self.chat).ticket], 0)
        return self

    async def leave(self) -> None:
        """Puts the phone away."""

    async def says(self, *texts: str) -> None:
        """Says these, one right after the other, and waits for the reply."""
        before, due = len(self._said()), time.perf_counter()
        reordered = self.standin.faults.reorder > 0 and len(texts) > 1
        for text in texts:
            deed = self.standin.does.says(self.chat, text)
            self._note({"id": f"m{deed.message_id}", "type": "text", "text": text}, deed.ticket)
            self.displaced |= {f"m{deed.message_id}"} if reordered else set()
        await self._replied(before, due, len(texts))

    async def picks(self, *keys: str) -> None:
        """Presses a button under what is asked and waits for the reply."""
        before, due = len(self._said()), time.perf_counter()
        of = self.open["of"]
        deed = self.standin.does.presses(self.chat, f"{of}|{keys[0]}", shown=False)
        self._note({"id": f"c{deed.id}", "type": "choice", "of": of, "keys": list(keys)}, deed.ticket)
        await self._replied(before, due)

    def _note(self, frame: Row, ticket: int) -> None:
        self.sent.append(frame)
        self._tickets[frame["id"]] = ticket

    def _said(self) -> list[Row]:
        return [row for row in self.standin.sent(self.chat) if row["method"] == "sendMessage"]

    async def _replied(self, before: int, due: float, wanted: int = 1) -> None:
        self._answered.add(self.open["of"])
        await self._reply([self._tickets[frame["id"]] for frame in self.sent], before, wanted)
        self.waits.append(time.perf_counter() - due)

    async def _reply(self, tickets: list[int], before: int, wanted: int = 1) -> None:
        """All that was said has arrived, and something new is asked last. What was answered already is only
        answered again when nothing else comes: it may be a copy of what was lost on its way."""
        end, seen, since = time.monotonic() + PATIENCE, -1, time.monotonic()
        while True:
            said = self._said()
            if len(said) != seen:
                seen, since = len(said), time.monotonic()
            if self._may_go_on(before, wanted, tickets, time.monotonic() - since):
                return
            if time.monotonic() > end:
                raise Stuck(f"no reply to {len(self.sent)} messages, {len(said)} lines shown")
            await self.standin.news.until(lambda: len(self._said()) != seen, QUIET_SECONDS)  # noqa: B023

    def _may_go_on(self, before: int, wanted: int, tickets: list[int], quiet: float) -> bool:
        """Whether it can be told what is asked now. `wanted` replies may come, `quiet` are the seconds since
        the last line."""
        said = self._said()
        if len(said) <= before or not said[-1]["reply_markup"]:
            return False
        if not all(map(self.standin.queue.settled, tickets)):
            return False
        if self._is_copy(said):
            return quiet >= DOUBT_SECONDS
        asked = sum(bool(row["reply_markup"]) for row in said[before:])
        return quiet >= (QUIET_SECONDS if asked >= wanted else SLOW_SECONDS)

    def _is_copy(self, said: list[Row]) -> bool:
        """Whether the last line has been answered before, and is not asked again after an outage."""
        of = shown(said[-1])["of"]
        again = any(row["text"] == said[-1]["text"] for row in said[:-1])
        answered = of in self._answered and of not in MARKS_OF_MANY
        return answered and again and not (len(said) > 1 and said[-2]["text"] == OUTAGE)


def _of(row: Row) -> str | None:
    return shown(row)["of"] if row["reply_markup"] else None


def shown(row: Row) -> Row:
    """A message with buttons as a line of the web chat."""
    pressed = [button for line in row["reply_markup"]["inline_keyboard"] for button in line]
    of = pressed[0]["callback_data"].rpartition("|")[0]
    choices = [[button["callback_data"].rpartition("|")[2], button["text"]] for button in pressed]
    return {"from": "bot", "text": row["text"], "of": of, "choices": choices}

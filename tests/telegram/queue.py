"""Updates on their way to the bot: until an offset confirms them, or the webhook's 200."""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tests.telegram.clock import Clock, News
from tests.telegram.faults import Faults
from tests.telegram.world import PRESS_SECONDS, Row

HELD_SECONDS = 0.2
"""An update to be reordered waits so long for another of its chat to go first."""


@dataclass(slots=True, eq=False)
class Entry:
    """An update; the same `ticket` for every copy of it. `chat` is whose it is, `at` when it was made."""

    ticket: int
    id: int
    body: Row
    chat: int
    at: float

    @property
    def json(self) -> Row:
        return {"update_id": self.id, **self.body}


class Queue:
    """`put` what customers do; `batch` and `confirm`, or `settle`, take it out.

    `everything`: kinds of updates that the bot has not asked for are handed to it too.
    """

    def __init__(self, clock: Clock, faults: Faults, news: News) -> None:
        self.waiting: dict[int, Entry] = {}
        self.allowed: Collection[str] = ()
        self.everything = False
        self.forgotten = 0
        self._clock = clock
        self._faults = faults
        self._news = news
        self._held: list[Entry] = []
        self._open: dict[int, int] = {}
        self._bodies: list[tuple[Row, int]] = []
        self._next = 870_000_001

    @property
    def made(self) -> int:
        """How many updates there have been."""
        return len(self._bodies)

    def put(self, body: Row, chat: int) -> int:
        """Queue an update without its number; a ticket to ask `settled` with."""
        ticket = len(self._bodies)
        self._bodies.append((body, chat))
        if not self._wanted(body):
            return ticket
        entry = self._entry(ticket, body, chat)
        if self._faults.chance(self._faults.reorder):
            self._faults.count("reorder")
            self._held.append(entry)
            asyncio.get_running_loop().call_later(HELD_SECONDS, self._release, chat)
            return ticket
        self._append(entry)
        if self._faults.chance(self._faults.repeat):
            self._faults.count("repeat")
            self.again(ticket)
        self._release(chat)
        return ticket

    def again(self, ticket: int) -> None:
        """Hand this update to the bot once more, under a number of its own."""
        body, chat = self._bodies[ticket]
        self._append(self._entry(ticket, body, chat))

    def settled(self, ticket: int) -> bool:
        """Nothing of this update waits any more."""
        return not self._open.get(ticket)

    def idle(self) -> bool:
        return not self._open

    def batch(self, limit: int) -> list[Entry]:
        """The first that wait; presses that are too old are forgotten."""
        found: list[Entry] = []
        for entry in self._fresh():
            found.append(entry)
            if len(found) == limit:
                break
        return found

    def next(self, busy: Collection[int], flying: Collection[int]) -> Entry | None:
        """The first of a chat that is not busy, and not on its way already."""
        return next((e for e in self._fresh() if e.chat not in busy and e.id not in flying), None)

    def confirm(self, offset: int) -> None:
        """All before this number have arrived."""
        for key in list(self._early(offset)):
            self.settle(self.waiting[key])

    def settle(self, entry: Entry) -> None:
        if self.waiting.pop(entry.id, None) is None:
            return
        left = self._open[entry.ticket] - 1
        if left:
            self._open[entry.ticket] = left
        else:
            del self._open[entry.ticket]
        self._news.tell()

    def _wanted(self, body: Row) -> bool:
        return self.everything or not self.allowed or any(kind in body for kind in self.allowed)

    def _early(self, offset: int) -> Iterator[int]:
        for key in self.waiting:  # numbers rise
            if key >= offset:
                return
            yield key

    def _fresh(self) -> Iterator[Entry]:
        limit = self._clock.now() - PRESS_SECONDS
        oldest = next(iter(self.waiting.values()), None)
        if oldest and oldest.at < limit:
            self._forget(limit)
        yield from self.waiting.values()

    def _forget(self, limit: float) -> None:
        for entry in list(self.waiting.values()):
            if entry.at < limit and "callback_query" in entry.body:
                self.forgotten += 1
                self.settle(entry)

    def _entry(self, ticket: int, body: Row, chat: int) -> Entry:
        self._open[ticket] = self._open.get(ticket, 0) + 1
        return Entry(ticket, 0, body, chat, self._clock.now())

    def _append(self, entry: Entry) -> None:
        entry.id = self._next
        self._next += 1
        self.waiting[entry.id] = entry
        self._news.tell()

    def _release(self, chat: int) -> None:
        held = [entry for entry in self._held if entry.chat == chat]
        self._held = [entry for entry in self._held if entry.chat != chat]
        for entry in held:
            self._append(entry)

"""What Telegram hands us, by polling or webhook, given to whom it concerns."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Engine

from bot.inbox import Inbox, TooFast
from bot.seldom import Seldom
from bot.telegram import updates
from bot.telegram.buttons import Buttons
from bot.telegram.events import CHANNEL, Event, Group, Hashed, Heard, Left, Returned, Toggled, Withdrawn
from bot.telegram.groups import Groups
from bot.telegram.keyboards import resolve
from storage import db, outbox
from storage.conversations import leaving

SHOWN = 50
A_MINUTE = 60.0
TWICE = 2.0
"""Seconds within which a second press on the same button is a trembling finger, and no news."""
A_SECOND = timedelta(seconds=1)
"""Telegram tells whole ones: it was before this one was over."""

log = structlog.get_logger()


def _button(heard: Heard) -> str:
    inbound = heard.inbound
    return f"{inbound.address} {heard.message_id} {inbound.of} {' '.join(inbound.keys)}"


class Receiver:
    """`read` all that came together, then `take` them at once: the inbox has them in the order of calls."""

    def __init__(
        self, engine: Engine, inbox: Inbox, buttons: Buttons, groups: Groups, ring: Callable[[], None]
    ) -> None:
        self._engine = engine
        self._inbox = inbox
        self._buttons = buttons
        self._groups = groups
        self._ring = ring
        self._slowed = Seldom(A_MINUTE)
        self._pressed = Seldom(TWICE)
        self._moving = asyncio.Lock()  # who waits for it gets it in turn

    async def read(self, arrived: Sequence[Any]) -> list[Event | None]:
        """What each comes to; None for what does not concern us. Raises OutOfReach."""
        now = datetime.now(UTC)
        events = [self._read(update, now) for update in arrived]
        if any(type(event) is Hashed for event in events):
            return await asyncio.to_thread(self._resolved, events)
        return events

    async def take(self, event: Event | None) -> None:
        """Returns once it is kept. Raises Unavailable or OutOfReach: it was not."""
        match event:
            case Heard():
                await self._hear(event)
            case Withdrawn():
                for inbound in event.inbounds:
                    await self._hear(Heard(inbound))
            case Left() | Returned():
                async with self._moving:
                    await asyncio.to_thread(self._note, event)
            case Group():
                self._groups.refuse(event.chat_id)

    def _read(self, update: Any, now: datetime) -> Event | None:
        """A tick is set at once: what is pressed next may have come together with it."""
        event = updates.read(self._buttons.current(update), now)
        if type(event) is Toggled:
            self._buttons.toggle(event)
            return None
        return event

    async def _hear(self, heard: Heard) -> None:
        press = _button(heard) if heard.callback else ""
        if press and not self._pressed.allows(press, time.monotonic()):
            self._buttons.let_go(heard.inbound.address, heard.callback)
            return
        try:
            receipt = await self._inbox.take(heard.inbound)
        except TooFast:
            self._slow_down(heard.inbound.address)
        except BaseException:  # it will be handed to us again
            self._pressed.forget(press)
            raise
        else:
            self._buttons.answered(heard, receipt)

    def _slow_down(self, address: str) -> None:
        if self._slowed.allows(address, time.monotonic()):
            log.info("refused", channel=CHANNEL, why="too_fast")
            self._buttons.say_too_fast(address)

    def _resolved(self, events: list[Event | None]) -> list[Event | None]:
        with db.reading(self._engine) as session:
            return [
                resolve(event, outbox.shown(session, (CHANNEL, event.address), SHOWN))
                if isinstance(event, Hashed)
                else event
                for event in events
            ]

    def _note(self, event: Left | Returned) -> None:
        address, at = (CHANNEL, event.address), event.at + A_SECOND
        with db.writing(self._engine) as session:
            if isinstance(event, Left):
                leaving.leave(session, address, at)
            else:
                leaving.come_back(session, address, at)
        self._ring()

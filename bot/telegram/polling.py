"""Polling: our own loop around getUpdates. The offset moves on only past what is committed."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Engine
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.inbox import Unavailable
from bot.machine import process
from bot.telegram.api import LONGEST_PAUSE, Api, pause
from bot.telegram.events import CHANNEL
from bot.telegram.reach import Reach
from bot.telegram.receiving import Receiver
from bot.telegram.updates import KINDS
from storage import db
from storage.leases import Lease
from storage.settings import Settings

WAIT = 10
MOST = 100  # updates in one answer, the most that the Bot API gives
LEASE = timedelta(seconds=30)
RENEWED = 8.0
LOOK_AGAIN = 5.0
NOT_NOW = (Unavailable, db.OutOfReach)

log = structlog.get_logger()


class Polling:
    """Polls while this process holds the lease; others wait until it is free."""

    def __init__(
        self, engine: Engine, settings: Settings, api: Api, receiver: Receiver, reach: Reach
    ) -> None:
        self._api = api
        self._receiver = receiver
        self._reach = reach
        self._lease = Lease(engine, CHANNEL, process(settings), LEASE)
        self._held_at: float | None = None
        self._offset = 0
        self._begun = False

    async def run(self) -> None:
        """Poll until cancelled; then let others poll."""
        try:
            await self._poll()
        finally:
            await asyncio.to_thread(self._lease.release)

    async def _poll(self) -> None:
        failures = 0
        while True:
            try:
                if await self._hold():
                    await self._round()
                    failures = 0
                else:
                    await asyncio.sleep(LOOK_AGAIN)
            except (TelegramError, *NOT_NOW) as error:
                failures += 1
                await asyncio.sleep(self._excused(error, failures))

    async def _round(self) -> None:
        wait = WAIT if self._begun else 0  # at first we want to know at once how things stand
        if not self._begun:  # while a webhook is set, nobody may poll
            await self._api.call("deleteWebhook")
            self._begun = True
        updates = await self._api.updates(self._offset, wait, KINDS)
        if updates:
            await self._take(updates)
        if len(updates) < MOST:
            await self._reach.noticed()

    async def _take(self, updates: list[dict[str, Any]]) -> None:
        """All at once, in their order. What could not be kept is fetched again, and what follows."""
        events = await self._receiver.read(updates)
        taken = await asyncio.gather(
            *(self._receiver.take(event) for event in events), return_exceptions=True
        )
        for update, failure in zip(updates, taken, strict=True):
            if isinstance(failure, NOT_NOW):
                raise failure
            if isinstance(failure, BaseException):  # this is the door: one update must not hold up the others
                log.error("update left", channel=CHANNEL, error=type(failure).__name__)
            self._offset = update["update_id"] + 1

    async def _hold(self) -> bool:
        """Whether we hold the lease. It is renewed before each poll, but not many times a second."""
        moment = time.monotonic()
        if self._held_at is None or moment - self._held_at > RENEWED:
            self._held_at = moment if await asyncio.to_thread(self._lease.take) else None
        return self._held_at is not None

    def _excused(self, error: Exception, failures: int) -> float:
        """Seconds to wait; the log says what to do. Never the text of the error: it may hold the token."""
        if isinstance(error, Conflict):
            log.error("another program takes the updates, or a webhook is set: stop it", channel=CHANNEL)
            return min(5.0 * failures, LONGEST_PAUSE)
        if isinstance(error, InvalidToken):
            log.error("telegram refuses the token: check MANYI_TELEGRAM_TOKEN", channel=CHANNEL)
            return LONGEST_PAUSE
        wait = pause(error, failures)
        log.warning("polling waits", channel=CHANNEL, error=type(error).__name__, again_in=wait)
        return wait

"""Whether updates reach us. Telegram forgets a pressed button after 150 seconds: a longer gap is an outage,
after which everybody who was asked something is asked again."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy import Engine

from storage import db, heartbeats
from storage.conversations.asking_again import Outage, ask_again

OUTAGE = timedelta(seconds=150)
EVERY = 15.0

log = structlog.get_logger()


class Reach:
    """Keeps the heartbeat of a channel."""

    def __init__(self, engine: Engine, channel: str, ring: Callable[[], None]) -> None:
        self._engine = engine
        self._channel = channel
        self._ring = ring
        self._beat_at: float | None = None

    async def noticed(self) -> None:
        """Updates reach us, and all that waited have been taken."""
        moment = time.monotonic()
        if self._beat_at is not None and moment - self._beat_at < EVERY:
            return
        # A clock that was put forward is no outage: this process knows better how long it has been.
        short = self._beat_at is not None and moment - self._beat_at < OUTAGE.total_seconds()
        asked = await asyncio.to_thread(self._beat, short)
        self._beat_at = moment
        if asked:
            log.warning("asked again after an outage", channel=self._channel, customers=asked)
            self._ring()

    def _beat(self, short: bool) -> int:
        with db.writing(self._engine) as session:
            now = db.now(session)
            before = heartbeats.beat(session, self._channel, now)
            if short or before is None or now - before < OUTAGE:
                return 0
            return ask_again(session, Outage(self._channel, before, now), now)

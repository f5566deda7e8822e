"""The outbox to the channels that can be sent to: claim, send, mark; in order within a conversation.

Never sends inside a transaction. A row whose process dies between send and mark is claimed again after its
lease.
"""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Engine

from bot.channels import Gone, Later, Sends
from bot.message import Outbound
from storage import db, outbox
from storage.outbox import Said

LEASE = timedelta(minutes=2)
AT_ONCE = 100
MOST_ATTEMPTS = 12
LONGEST_PAUSE = 3600.0

log = structlog.get_logger()


class Delivery:
    """Drives every channel that has `send`."""

    def __init__(self, engine: Engine, channels: Iterable[Sends]) -> None:
        self._engine = engine
        self._channels = list(channels)

    async def deliver(self) -> None:
        """Send all that is due, until nothing is."""
        await asyncio.gather(*(self._drain(channel) for channel in self._channels))

    async def _drain(self, channel: Sends) -> None:
        while claimed := await asyncio.to_thread(self._claim, channel.name):
            await asyncio.gather(*(self._deliver(channel, row) for row in claimed))

    async def _deliver(self, channel: Sends, row: Said) -> None:
        try:
            external_id = await channel.send(Outbound.load(row.payload), row.address)
        except Later as later:
            await asyncio.to_thread(self._later, row, later)
        except Gone as gone:
            await asyncio.to_thread(self._failed, row, gone.reason)
        except Exception as failure:  # this is the door: one row that can't be sent must not end it for all
            await asyncio.to_thread(self._later, row, Later(0, type(failure).__name__))
        else:
            await asyncio.to_thread(self._sent, row, external_id)

    def _claim(self, channel: str) -> list[Said]:
        with db.writing(self._engine) as session:
            return outbox.claim(session, channel, datetime.now(UTC), LEASE, AT_ONCE)

    def _sent(self, row: Said, external_id: str) -> None:
        with db.writing(self._engine) as session:
            outbox.sent(session, row.id, external_id, datetime.now(UTC))

    def _later(self, row: Said, later: Later) -> None:
        """Put off for as long as the channel asks, and longer each time; given up after many attempts."""
        log.info("sent later", row=row.id, attempts=row.attempts, why=later.reason)
        if row.attempts >= MOST_ATTEMPTS:
            self._failed(row, later.reason)
            return
        pause = max(later.seconds, min(2.0**row.attempts, LONGEST_PAUSE))
        with db.writing(self._engine) as session:
            outbox.later(session, row.id, datetime.now(UTC) + timedelta(seconds=pause), later.reason)

    def _failed(self, row: Said, reason: str) -> None:
        log.warning("not sent", row=row.id, why=reason)
        with db.writing(self._engine) as session:
            outbox.failed(session, row.id, reason, datetime.now(UTC))

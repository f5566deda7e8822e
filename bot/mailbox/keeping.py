"""Mails that are handed to us, kept: all that wait go into one transaction, and who handed them over hears of
it after the commit."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import structlog
from sqlalchemy import Engine

from bot.mail.identity import identify
from bot.mail.mime import LONGEST
from storage import db, logs, mails
from storage.mails import Arrived

MOST: Final = 500
LARGEST: Final = 64 << 20
"""Mails, and bytes of them, in one transaction."""

log = structlog.get_logger()

_Item = tuple[Arrived, asyncio.Future[None]]


def arrived(raw: bytes, before: bytes, at: datetime) -> Arrived:
    """A mail as it is kept: no more of it than is read. `before`: headers that its way here adds; they say
    nothing of which mail it is."""
    key, sender = identify(raw)
    return Arrived(key, before + raw[: LONGEST + 1], sender, at)


class Keeper:
    """Keeps mails. `kept` is called after each commit."""

    def __init__(self, engine: Engine, kept: Callable[[], None]) -> None:
        self._engine = engine
        self._kept = kept
        self._waiting: list[_Item] = []
        self._something = asyncio.Event()

    async def keep(self, raw: bytes, before: bytes = b"") -> None:
        """Returns once it is committed. Raises OutOfReach, or whatever else the database says of it."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrived(raw, before, datetime.now(UTC)), done))
        self._something.set()
        await done

    async def run(self) -> None:
        """Keep what waits as it comes, until cancelled."""
        while True:
            await self._something.wait()
            batch = self._batch()
            if not batch:
                self._something.clear()
                continue
            failures = await asyncio.to_thread(self._commit, [mail for mail, _ in batch])
            for (_, done), failure in zip(batch, failures, strict=True):
                if not done.cancelled():
                    _ended(done, failure)
            self._kept()

    def _batch(self) -> list[_Item]:
        size, count = 0, 0
        for mail, _ in self._waiting[:MOST]:
            size += len(mail.raw)
            if count and size > LARGEST:
                break
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

    def _commit(self, batch: list[Arrived]) -> list[Exception | None]:
        """What came of each; of what one can't be kept for, the others must not be lost."""
        try:
            self._write(batch)
        except db.OutOfReach as failure:
            log.error("database out of reach", **logs.told(failure), mails=len(batch))
            return [failure] * len(batch)
        except Exception as failure:  # this is the door
            log.warning("mails kept one by one", **logs.told(failure), mails=len(batch))
            return [self._alone(mail) for mail in batch]
        return [None] * len(batch)

    def _alone(self, mail: Arrived) -> Exception | None:
        try:
            self._write([mail])
        except Exception as failure:  # its server keeps it, and hears of it
            log.error("mail not kept", **logs.told(failure), size=len(mail.raw))
            return failure
        return None

    def _write(self, batch: list[Arrived]) -> None:
        with db.writing(self._engine) as session:
            mails.keep(session, batch)


def _ended(done: asyncio.Future[None], failure: Exception | None) -> None:
    if failure:
        done.set_exception(failure)
    else:
        done.set_result(None)

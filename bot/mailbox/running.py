"""What runs to receive mails. The door for LMTP stands open in every process; fetching and taking is held by
one, so that what a customer wrote in two mails stays in order."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import Engine

from bot.inbox import Inbox
from bot.machine import process
from bot.mailbox import lmtp
from bot.mailbox.keeping import Keeper
from bot.mailbox.taking import Taking
from bot.mailbox.watching import Folder
from storage import db
from storage.domain import imap_server
from storage.leases import Lease
from storage.settings import Settings

LEASE_NAME: Final = "email"
LEASE: Final = timedelta(seconds=30)
RENEW_SECONDS: Final = 8.0
LOOK_AGAIN_SECONDS: Final = 5.0

log = structlog.get_logger()


async def run(engine: Engine, inbox: Inbox, settings: Settings, ring: Callable[[], None]) -> None:
    """Receive until cancelled. `ring` wakes others after we have written to the database by ourselves."""
    taking = Taking(engine, inbox, settings, ring)
    async with asyncio.TaskGroup() as tasks:
        if settings.lmtp:
            keeper = Keeper(engine, taking.nudge)
            tasks.create_task(keeper.run())
            tasks.create_task(lmtp.serve(keeper, settings))
        alone = _Alone(Lease(engine, LEASE_NAME, process(settings), LEASE))
        tasks.create_task(alone.run(lambda: _work(engine, settings, taking)))


async def _work(engine: Engine, settings: Settings, taking: Taking) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(taking.run())
        if settings.imap_url:
            server = imap_server.parse(settings.imap_url)
            for name in server.folders:
                folder = Folder(engine, server, name, settings.imap_done, taking.nudge)
                tasks.create_task(folder.run())


class _Alone:
    """Works while it holds the lease; others wait until it is free."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease

    async def run(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            while True:
                if await self._taken():
                    await self._hold(work)
                else:
                    await asyncio.sleep(LOOK_AGAIN_SECONDS)
        finally:
            await asyncio.to_thread(self._lease.release)

    async def _hold(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Work until the lease is lost. What the work dies of, we die of."""
        working = asyncio.ensure_future(work())
        try:
            while not working.done():
                await asyncio.wait([working], timeout=RENEW_SECONDS)
                if not working.done() and not await self._taken():
                    log.warning("another process receives mails now")
                    return
            await working
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)

    async def _taken(self) -> bool:
        try:
            return await asyncio.to_thread(self._lease.take)
        except db.OutOfReach:
            return False

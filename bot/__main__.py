"""The customers' door: `python -m bot`. The only file that knows everyone here."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable

import structlog
from aiohttp import web
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.channels import Channel, Sends
from bot.channels.webchat import WebChat
from bot.delivery import Delivery
from bot.inbox import Inbox
from storage import db, definitions, logs
from storage.settings import Settings, settings
from storage.wake import Wake

POLL_SECONDS = 2.0
PAUSE_SECONDS = 0.1

log = structlog.get_logger()


def app(engine: Engine, settings: Settings) -> web.Application:
    """The door, ready to be served."""
    wake = Wake(settings.data, settings.database_url)
    inbox = Inbox(engine, settings, wake.ring)
    channels: list[Channel] = [WebChat(engine, inbox, settings)]
    delivery = Delivery(engine, [channel for channel in channels if isinstance(channel, Sends)])
    rounds = (inbox.take_put_back, *(channel.refresh for channel in channels), delivery.deliver)

    async def work(_: web.Application) -> AsyncIterator[None]:
        wake.listen()
        taking = asyncio.create_task(inbox.run())
        looking = asyncio.create_task(_look(wake, rounds))
        for task in (taking, looking):
            task.add_done_callback(_stop_if_failed)
        yield
        looking.cancel()
        inbox.stop()
        await taking
        wake.close()

    async def leave(_: web.Application) -> None:
        for channel in channels:
            await channel.close()

    door = web.Application()
    door.add_routes([web.get("/health", _health(engine))])
    for channel in channels:
        door.add_routes(channel.routes())
    door.cleanup_ctx.append(work)
    door.on_shutdown.append(leave)
    return door


def _stop_if_failed(task: asyncio.Task[None]) -> None:
    """A door behind which nobody works must not stay open: the process ends, and is started again."""
    if not task.cancelled() and (failure := task.exception()):
        log.error("stopping", error=type(failure).__name__)
        signal.raise_signal(signal.SIGTERM)


async def _look(wake: Wake, rounds: tuple[Callable[[], Awaitable[object]], ...]) -> None:
    """Look for what other processes have done: when one rings, and now and then. Rings in a row are one."""
    while True:
        await wake.wait(POLL_SECONDS)
        try:
            for one in rounds:
                await one()
        except DBAPIError as failure:
            log.error("database out of reach", error=type(failure.orig).__name__)
        await asyncio.sleep(PAUSE_SECONDS)


def _health(engine: Engine) -> Callable[[web.Request], Awaitable[web.Response]]:
    def ask() -> None:
        with engine.execution_options(reads=True).connect() as connection:
            connection.exec_driver_sql("select 1")

    async def health(_: web.Request) -> web.Response:
        try:
            await asyncio.to_thread(ask)
        except DBAPIError:
            return web.json_response({"status": "database out of reach"}, status=503)
        return web.json_response({"status": "ok"})

    return health


def collect_seldom() -> None:
    """What is loaded stays, and a batch makes tens of thousands of values that go by themselves: looking
    through all of them for cycles every 700 would cost a fifth of the message road."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def main() -> str | None:
    """Serve until SIGTERM or SIGINT; then finish the batch in flight. The reason where it can't be served."""
    chosen = settings()
    logs.configure(chosen.log_level)
    texts = definitions.texts(chosen.language)
    try:
        engine = db.opened(chosen.database_url)
    except db.NoDriver as error:
        return texts("cli.no_driver", kind=error.kind)
    except db.NewerDatabase as error:
        return texts("cli.newer_database", revision=error.revision)
    except db.NotMigrated:
        return texts("cli.not_migrated")
    collect_seldom()
    log.info("listening", host=chosen.bot_host, port=chosen.bot_port)
    web.run_app(
        app(engine, chosen),
        host=chosen.bot_host,
        port=chosen.bot_port,
        print=None,
        access_log=None,
        shutdown_timeout=5,
    )
    engine.dispose()
    return None


if __name__ == "__main__":
    sys.exit(main())

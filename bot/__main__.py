"""The customers' door: `python -m bot`. The only file that knows everyone here."""

import asyncio
import errno
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial

import structlog
from aiohttp import web
from sqlalchemy import Engine, text

from bot.channels import Channel, Fetches, Runs, Sends
from bot.channels.webchat import WebChat
from bot.clock import lease, tasks
from bot.delivery import Delivery
from bot.fetching import Fetching
from bot.inbox import Inbox
from bot.machine import process
from bot.night import allowed
from bot.web.data import Data
from bot.web.mail_try import MailTry
from storage import db, definitions, logs, mistakes, rulings
from storage.settings import Settings, settings
from storage.ticking import Clock
from storage.trouble import trouble
from storage.wake import Wake

FAILED = web.AppKey("failed", list[BaseException])
"""What the door could not go on after."""

POLL_SECONDS = 2.0
PAUSE_SECONDS = 0.1

log = structlog.get_logger()


def app(engine: Engine, settings: Settings) -> web.Application:
    """The door, ready to be served."""
    wake = Wake(settings.data, settings.database_url)

    def committed() -> None:
        wake.ring()
        delivery.nudge()
        fetching.nudge()

    inbox = Inbox(engine, settings, committed)
    channels = _channels(engine, inbox, settings, wake)
    senders = [channel for channel in channels if isinstance(channel, Sends)]
    delivery = Delivery(engine, senders, process(settings), partial(allowed, settings))
    fetchers = [channel for channel in channels if isinstance(channel, Fetches)]
    fetching = Fetching(engine, fetchers, settings, wake.ring)

    clock = Clock(engine, lease(engine, settings), committed, tasks(settings))

    async def rule() -> None:
        await asyncio.to_thread(_rule, engine)

    async def show() -> None:
        delivery.nudge()
        fetching.nudge()
        await asyncio.gather(*(channel.refresh() for channel in channels))

    async def work(_: web.Application) -> AsyncIterator[None]:
        wake.listen()
        with suppress(db.OutOfReach):
            await rule()
        runs = (channel.run() for channel in channels if isinstance(channel, Runs))
        looking = _look(wake, (rule, show, inbox.take_put_back))
        begun = partial(_begun, door)
        coming = [begun(each) for each in (looking, fetching.run(), clock.run(), *runs)]
        taking, sending = begun(inbox.run()), begun(delivery.run())
        yield
        await _ended(coming)
        inbox.stop()
        await asyncio.wait([taking])  # and not what came of it: whatever that was, what was sent is marked
        delivery.stop()
        await asyncio.wait([sending])
        await asyncio.gather(*(channel.close() for channel in channels if isinstance(channel, Sends)))
        wake.close()

    async def leave(_: web.Application) -> None:
        await asyncio.gather(*(channel.close() for channel in channels if not isinstance(channel, Sends)))

    door = web.Application()
    door[FAILED] = []
    door.add_routes([web.get("/health", _health(engine)), *Data(engine, settings).routes()])
    door.add_routes(MailTry(settings).routes())
    for channel in channels:
        door.add_routes(channel.routes())
    door.cleanup_ctx.append(work)
    door.on_shutdown.append(leave)
    return door


def _rule(engine: Engine) -> None:
    """Whatever policy and calendar the organisation has chosen are in force here too."""
    with db.reading(engine) as session:
        rulings.refresh(session)


def _channels(engine: Engine, inbox: Inbox, settings: Settings, wake: Wake) -> list[Channel]:
    """Those that are set up. Who does not use Telegram or mail does not load it."""
    channels: list[Channel] = [WebChat(engine, inbox, settings)]
    if settings.telegram_token:
        from bot.channels.telegram import Telegram  # noqa: PLC0415 - 15 MB

        channels.append(Telegram(engine, inbox, settings, wake.ring))
    if settings.smtp_url:
        from bot.channels.email import Email  # noqa: PLC0415 - libraries of its own

        channels.append(Email(engine, inbox, settings, wake.ring))
    return channels


def _begun(door: web.Application, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    task.add_done_callback(partial(_stop_if_failed, door))
    return task


async def _ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _stop_if_failed(door: web.Application, task: asyncio.Task[None]) -> None:
    """A door behind which nobody works must not stay open: the process ends, and is started again."""
    if not task.cancelled() and (failure := task.exception()):
        log.error("stopping", **logs.told(failure))
        door[FAILED].append(failure)
        signal.raise_signal(signal.SIGTERM)


async def _look(wake: Wake, rounds: tuple[Callable[[], Awaitable[object]], ...]) -> None:
    """Look for what other processes have done: when one rings, and now and then. Rings in a row are one."""
    while True:
        await wake.wait(POLL_SECONDS)
        try:
            for one in rounds:
                await one()
        except db.OutOfReach as failure:
            log.error("database out of reach", **logs.told(failure))
        await asyncio.sleep(PAUSE_SECONDS)


def _health(engine: Engine) -> Callable[[web.Request], Awaitable[web.Response]]:
    def ask() -> None:
        with db.reading(engine) as session:
            session.execute(text("select 1"))

    async def health(_: web.Request) -> web.Response:
        try:
            await asyncio.to_thread(ask)
        except db.OutOfReach:
            return web.json_response({"status": "database out of reach"}, status=503)
        return web.json_response({"status": "ok"})

    return health


def collect_seldom() -> None:
    """What is loaded stays, and a batch makes tens of thousands of values that go by themselves: looking
    through all of them for cycles every 700 would cost a fifth of the message road."""
    gc.freeze()
    gc.set_threshold(300_000, 20, 50)


def taken(host: str, port: int) -> list[socket.socket]:
    """The place of the door, one socket for each of the host's addresses. Taken before anything is begun:
    who stands there already goes by the same name, and would lose to us what it is at. Raises OSError."""
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    places = {(family, address) for family, _, _, _, address in found}
    return [socket.create_server(address, family=family) for family, address in sorted(places)]


def main() -> str | int:
    """Serve until SIGTERM or SIGINT; then finish the batch in flight. 0; else the reason where it can't be
    served, or 1 where it could not go on."""
    if wrong := mistakes.lines():
        return "\n".join(f"✗ {line}" for line in wrong)
    chosen = settings()
    logs.configure(chosen.log_level)
    texts = definitions.texts(chosen.language)
    try:
        engine = db.opened(chosen.database_url)
    except Exception as error:
        found = trouble(error, chosen.database_url)
        if not found:
            raise
        return texts(f"cli.{found.key}", **found.values)
    try:
        place = taken(chosen.bot_host, chosen.bot_port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return texts("cli.port_taken", port=chosen.bot_port, setting="MANYI_BOT_PORT")
    collect_seldom()
    log.info("listening", host=chosen.bot_host, port=chosen.bot_port)
    door = app(engine, chosen)
    web.run_app(door, sock=place, print=None, access_log=None, shutdown_timeout=5)
    engine.dispose()
    return int(bool(door[FAILED]))


if __name__ == "__main__":
    sys.exit(main())

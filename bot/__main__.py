"""The customers' door: `python -m bot`. The only file that knows everyone here."""

import asyncio
import errno
import gc
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial

import structlog
from aiohttp import hdrs, web
from sqlalchemy import Engine

from bot import metrics, ready
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
from storage import db, definitions, logs, mistakes, options, rulings, unread
from storage.metrics import Metrics
from storage.settings import Settings, settings
from storage.ticking import Clock
from storage.trouble import trouble
from storage.wake import Wake

FAILED = web.AppKey("failed", list[BaseException])
"""What the door could not go on after."""
ANEW = web.AppKey("anew", asyncio.Event)
"""Set when other settings have been chosen: who holds the door begins anew with them."""

POLL_SECONDS = 2.0
PAUSE_SECONDS = 0.1

log = structlog.get_logger()


def app(engine: Engine, settings: Settings) -> web.Application:
    """The door, ready to be served."""
    unread.speak(web.RequestHandler, web.Response)
    wake = Wake(settings.data, settings.database_url)

    def committed() -> None:
        wake.ring()
        delivery.nudge()
        fetching.nudge()

    counts, sent_to = Metrics(engine), set[str]()
    inbox = Inbox(engine, settings, committed, metrics.taking(counts, sent_to))
    channels = _channels(engine, inbox, settings, wake)
    senders = [channel for channel in channels if isinstance(channel, Sends)]
    sent_to.update(channel.name for channel in senders)
    delivery = Delivery(engine, senders, process(settings), partial(allowed, settings), counts.sent)
    fetchers = [channel for channel in channels if isinstance(channel, Fetches)]
    fetching = Fetching(engine, fetchers, settings, wake.ring)

    clock = Clock(engine, lease(engine, settings), committed, tasks(settings))

    async def rule() -> None:
        _begin_anew(door, await asyncio.to_thread(_rule, engine, settings))

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

    door = web.Application(middlewares=[metrics.counting])
    door.on_response_prepare.append(_as_it_says)
    door[FAILED], door[ANEW] = [], asyncio.Event()
    metrics.add(door, counts, settings.metrics_token)
    door.add_routes(ready.routes(engine, settings))
    door.add_routes((*Data(engine, settings).routes(), *MailTry(settings).routes()))
    for channel in channels:
        door.add_routes(channel.routes())
    door.cleanup_ctx.append(work)
    door.on_shutdown.append(leave)
    return door


async def _as_it_says(_: web.Request, response: web.StreamResponse) -> None:
    """No browser takes an answer for something else than it says it is; none tells what we run on."""
    response.headers.popall(hdrs.SERVER, None)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")


def _rule(engine: Engine, settings: Settings) -> frozenset[str]:
    """Whatever the organisation has chosen is in force here too. What the channels have been made with and
    is now another: the settings, the sentences."""
    with db.reading(engine) as session:
        said = {kind for kind in rulings.refresh(session) if kind.startswith("texts:")}
        return options.refresh(session, settings) | said


def _begin_anew(door: web.Application, others: frozenset[str]) -> None:
    """The channels are made once: with other settings they are made by another run of this program."""
    if others:
        log.info("beginning anew with other settings", names=sorted(others))
        door[ANEW].set()
        signal.raise_signal(signal.SIGTERM)


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
        with suppress(db.OutOfReach):
            for one in rounds:
                await one()
        await asyncio.sleep(PAUSE_SECONDS)


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
    served, or 1 where it could not go on. With other settings it is served anew."""
    if wrong := mistakes.lines():
        return "\n".join(f"✗ {line}" for line in wrong)
    chosen = settings()
    logs.configure(chosen.log_level, chosen.log_format)
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
    _rule(engine, chosen)
    collect_seldom()
    log.info("listening", host=chosen.bot_host, port=chosen.bot_port)
    door = app(engine, chosen)
    web.run_app(door, sock=place, print=None, access_log=None, shutdown_timeout=5)
    engine.dispose()
    if door[ANEW].is_set() and not door[FAILED]:
        os.execv(sys.executable, [sys.executable, "-m", "bot"])  # noqa: S606
    return int(bool(door[FAILED]))


if __name__ == "__main__":
    sys.exit(main())

"""The stand-in driven from another process: POST /control/NAME with a JSON object, a JSON value back.

- `do` {"deeds": [[name, [arguments], {named}], …]}: customers act (names of `Deeds`); for each
  [ticket, message_id, id]
- `news` {"after": n, "wait": seconds}: {"rows": what the bot has sent to anybody since row n, "after": where
  to go on}
- `arrived` {"ticket", "wait"}: whether it has; without a ticket: whether all has
- `faults` {dials of `Faults`}, `once` {"method", "kind", "chat", "times"},
  `refuse` {"seconds", "chat", "retry_after"}, `clear` {}: all faults end
- `fails` {"how": "refuse" or "hang", "seconds", "shift"}: an outage of so long (without: until `back`), when
  it ends Telegram's clock is put forth by `shift`; `back` {"shift"}
- `shift` {"seconds"}: Telegram's clock goes forth
- `webhook` {"urls", "secret", "connections", "apart"}: post updates there, in turn, whatever the bot asks for
- `state` {}: counts of everything

It is answered on the API's own port while that is up, and always on the port of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

if TYPE_CHECKING:
    from tests.telegram.standin import StandIn

Asked = dict[str, Any]


async def handle(telegram: "StandIn", request: web.BaseRequest) -> web.Response:
    """Do what was asked; 400 with the reason where it can't be done."""
    name = request.raw_path.removeprefix("/control/")
    asked: Asked = orjson.loads(await request.read() or b"{}")
    try:
        found = await _ORDERS[name](telegram, asked)
    except (KeyError, TypeError, ValueError, LookupError) as error:
        body = {"error": f"{type(error).__name__}: {error}"}
        return web.Response(body=orjson.dumps(body), status=400, content_type="application/json")
    return web.Response(body=orjson.dumps(found), content_type="application/json")


@asynccontextmanager
async def listening(telegram: "StandIn", port: int) -> AsyncIterator[int]:
    """/control/ on a port of its own; the port."""

    async def answer(request: web.BaseRequest) -> web.Response:
        return await handle(telegram, request)

    runner = web.ServerRunner(web.Server(answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _do(telegram: "StandIn", asked: Asked) -> list[Any]:
    return [tuple(getattr(telegram.does, name)(*given, **named)) for name, given, named in asked["deeds"]]


async def _news(telegram: "StandIn", asked: Asked) -> Asked:
    after, log = asked.get("after", 0), telegram.world.log
    await telegram.news.until(lambda: len(log) > after, asked.get("wait", 0))
    rows = log[after : after + asked.get("most", 5000)]
    return {"rows": rows, "after": after + len(rows)}


async def _arrived(telegram: "StandIn", asked: Asked) -> bool:
    queue = telegram.queue
    done = (lambda: queue.settled(asked["ticket"])) if "ticket" in asked else queue.idle
    return await telegram.news.until(done, asked.get("wait", 0))


async def _faults(telegram: "StandIn", asked: Asked) -> None:
    telegram.faults.set(**asked)


async def _once(telegram: "StandIn", asked: Asked) -> None:
    telegram.faults.once(**asked)


async def _refuse(telegram: "StandIn", asked: Asked) -> None:
    telegram.faults.refuse_for(**asked)


async def _clear(telegram: "StandIn", asked: Asked) -> None:
    telegram.faults.clear()


async def _fails(telegram: "StandIn", asked: Asked) -> None:
    await telegram.fails(asked.get("how", "refuse"))
    if seconds := asked.get("seconds"):
        await asyncio.sleep(seconds)  # an outage of this length
        await _back(telegram, asked)


async def _back(telegram: "StandIn", asked: Asked) -> None:
    telegram.clock.shift(asked.get("shift", 0))
    await telegram.is_back()


async def _shift(telegram: "StandIn", asked: Asked) -> None:
    telegram.clock.shift(asked["seconds"])


async def _webhook(telegram: "StandIn", asked: Asked) -> None:
    telegram.webhook.apart = asked.get("apart", False)
    await telegram.webhook.set(asked["urls"], asked.get("secret", ""), asked.get("connections", 40))


async def _state(telegram: "StandIn", asked: Asked) -> Asked:
    return {
        "calls": telegram.calls,
        "happened": telegram.faults.happened,
        "sent": telegram.world.count,
        "waiting": len(telegram.queue.waiting),
        "forgotten": telegram.queue.forgotten,
        "conflicts": telegram.polling.conflicts,
        "pollers": telegram.polling.pollers,
        "posted": {str(status): count for status, count in telegram.webhook.answers.items()},
        "answered": len(telegram.world.answered),
        "commands": telegram.world.commands,
    }


_ORDERS: dict[str, Callable[["StandIn", Asked], Awaitable[Any]]] = {
    "do": _do,
    "news": _news,
    "arrived": _arrived,
    "faults": _faults,
    "once": _once,
    "refuse": _refuse,
    "clear": _clear,
    "fails": _fails,
    "back": _back,
    "shift": _shift,
    "webhook": _webhook,
    "state": _state,
}

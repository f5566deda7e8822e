"""Counts what the customers' door answers, takes and gives, names each request in the log, and shows the
figures to Prometheus."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.performing import Receipt
from storage import logs
from storage.metrics import CONTENT_TYPE, Metrics, may

METRICS = web.AppKey("metrics", Metrics)
NUMBER: web.RequestKey[str] = web.RequestKey("number", str)
"""Of the request, as the log has it."""

LEFT = 499
"""The status of what nobody waited for any more, as nginx notes it."""


def add(app: web.Application, metrics: Metrics, token: str) -> None:
    """Count from now on; /metrics. `counting` is to be the first of the middlewares."""
    app[METRICS] = metrics
    app.on_response_prepare.append(_name)
    app.router.add_get("/metrics", _shown(metrics, token))


@web.middleware
async def counting(request: web.Request, handler: Handler) -> web.StreamResponse:
    """By the route's pattern: a path may hold a key."""
    begun, status, whole = time.perf_counter(), 500, False
    with logs.request() as request[NUMBER]:
        try:
            response = await handler(request)
            status, whole = response.status, isinstance(response, web.Response | web.FileResponse)
            return response
        except web.HTTPException as error:
            status, whole = error.status, True
            raise
        except (asyncio.CancelledError, ConnectionResetError):
            status = LEFT
            raise
        finally:
            resource = request.match_info.route.resource
            seconds = time.perf_counter() - begun if whole else None
            request.app[METRICS].answered(
                request.method, resource.canonical if resource else "", status, seconds
            )


def taking(metrics: Metrics, sent_to: Collection[str]) -> Callable[[str, Receipt], None]:
    """What the inbox tells of each message. Over a channel that is not `sent_to`, the customer's device has
    what was answered as soon as it is kept."""

    def took(channel: str, receipt: Receipt) -> None:
        if receipt.duplicate:
            return
        metrics.took(channel)
        if channel not in sent_to:
            metrics.sent(channel, sum(line.side == "bot" for line in receipt.lines))

    return took


async def _name(request: web.Request, response: web.StreamResponse) -> None:
    """Whoever reports a fault can say which request it was."""
    if number := request.get(NUMBER):
        response.headers["X-Request-Id"] = number


def _shown(metrics: Metrics, token: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def show(request: web.Request) -> web.Response:
        """For who carries the token; where none is set there is no such address."""
        if not token:
            raise web.HTTPNotFound
        if not may(request.headers.get("Authorization", ""), token):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        return web.Response(
            body=await asyncio.to_thread(metrics.told), headers={"Content-Type": CONTENT_TYPE}
        )

    return show

"""Counts what the staff's door answers, names each request in the log, and shows the figures to
Prometheus."""

import asyncio
import time

from aiohttp import web
from aiohttp.typedefs import Handler

from admin.door import DOOR
from storage import logs
from storage.metrics import CONTENT_TYPE, Metrics, may

METRICS = web.AppKey("metrics", Metrics)
NUMBER: web.RequestKey[str] = web.RequestKey("number", str)
"""Of the request, as the log has it."""

LEFT = 499
"""The status of what nobody waited for any more, as nginx notes it."""


def add(app: web.Application) -> None:
    """Count from now on; /metrics. `counting` is to be the first of the middlewares."""
    app[METRICS] = Metrics(app[DOOR].engine)
    app.on_response_prepare.append(name)
    app.router.add_get("/metrics", show)


@web.middleware
async def counting(request: web.Request, handler: Handler) -> web.StreamResponse:
    """By the route's pattern: a path may hold a key, or a customer's number."""
    begun, status, whole = time.perf_counter(), LEFT, False
    with logs.request() as request[NUMBER]:
        try:
            response = await handler(request)
            status, whole = response.status, isinstance(response, web.Response | web.FileResponse)
            return response
        except web.HTTPException as error:
            status, whole = error.status, True
            raise
        finally:
            resource = request.match_info.route.resource
            seconds = time.perf_counter() - begun if whole else None
            request.app[METRICS].answered(
                request.method, resource.canonical if resource else "", status, seconds
            )


async def name(request: web.Request, response: web.StreamResponse) -> None:
    """Whoever reports a fault can say which request it was."""
    if number := request.get(NUMBER):
        response.headers["X-Request-Id"] = number


async def show(request: web.Request) -> web.Response:
    """For who carries the token; where none is set there is no such address."""
    token = request.app[DOOR].settings.metrics_token
    if not token:
        raise web.HTTPNotFound
    if not may(request.headers.get("Authorization", ""), token):
        return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
    told = await asyncio.to_thread(request.app[METRICS].told)
    return web.Response(body=told, headers={"Content-Type": CONTENT_TYPE})

"""/health: the process answers. /ready: it can do its work, else 503 with what is missing. Both ask nobody
who they are and tell nothing that is not for everybody."""

import asyncio
from typing import Final

from aiohttp import web

from admin.door import DOOR
from storage import ready

SECONDS: Final = 10.0
"""A database that takes longer to answer is out of reach."""


def add(app: web.Application) -> None:
    """The two addresses."""
    app.router.add_get("/health", health)
    app.router.add_get("/ready", show)


async def health(_: web.Request) -> web.Response:
    """The process is there, whatever it can do."""
    return web.json_response({"status": "ok"})


async def show(request: web.Request) -> web.Response:
    """Whether the database can be reached, is of this version, and the disks have room."""
    place = request.app[DOOR]
    try:
        async with asyncio.timeout(SECONDS):
            failing = await asyncio.to_thread(ready.failing, place.engine, place.settings.data)
    except TimeoutError:
        failing = (ready.DATABASE,)
    told = {"status": "not ready", "failing": failing} if failing else {"status": "ok"}
    return web.json_response(told, status=503 if failing else 200)

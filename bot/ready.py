"""/health: the process answers. /ready: it can do its work, else 503 with what is missing. This door is open
to everybody: it tells no more than that."""

import asyncio
from typing import Final

from aiohttp import web
from sqlalchemy import Engine

from storage import ready
from storage.settings import Settings

SECONDS: Final = 10.0
"""A database that takes longer to answer is out of reach."""


def routes(engine: Engine, settings: Settings) -> list[web.RouteDef]:
    """The two addresses."""

    async def show(_: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(SECONDS):
                failing = await asyncio.to_thread(ready.failing, engine, settings.data)
        except TimeoutError:
            failing = (ready.DATABASE,)
        told = {"status": "not ready", "failing": failing} if failing else {"status": "ok"}
        return web.json_response(told, status=503 if failing else 200)

    return [web.get("/health", _health), web.get("/ready", show)]


async def _health(_: web.Request) -> web.Response:
    """The process is there, whatever it can do."""
    return web.json_response({"status": "ok"})

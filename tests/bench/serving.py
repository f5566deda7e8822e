"""The two servers of `bench webhook`: our durable route, and one that parses an update and throws it away."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web
from telegram import Bot, Update

from bot.__main__ import collect_seldom
from bot.channels.telegram import Telegram
from bot.inbox import Inbox
from storage import db
from storage.settings import Settings
from tests.bench.manyi_road import sqlite

SECRET = "bench-bench-bench"


def durable(folder: Path) -> web.Application:
    """Our route and our inbox, on the database in this folder."""
    settings = Settings(
        organisation="满意",
        survey="five",
        database_url=sqlite(folder),
        data=folder,
        telegram_token="1:bench",
        telegram_webhook_secret=SECRET,
    )
    engine = db.engine(settings.database_url)
    inbox = Inbox(engine, settings, lambda: None)
    channel = Telegram(engine, inbox, settings, lambda: None)

    async def work(_: web.Application) -> AsyncIterator[None]:
        taking = asyncio.create_task(inbox.run())
        yield
        inbox.stop()
        await taking
        await channel.close()

    app = web.Application()
    app.add_routes(channel.routes())
    app.cleanup_ctx.append(work)
    return app


def thrown() -> web.Application:
    """The peer: parse, and forget."""
    bot = Bot("1:bench")

    async def parse(request: web.Request) -> web.Response:
        Update.de_json(await request.json(), bot)
        return web.Response()

    app = web.Application()
    app.add_routes([web.post("/telegram", parse)])
    return app


def main(name: str, port: int, folder: str) -> None:
    """Be this server, `durable` or `thrown`."""
    app = durable(Path(folder)) if name == "durable" else thrown()
    collect_seldom()
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)

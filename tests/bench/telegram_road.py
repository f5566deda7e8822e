"""Telegram in `bench conv`: updates as JSON text in, committed rows and sent replies out, `synchronous=FULL`.

Each update is parsed by python-telegram-bot, as the peer's are, besides being read by us; a batch is what 256
customers send at once, and one transaction. Presses are answered and replies sent through the library's own
Bot by `bot.delivery`, which claims and marks every one in the outbox; only the wire is cut, as the peer's is.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, func, select
from telegram import Bot, Update

from bot.channels.telegram import Telegram
from bot.delivery import Delivery
from bot.inbox import Inbox
from bot.performing import take_batch
from bot.telegram import updates, webhook
from bot.telegram.api import Api
from bot.telegram.events import Heard
from storage import db
from storage.settings import Settings
from storage.tables import outbox
from tests.bench import telegram_updates
from tests.bench.conversation_handler import CutWire
from tests.bench.manyi_road import BEGAN, made
from tests.bench.outcome import outcome
from tests.bench.script import AT_ONCE, watched

SETTINGS = Settings(organisation="满意", survey="five", telegram_token="1:bench")


class Road:
    """The channel, with its wire cut."""

    def __init__(self, engine: Engine, wire: CutWire) -> None:
        self._engine = engine
        self._bot = Bot("1:bench")
        with patch("bot.telegram.api.AiohttpRequest", lambda *_, **__: wire):
            self._api = Api(SETTINGS, 1)
            inbox = Inbox(engine, SETTINGS, lambda: None)
            self._delivery = Delivery(engine, [Telegram(engine, inbox, SETTINGS, lambda: None)])

    async def run(self, texts: Sequence[str]) -> float:
        """Seconds for all."""
        began = time.perf_counter()
        for first in range(0, len(texts), AT_ONCE):
            await self._batch(texts[first : first + AT_ONCE], first // AT_ONCE)
        return time.perf_counter() - began

    async def _batch(self, texts: Sequence[str], number: int) -> None:
        now = BEGAN + timedelta(seconds=number)
        told = [webhook.parsed(text.encode()) for text in texts]
        for update in told:
            Update.de_json(update, self._bot)
        heard = [event for update in told if isinstance(event := updates.read(update, now), Heard)]
        with db.writing(self._engine) as session:
            take_batch(session, [event.inbound for event in heard], now, SETTINGS, repeats=False)
        for event in heard:
            if event.callback:
                await self._api.call("answerCallbackQuery", callback_query_id=event.callback)
        await self._delivery.deliver()


def main(customers: int, url: str) -> dict[str, Any]:
    """The measured run, on an empty database."""
    engine = made(url)
    texts = list(telegram_updates.updates(customers))
    wire = CutWire()
    seconds = asyncio.run(Road(engine, wire).run(texts))
    with db.reading(engine) as session:
        sent = session.scalar(select(func.count()).where(outbox.c.state == "sent"))
    assert sent == len(wire.said)
    addresses = {customer: str(customer) for customer in watched(customers)}
    return {"messages": len(texts), "seconds": seconds, **outcome(engine, addresses), "sent": sent}

"""Which keyboard stands in a chat, so that it can be put away when its question is answered in words."""

import asyncio
from typing import NamedTuple

from sqlalchemy import Engine

from bot.message import Outbound
from bot.telegram import keyboards
from bot.telegram.events import CHANNEL
from bot.telegram.spoken import spoken
from storage import db, outbox
from storage.domain.locale import Texts


class Keyboard(NamedTuple):
    """A keyboard under a message: `text` is what that message says (the last part of a long one)."""

    message_id: int
    text: str
    outbound: Outbound


class Shown:
    """Looked up in the outbox: whichever process has sent it, and however long ago."""

    def __init__(self, engine: Engine, texts: Texts) -> None:
        self._engine = engine
        self._texts = texts

    async def last(self, address: str, of: str) -> Keyboard | None:
        """The last one that belongs to this question, if it has been sent."""
        found = await asyncio.to_thread(self._find, address, of)
        if found is None:
            return None
        message_id, payload = found
        outbound = Outbound.load(payload)
        texts = spoken(outbound, self._texts)
        return Keyboard(int(message_id), keyboards.said(outbound, texts)[-1].text, outbound)

    def _find(self, address: str, of: str) -> tuple[str, dict[str, object]] | None:
        with db.reading(self._engine) as session:
            return outbox.standing(session, (CHANNEL, address), of)

"""What becomes of a frame, whatever way it came: by WebSocket or by long polling."""

from datetime import UTC, datetime
from typing import Final

import structlog

from bot.inbox import Inbox, TooFast, Unavailable
from bot.message import Inbound
from bot.performing import Receipt
from bot.web import frames
from bot.web.frames import Hello, Refused
from bot.web.newcomers import Newcomers
from bot.web.sockets import Page, Sockets
from storage import definitions
from storage.domain.locale import Texts

log: Final = structlog.get_logger()


class Hearing:
    """Gives frames to the inbox, and tells the page what came of it."""

    def __init__(self, inbox: Inbox, sockets: Sockets, texts: Texts) -> None:
        self._inbox = inbox
        self._sockets = sockets
        self._texts = texts
        self._newcomers = Newcomers()

    def admit(self, known: bool, place: str) -> None:
        """Refused where a talk would be begun, and too many are from this place."""
        if not known and not self._newcomers.admits(place):
            raise Refused("crowded")

    async def take(self, inbound: Inbound) -> Receipt:
        """Give a message to the inbox. Refused when it was not taken."""
        mark = inbound.external_id
        try:
            return await self._inbox.take(inbound)
        except TooFast:
            raise Refused("too_fast", mark) from None
        except Unavailable:
            raise Refused("unavailable", mark) from None

    async def keep(self, inbound: Inbound) -> Receipt:
        """Take it and show it on all pages of its talk."""
        receipt = await self.take(inbound)
        await self._sockets.show(inbound.address, receipt)
        return receipt

    async def open(self, page: Page, hello: Hello) -> None:
        """Who is new, or follows a link, opens the talk. Raises Refused where it is not opened."""
        page.language = hello.language
        if page.conversation_id and not hello.asks:
            return
        self.admit(page.conversation_id is not None, page.place)
        try:
            receipt = await self.take(frames.opened(page.address, hello, datetime.now(UTC)))
        except Refused as refused:
            await self.refuse(page, Refused(refused.why))
        else:
            await self._sockets.show(page.address, receipt)

    async def hear(self, page: Page, frame: frames.Frame) -> None:
        """What was said, or what was seen. Raises Refused."""
        if frame.get("type") == "seen":
            if page.conversation_id:
                self._inbox.see(page.conversation_id, min(frames.number(frame.get("seq")), page.after))
            return
        inbound = frames.inbound(frame, page.address, datetime.now(UTC))
        self.admit(page.conversation_id is not None, page.place)
        receipt = await self.take(inbound)
        page.conversation_id = page.conversation_id or receipt.conversation_id
        await page.tell(frames.dump({"type": "taken", "id": frame["id"], "seq": receipt.seq}))
        await self._sockets.show(page.address, receipt)

    async def refuse(self, page: Page, refused: Refused) -> None:
        """Say why it was not taken."""
        log.info("refused", channel=frames.CHANNEL, why=refused.why)
        texts = definitions.texts(page.language) if page.language else self._texts
        text = texts(f"error.{refused.why}")
        await page.tell(frames.dump({"type": "refused", "id": refused.id, "why": refused.why, "text": text}))

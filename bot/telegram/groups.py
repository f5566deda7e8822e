"""Groups: what customers say is between them and us, so a group is refused politely and left."""

import time

from bot.seldom import Seldom
from bot.telegram.api import Api
from bot.telegram.errands import Errands

SAID_AGAIN = 3600.0
LEFT_AGAIN = 10.0


class Groups:
    """Says so once in a while, and goes each time."""

    def __init__(self, api: Api, errands: Errands, text: str) -> None:
        self._api = api
        self._errands = errands
        self._text = text
        self._said = Seldom(SAID_AGAIN)
        self._left = Seldom(LEFT_AGAIN)

    def refuse(self, chat_id: int) -> None:
        """Say where we can be found, then leave."""
        address, now = str(chat_id), time.monotonic()
        if self._said.allows(address, now):
            said = {"chat_id": chat_id, "text": self._text}
            self._errands.put(address, lambda: self._api.call("sendMessage", **said))
        if self._left.allows(address, now):
            self._errands.put(address, lambda: self._api.call("leaveChat", chat_id=chat_id))

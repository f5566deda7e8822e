"""What is said, sent: an `Outbound` is one message or, where it is long, several in a row."""

from collections import OrderedDict

from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels import Gone, Later
from bot.message import Outbound
from bot.telegram import keyboards
from bot.telegram.api import Api, seconds
from bot.telegram.fields import target
from bot.telegram.keyboards import Part
from storage.domain.locale import Texts

TOKEN_PAUSE = 60.0
MOST_BEGUN = 1_000

LEFT = ("chat not found", "user is deactivated", "bot was blocked", "user not found")


class Sending:
    """Sends, part by part."""

    def __init__(self, api: Api, texts: Texts) -> None:
        self._api = api
        self._texts = texts
        self._begun: OrderedDict[tuple[str, Outbound], int] = OrderedDict()

    async def send(self, outbound: Outbound, address: str) -> str:
        """The id of the last message. Raises Later, Gone; what has arrived before is not sent again then."""
        *before, last = keyboards.said(outbound, self._texts)
        if before:
            await self._begin(outbound, address, before)
        message_id = await self._message(address, last)
        self._begun.pop((address, outbound), None)
        return str(message_id)

    async def _begin(self, outbound: Outbound, address: str, before: list[Part]) -> None:
        """All parts but the last. How far we have come is remembered, should the rest have to wait."""
        begun = (address, outbound)
        for part in before[self._begun.get(begun, 0) :]:
            await self._message(address, part)
            self._begun[begun] = self._begun.get(begun, 0) + 1
        if len(self._begun) > MOST_BEGUN:
            self._begun.popitem(last=False)

    async def _message(self, address: str, part: Part) -> int:
        parameters = {**target(address), "text": part.text}
        if part.markup:
            parameters["reply_markup"] = part.markup
        try:
            message = await self._api.call("sendMessage", **parameters)
        except TelegramError as error:
            raise excuse(error) from None
        return int(message["message_id"])


def excuse(error: TelegramError) -> Later | Gone:
    """What an error of Telegram means for the one message. Its text is never passed on."""
    if isinstance(error, RetryAfter):
        return Later(seconds(error), "flood")
    if isinstance(error, Forbidden):
        return Gone("blocked")
    if isinstance(error, BadRequest):
        return Gone("left" if error.message.lower().startswith(LEFT) else "rejected")
    if isinstance(error, InvalidToken):
        return Later(TOKEN_PAUSE, "token")
    if isinstance(error, TimedOut | NetworkError):
        return Later(0, "network")
    return Later(0, type(error).__name__)

"""What is said, sent: an `Outbound` is one message or, where it is long, several in a row."""

from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels import Gone, Later, Refused
from bot.message import Outbound
from bot.telegram import keyboards
from bot.telegram.api import Api, seconds
from bot.telegram.fields import target
from bot.telegram.keyboards import Part
from bot.telegram.spoken import spoken
from storage.domain.locale import Texts

TOKEN_PAUSE = 60.0

LEFT = ("chat not found", "user is deactivated", "bot was blocked", "user not found")


class Sending:
    """Sends, part by part."""

    def __init__(self, api: Api, texts: Texts) -> None:
        self._api = api
        self._texts = texts

    async def send(self, outbound: Outbound, address: str) -> str:
        """The id of the last message. Raises Later, Refused, Gone; after Later all is sent once more, what
        has arrived too (ADR 18)."""
        *before, last = keyboards.said(outbound, spoken(outbound, self._texts))
        for part in before:
            await self._message(address, part)
        return str(await self._message(address, last))

    async def _message(self, address: str, part: Part) -> int:
        parameters = {**target(address), "text": part.text}
        if part.markup:
            parameters["reply_markup"] = part.markup
        try:
            message = await self._api.call("sendMessage", **parameters)
        except TelegramError as error:
            raise excuse(error) from None
        return int(message["message_id"])


def excuse(error: TelegramError) -> Later | Refused | Gone:
    """What an error of Telegram means for the one message. Its text is never passed on."""
    if isinstance(error, RetryAfter):
        return Later(seconds(error), "flood")
    if isinstance(error, Forbidden):
        return Gone("blocked")
    if isinstance(error, BadRequest):
        return Gone("left") if error.message.lower().startswith(LEFT) else Refused("rejected")
    if isinstance(error, InvalidToken):
        return Later(TOKEN_PAUSE, "token")
    if isinstance(error, TimedOut | NetworkError):
        return Later(0, "network")
    return Later(0, type(error).__name__)

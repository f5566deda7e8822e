"""Buttons after they were pressed: let go, ticked, put away. In the background, best effort."""

import asyncio
import time
from typing import Any

from bot.message import Choice
from bot.performing import Receipt
from bot.seldom import Seldom
from bot.telegram import keyboards
from bot.telegram.api import Api
from bot.telegram.errands import Errands
from bot.telegram.events import Heard, Toggled
from bot.telegram.fields import target
from bot.telegram.shown import Keyboard, Shown
from bot.telegram.ticks import Ticks
from storage.domain.locale import Texts

PAUSES = (0.0, 0.5, 2.0)
REPEATED = 600.0
"""Seconds within which Telegram may hand in the same press again."""


class Buttons:
    """Edits what stands under messages."""

    def __init__(self, api: Api, errands: Errands, shown: Shown, texts: Texts) -> None:
        self._api = api
        self._errands = errands
        self._shown = shown
        self._texts = texts
        self._ticks = Ticks()
        self._once = Seldom(REPEATED)

    def current(self, update: Any) -> Any:
        """The update with the ticks that were set a moment ago."""
        return self._ticks.current(update)

    def toggle(self, pressed: Toggled) -> None:
        """Set a tick or take it away, once for each press. Nothing is kept of it: the keyboard says what is
        ticked."""
        if not self._once.allows(pressed.callback, time.monotonic()):
            return
        markup = keyboards.toggled(pressed.markup, pressed.data)
        self._ticks.note(pressed.address, pressed.message_id, markup)
        self.let_go(pressed.address, pressed.callback)
        place = pressed.address, pressed.message_id
        self._errands.put(
            pressed.address, lambda: self._edit("editMessageReplyMarkup", *place, reply_markup=markup)
        )

    def answered(self, heard: Heard, receipt: Receipt) -> None:
        """The message is kept: put away the keyboard of what it closed, and one pressed that is of no use.

        While a person holds the talk nothing is closed: then the keyboard stays.
        """
        address, of = heard.inbound.address, heard.inbound.of
        if heard.callback:
            self.let_go(address, heard.callback)
        pressed = heard.message_id and heard.text
        closes = pressed and receipt.closed and of == receipt.closed
        if closes:
            self._tick(address, heard.message_id, heard.text, keyboards.picked(heard))
        elif pressed and receipt.open and of != receipt.open:
            self._put_away(address, heard.message_id)
        if receipt.closed and not closes:
            keys = _heard(receipt)
            self._errands.put(address, lambda: self._put_away_shown(address, receipt.closed, keys))

    def say_too_fast(self, address: str) -> None:
        """Ask somebody to slow down: what they sent was not taken."""
        said = {**target(address), "text": self._texts("error.too_fast")}
        self._errands.put(address, lambda: self._api.call("sendMessage", **said))

    def let_go(self, address: str, callback: str) -> None:
        """The button that was pressed stops turning."""
        self._errands.put(address, lambda: self._api.call("answerCallbackQuery", callback_query_id=callback))

    def _tick(self, address: str, message_id: int, text: str, labels: list[str]) -> None:
        said = keyboards.answered(text, labels)
        self._errands.put(address, lambda: self._edit("editMessageText", address, message_id, text=said))

    def _put_away(self, address: str, message_id: int) -> None:
        """What was ticked there stays so."""
        self._errands.put(address, lambda: self._edit("editMessageReplyMarkup", address, message_id))

    async def _put_away_shown(self, address: str, of: str, keys: list[str]) -> None:
        """The question was answered in words: its keyboard has first to be found. Who is quick may answer
        before it is noted that the question was sent.
        """
        for pause in PAUSES:
            await asyncio.sleep(pause)
            if keyboard := await self._shown.last(address, of):
                said = keyboards.answered(keyboard.text, _labels(keyboard, keys))
                await self._edit("editMessageText", address, keyboard.message_id, text=said)
                return

    async def _edit(self, method: str, address: str, message_id: int, **parameters: Any) -> None:
        await self._api.call(method, **target(address), message_id=message_id, **parameters)


def _heard(receipt: Receipt) -> list[str]:
    """The keys that the text was heard as, which closed what was open."""
    said = receipt.lines[0] if receipt.lines else None
    choice = said.payload if said and said.side == "customer" else None
    picked = [choice, *choice.get("also", ())] if choice else []
    return next((each["keys"] for each in picked if each["of"] == receipt.closed), [])


def _labels(keyboard: Keyboard, keys: list[str]) -> list[str]:
    choices: dict[str, Choice] = {choice.key: choice for choice in keyboard.outbound.choices}
    return [keyboards.label(choices[key]) for key in keys if key in choices]

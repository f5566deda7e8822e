"""A customer on Telegram, in this process. Waits for what it expects, never sleeps."""

from typing import Any

from tests.telegram.deeds import Deed, buttons
from tests.telegram.standin import StandIn
from tests.telegram.world import Row


class Customer:
    """One chat with the bot. What they do returns once the bot has taken it."""

    def __init__(self, telegram: StandIn, chat: int) -> None:
        self.telegram = telegram
        self.chat = chat
        self._marks: dict[str, Deed] = {}

    @property
    def sent(self) -> list[Row]:
        """All that the bot did here, in order, edits too."""
        return self.telegram.sent(self.chat)

    @property
    def heard(self) -> list[str]:
        """The texts of the messages that came, in order; edits left out."""
        return [row["text"] for row in self.sent if row["method"] == "sendMessage"]

    @property
    def shown(self) -> list[Row]:
        """The bot's messages as they look now."""
        return self.telegram.shown(self.chat)

    @property
    def asked(self) -> Row:
        """The last message with buttons."""
        return next(message for message in reversed(self.shown) if buttons(message))

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons of the last message that has any."""
        return [button["text"] for button in buttons(self.asked)]

    def button(self, key: str) -> str:
        """What stands on the button of the last question that picks the choice with this key."""
        found = (each for each in buttons(self.asked) if each["callback_data"].endswith(f"|{key}"))
        return str(next(found)["text"])

    async def starts(self, payload: str = "") -> str:
        return await self._done(self.telegram.does.starts(self.chat, payload))

    async def says(self, text: str, mark: str = "", **more: Any) -> str:
        """Say it; its mark. With a mark: the same message arrives once more."""
        if mark:
            self.telegram.queue.again(self._marks[mark].ticket)
            return await self._done(self._marks[mark])
        return await self._done(self.telegram.does.says(self.chat, text, **more))

    async def picks(self, button: str, message_id: int = 0, *, shown: bool = True) -> str:
        """Press the button with this label or data."""
        return await self._done(
            self.telegram.does.presses(self.chat, button, message_id=message_id, shown=shown)
        )

    async def edits(self, mark: str, text: str) -> None:
        """Change what was said under this mark."""
        await self._done(self.telegram.does.edits(self.chat, self._marks[mark].message_id, text))

    async def does(self, name: str, *given: Any, **named: Any) -> str:
        """Anything else that `Deeds` knows."""
        return await self._done(getattr(self.telegram.does, name)(self.chat, *given, **named))

    async def hears(self, *words: str, after: int = 0) -> Row:
        """Wait for a message (beyond the first `after`) that has all these words, and give what was sent."""

        def found() -> list[Row]:
            said = [row for row in self.sent if row["method"] == "sendMessage"][after:]
            return [row for row in said if all(word in row["text"] for word in words)]

        await self.until(found, f"to hear {words}")
        return found()[0]

    async def until(self, happened: Any, what: str = "") -> None:
        """Wait until `happened()`."""
        try:
            await self.telegram.until(happened, what)
        except AssertionError as error:
            raise AssertionError(f"{error}; heard {self.heard}") from None

    async def _done(self, deed: Deed) -> str:
        mark = f"{deed.message_id}.{deed.ticket}"
        self._marks[mark] = deed
        await self.telegram.arrived(deed)
        return mark

"""A customer, as the talks of this folder have them: they say and pick, and hear."""

from datetime import datetime
from typing import Any, Protocol, Self

from bot.conversation.effects import Finish
from bot.conversation.talk import Talk
from bot.message import Outbound


class Line(Protocol):
    """What carries the words: `direct.DirectLine` to `step()`, those of `roads` to a running door."""

    complaints: list[Any]
    now: datetime
    stored: str

    def send(
        self, kind: Any, text: str = "", keys: tuple[str, ...] = (), of: str = "", **more: Any
    ) -> list[Outbound]: ...
    def attach(
        self, name: str, content: bytes, text: str = "", album: str = "", **more: Any
    ) -> list[Outbound]: ...
    def last(self) -> str: ...
    def answers(self) -> dict[str, Any]: ...
    def asked_again(self) -> list[tuple[str, Any]]: ...
    def reasons(self) -> dict[str, str]: ...
    def consents(self) -> list[bool]: ...
    def called(self) -> list[str]: ...
    def ends(self) -> list[tuple[str, float | None]]: ...
    def finished(self) -> Finish: ...
    def due(self, what: str) -> list[Outbound]: ...
    def rests(self) -> datetime | None: ...
    def aside(self) -> set[str]: ...
    def publishes(self, source: str) -> None: ...
    def retires(self) -> None: ...
    def requests(self) -> list[Any]: ...
    def close(self, number: str) -> None: ...
    def handles(self, number: str, *moves: str) -> Any: ...
    def state_of(self, number: str) -> str: ...
    def notes(self, number: str) -> list[str]: ...
    def asked_after(self, number: str) -> list[Outbound]: ...
    def asks_for(self, number: str, text: str) -> list[Outbound]: ...
    def stayed(self, number: str) -> tuple[bool | None, int | None]: ...
    @property
    def talk(self) -> Talk: ...


class Customer:
    """`customer.says("4").hears("交付")`."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.heard: list[Outbound] = []
        self.shown: Outbound | None = None
        self.said: dict[str, str] = {}

    def _hear(self, heard: list[Outbound]) -> Self:
        self.heard = heard
        self.shown = next((each for each in reversed(heard) if each.choices), self.shown)
        return self

    def opens(self, start: str = "") -> Self:
        """Opens the chat, perhaps by a link to a survey."""
        return self._hear(self.line.send("open", start=start))

    def starts(self, start: str = "") -> Self:
        """Presses the button that a chat begins with, or types that command."""
        return self._hear(self.line.send("open", "/start", start=start))

    def commands(self, entry: str, words: str = "") -> Self:
        """Picks from the menu that the channel has beside its input field, or types it with words."""
        return self._hear(self.line.send("choice", words, keys=(entry,), of="menu"))

    def says(self, text: str) -> Self:
        self._hear(self.line.send("text", text))
        self.said[text] = self.line.last()
        return self

    def says_late(self, text: str) -> Self:
        """This was written before what was said last, and arrives after it."""
        return self._hear(self.line.send("text", text, late=True))

    def changes(self, text: str, to: str) -> Self:
        """Edits a message said before."""
        return self._hear(self.line.send("edit", to, of=self.said[text]))

    def takes_back(self, text: str) -> Self:
        """Deletes a message said before."""
        return self._hear(self.line.send("withdraw", of=self.said[text]))

    def is_asked_after(self, number: str) -> Self:
        """Weeks after this complaint was closed."""
        return self._hear(self.line.asked_after(number))

    def is_waited_for(self, number: str, text: str) -> Self:
        """Staff ask them this about their complaint."""
        return self._hear(self.line.asks_for(number, text))

    def sends_a_sticker(self) -> Self:
        """Sends something that we can't read."""
        return self._hear(self.line.send("other"))

    def picks(self, *labels: str, of: Outbound | None = None) -> Self:
        """Picks choices by their labels: of the last shown, or of an older message."""
        shown = of or self.shown
        assert shown is not None, "nothing to pick was shown"
        keys = {choice.label: choice.key for choice in shown.choices}
        return self._hear(self.line.send("choice", keys=tuple(keys[label] for label in labels), of=shown.of))

    def enters(self, *keys: str) -> Self:
        """Hands in what a picker of its own kind makes: a day, a number, an order of things."""
        return self._hear(self.line.send("choice", keys=keys, of=self.heard[-1].of))

    def picks_first(self) -> Self:
        """Picks the first choice shown."""
        assert self.shown is not None
        return self.picks(self.shown.choices[0].label)

    def sends(self, name: str, text: str = "", album: str = "") -> Self:
        """Sends a photo, perhaps with words, perhaps of an album; or, by its name, a voice message."""
        return self._hear(self.line.attach(name, b"\x89PNG", text, album))

    def sends_afar(self, name: str, text: str = "", album: str = "", size: int = 0) -> Self:
        """Sends the same on a channel from which files are fetched afterwards."""
        return self._hear(self.line.attach(name, b"", text, album, remote="file-1", size=size))

    def hears(self, *parts: str) -> Self:
        """Every part was said, in any of the messages that came back."""
        said = "\n".join(each.text for each in self.heard)
        for part in parts:
            assert part in said, f"{part!r} was not said, but:\n{said}"
        return self

    def hears_not(self, *parts: str) -> Self:
        said = "\n".join(each.text for each in self.heard)
        for part in parts:
            assert part not in said, f"{part!r} was said:\n{said}"
        return self

    def hears_nothing(self) -> Self:
        assert not self.heard
        return self

    def sees(self, *labels: str) -> Self:
        """These can be picked now."""
        shown = [choice.label for choice in self.heard[-1].choices]
        assert set(labels) <= set(shown), f"{labels} wanted, {shown} shown"
        return self

    def is_at(self, position: int, of: int) -> Self:
        """The progress shown: question `position` of so many."""
        assert self.heard[-1].progress == (position, of)
        return self

    def answers_nothing(self) -> Self:
        """Nothing was kept as an answer."""
        assert self.line.answers() == {}
        return self

    def is_registered(self) -> Self:
        """The number of the last complaint was told."""
        return self.hears(self.line.complaints[-1].number)

    def answered(self, question: str, value: Any) -> Self:
        """This value was kept for the question."""
        assert self.line.answers()[question].value == value
        return self

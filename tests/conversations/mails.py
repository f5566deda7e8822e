"""Customers who write mails: `writer.writes("1. 满意").reads("记下了")`."""

from collections.abc import Sequence
from typing import Any, Protocol, Self

from bot.conversation.context import Context, Invitation
from bot.conversation.effects import Complain, Invited, Say
from bot.conversation.inviting import invite, remind
from bot.conversation.letter import Letter
from bot.conversation.letters import compose
from bot.conversation.talk import load
from bot.message import Asked, Inbound, Outbound
from tests.conversations.customer import Line
from tests.conversations.direct import MONDAY, DirectLine

START = "/invitation/5"


class MailLine(DirectLine):
    """Straight into `step()`, by mail. `invited` once the clock has done so."""

    channel = "email"
    invited = False

    def context(self) -> Context:
        made = super().context()
        if not self.invited or self.talk.version_id or self.moves():
            return made
        invitation = Invitation(5, MONDAY.replace(month=12, day=7))
        return Context(**{name: getattr(made, name) for name in Context.__slots__} | {"invited": invitation})

    def mails(
        self,
        text: str,
        pictures: Sequence[str] = (),
        lines: Sequence[tuple[str, str]] = (),
        refused: Sequence[tuple[str, str]] = (),
    ) -> list[Outbound]:
        """Its files come in before its words, as the mailbox hands them in."""
        album = str(self.now)
        for picture in pictures:
            assert not self.attach(picture, b"\x89PNG", album=album), "a file was answered by itself"
        text = text or "\n".join(words for _, words in lines)
        return self.send("text", text, album=album, pieces=tuple(lines), refused=tuple(refused))

    def invites(self, *, again: bool = False) -> list[Outbound]:
        """What the clock says to who is to be asked, or to be reminded; empty where nothing may be."""
        self.invited = True
        inbound = Inbound(self.channel, "a", START, "open", self.now, start=START)
        turn = (remind if again else invite)(load(self.stored), inbound, self.context(), self.now)
        if turn is None:
            return []
        assert isinstance(turn, Letter)
        compose(turn)
        self.stored = turn.talk.dump()
        return [each.outbound for each in turn.effects if isinstance(each, Say)]

    def moves(self) -> list[str]:
        """What became of the invitation."""
        return [each.trigger for each in self.effects if isinstance(each, Invited)]

    def registered(self) -> Complain:
        """The one complaint."""
        (found,) = [effect for effect in self.effects if isinstance(effect, Complain)]
        return found


class Mails(Line, Protocol):
    """A line that mails go over: `MailLine` to `step()`, `roads.EmailLine` to a running door."""

    def mails(
        self,
        text: str,
        pictures: Sequence[str] = (),
        lines: Sequence[tuple[str, str]] = (),
        refused: Sequence[tuple[str, str]] = (),
    ) -> list[Outbound]: ...
    def invites(self, *, again: bool = False) -> list[Outbound]: ...


class Writer:
    """One customer. A mail is answered by one mail, or by none."""

    def __init__(self, line: Mails) -> None:
        self.line = line
        self.mail: Outbound | None = None

    def writes(
        self,
        text: str,
        *pictures: str,
        pieces: tuple[tuple[str, str], ...] = (),
        refused: tuple[tuple[str, str], ...] = (),
    ) -> Self:
        """Sends a mail."""
        return self._got(self.line.mails(text, pictures, pieces, refused))

    def is_invited(self) -> Self:
        return self._got(self.line.invites())

    def is_reminded(self) -> Self:
        return self._got(self.line.invites(again=True))

    def is_asked_after(self, number: str) -> Self:
        """Weeks after this complaint was closed."""
        return self._got(self.line.asked_after(number))

    def is_waited_for(self, number: str, text: str) -> Self:
        """Staff ask them this about their complaint."""
        return self._got(self.line.asks_for(number, text))

    def _got(self, mails: list[Outbound]) -> Self:
        assert len(mails) <= 1, [each.text for each in mails]
        self.mail = mails[0] if mails else None
        return self

    def reads(self, *parts: str) -> Self:
        """Every part stands in the mail, above the questions or in them."""
        whole = self._whole()
        for part in parts:
            assert part in whole, f"{part!r} does not stand in:\n{whole}"
        return self

    def reads_not(self, *parts: str) -> Self:
        whole = self._whole()
        for part in parts:
            assert part not in whole, f"{part!r} stands in:\n{whole}"
        return self

    def is_asked(self, *numbers: int) -> Self:
        """The questions of the mail, by their numbers."""
        assert [each.number for each in self.asks] == list(numbers), self._whole()
        return self

    def gets_nothing(self) -> Self:
        assert self.mail is None, self._whole()
        return self

    def answered(self, question: str, value: Any) -> Self:
        assert self.line.answers()[question].value == value
        return self

    @property
    def asks(self) -> tuple[Asked, ...]:
        return self.mail.asks if self.mail else ()

    def line_of(self, number: int) -> str:
        """The line under which this question stands, as it is quoted."""
        asked = next(each for each in self.asks if each.number == number)
        return f"> {number}. {asked.text.rpartition(chr(10))[2]}"

    def _whole(self) -> str:
        if self.mail is None:
            return ""
        lines = [self.mail.text]
        for each in self.asks:
            lines += [f"{each.number}. {each.text}", *(choice.label for choice in each.choices), each.hint]
        return "\n".join([*lines, *(choice.label for choice in self.mail.choices)])

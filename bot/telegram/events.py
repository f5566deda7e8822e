"""What an update comes to. Pure."""

from datetime import datetime
from typing import Any, NamedTuple

from bot.message import Inbound

CHANNEL = "telegram"


class Heard(NamedTuple):
    """A customer did something that the inbox takes.

    Of a press on a button: `callback` is the id to answer it by, `message_id`, `text` and `markup` those of
    the message that the button stands under (0, empty and None where Telegram does not show it any more).
    """

    inbound: Inbound
    callback: str = ""
    message_id: int = 0
    markup: Any = None
    text: str = ""

    def choosing(self, of: str, keys: tuple[str, ...]) -> "Heard":
        """The same with this choice."""
        return self._replace(inbound=self.inbound._replace(of=of, keys=keys))


class Hashed(NamedTuple):
    """A press whose data stand for a choice too long for a button: `keyboards.resolve` finds it.

    `data` are those of the buttons picked; `heard` is what it will be, its choice still open.
    """

    heard: Heard
    data: tuple[str, ...]

    @property
    def address(self) -> str:
        """Whose press it is."""
        return self.heard.inbound.address


class Toggled(NamedTuple):
    """A tick set or taken away where several may be picked: only the keyboard of the message changes."""

    address: str
    message_id: int
    markup: Any
    data: str
    callback: str


class Withdrawn(NamedTuple):
    """A customer took back messages said before: one for the inbox each."""

    inbounds: tuple[Inbound, ...]


class Left(NamedTuple):
    """A customer has blocked us."""

    address: str
    at: datetime


class Returned(NamedTuple):
    """A customer who had blocked us lets us write again."""

    address: str
    at: datetime


class Group(NamedTuple):
    """Somebody has put us into a group, where nobody's answers would stay their own: say so, and leave."""

    chat_id: int


Event = Heard | Hashed | Toggled | Withdrawn | Left | Returned | Group

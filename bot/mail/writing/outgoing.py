"""What a mail is to say, before it is one."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, NamedTuple

LOGO: Final = "logo.manyi"
"""What the logo in a mail is called (its Content-ID): by it we know it again in an answer."""


class Mailbox(NamedTuple):
    """An address, and whose it is."""

    address: str
    name: str = ""


class Choice(NamedTuple):
    """A choice as it is written out: `sign` is what stands for it in an answer, empty where only its words
    do."""

    sign: str
    label: str


class Question(NamedTuple):
    """A question as the customer reads it; `number` stands before it, `title` opens its section. `choices`
    without words of their own, as 0 to 10 have none, stand on one line."""

    number: int
    text: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    title: str = ""

    @property
    def line(self) -> str:
        """As it stands in the mail, and is quoted in the answer."""
        return f"{self.number}. {self.text}" if self.number else self.text


class Row(NamedTuple):
    """A line of a table: a name, a figure, how long its bar is (0 to 100; None: no bar), what is said of
    it."""

    name: str
    value: str
    bar: float | None = None
    said: str = ""


class Table(NamedTuple):
    """Figures under a title."""

    title: str
    rows: tuple[Row, ...]


class Head(NamedTuple):
    """The figure that a page begins with, large, under a name; `text` is how the words begin that say the
    same, where there is no page."""

    text: str
    name: str
    value: str
    said: str = ""


class Link(NamedTuple):
    """A way elsewhere, and the words that it stands under."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail to one customer. Times are aware, identifiers have their angle brackets.

    `text` is what is said first, in paragraphs parted by an empty line, `tables` what stands below it,
    `links` what its addresses are called on a page; `asks` what follows, `how` how to answer. `signed` says
    who writes. `automatic` is the keyword of Auto-Submitted (RFC 3834, 5), empty for what a person has
    written; `unsubscribe` are the URIs of List-Unsubscribe (RFC 2369, 3.2), of which one that begins with
    https acts on a POST (RFC 8058). `logo` is a small PNG.
    """

    sender: Mailbox
    to: Mailbox
    subject: str
    date: datetime
    message_id: str
    text: str
    signed: str
    language: str
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    asks: tuple[Question, ...] = ()
    how: str = ""
    web: Link | None = None
    leave: Link | None = None
    note: str = ""
    automatic: Literal["", "auto-generated", "auto-replied"] = ""
    unsubscribe: tuple[str, ...] = ()
    head: Head | None = None
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    logo: bytes = field(default=b"", repr=False)

    @property
    def numbered(self) -> bool:
        """Whether its questions have numbers: then it is good to know how to answer before they come."""
        return bool(self.asks and self.asks[0].number)

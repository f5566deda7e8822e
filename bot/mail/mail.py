"""What a mail comes to: all that the door learns of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Kind = Literal[
    "reply",
    "empty",
    "auto_reply",
    "bounce",
    "receipt",
    "calendar",
    "recall",
    "forward",
    "unsubscribe",
    "unreadable",
]


class Piece(NamedTuple):
    """Words of the customer, with the quoted line under which they stand; None above all quotes."""

    line: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail: its name as shown, its media type as declared (``image/jpeg``; where it
    says nothing, as told by the content), whether it stands within the text."""

    name: str
    kind: str
    content: bytes
    inline: bool


class Failure(NamedTuple):
    """An address that did not take our mail. status: RFC 3463, class 5 for good, class 4 for now."""

    address: str
    status: str

    @property
    def permanent(self) -> bool:
        return self.status.startswith("5")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, read.

    text: the reply alone, lines parted by ``\\n``. reason: why this kind, a word of a fixed set. token: the
    signed reply token as found, not verified. sender, recipients (To and Cc): bare addresses.
    message_id, in_reply_to, references: with their angle brackets. date: as the sender's clock says, aware.
    flags: ``unsure`` (kept what may be a quote), ``truncated`` (longer than is read), ``charset`` (some
    characters could not be read), ``list`` (came over a mailing list: not to be answered). failures: of a
    bounce, whom our mail did not reach. evidence: those of the attachments that the customer sent, without
    what programs add.
    """

    kind: Kind
    text: str
    pieces: tuple[Piece, ...]
    token: str | None
    attachments: tuple[Attachment, ...]
    reason: str
    subject: str
    sender: str
    recipients: tuple[str, ...]
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    date: datetime | None
    flags: frozenset[str]
    failures: tuple[Failure, ...] = ()
    evidence: tuple[Attachment, ...] = ()

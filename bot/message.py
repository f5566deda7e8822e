"""All that a channel and the bot share: what comes in, what goes out. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

Kind = Literal["open", "text", "choice", "file", "edit", "withdraw", "other", "due"]
Picker = Literal[
    "none",
    "buttons",
    "levels",
    "stars",
    "numbers",
    "date",
    "ranking",
    "number",
    "photo",
    "file",
    "phone",
    "signature",
]

NO_SURVEY: Final = "."
"""`Inbound.start` of a link that can lead to no survey: it is garbled."""

LONGEST_TEXT: Final = 20_000
"""Characters of a message that are taken."""

LONGEST_LETTER: Final = 100_000
"""Those of a mail: nobody can be told while they write it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as received: its kind is found by content, its name carries no path.

    `remote` is the channel's name of a file that is still to be fetched; until then `content` is empty, and
    `kind` and `size` (bytes) are what the channel says of it.
    """

    name: str
    kind: str
    content: bytes
    remote: str = ""
    size: int = 0


class Inbound(NamedTuple):
    """One thing that a customer did on a channel.

    `external_id` is the channel's own, unique in the conversation: the same again is a repeat, and ignored.
    `kind` is open (came; with a `text` if they said so and want to be answered), text, choice, file, edit (a
    message said before, `of` its external id, now reads `text`), withdraw (`of` its external id) or other
    (something that we can't read: a sticker, a place, a poll). A choice gives the `keys` picked, and in
    `of` the mark of the question that showed them, so that old buttons are told from current ones. `seen` is
    the last `seq` that the customer's device has acknowledged. `start` is the key of the survey asked for.
    `order` is the channel's own number in the conversation, rising, where it has one (else 0): what comes
    after a higher one is `late`, which the inbox finds. Files of one `album` are answered once. Only who
    opens brings a `place`, where the QR code hung that they came by, and the `language` that their device is
    set to (a tag, or a list of them as in Accept-Language). `pieces` of a mail that answers between the lines
    are pairs of the quoted line ("" for none) and the words that stand below it; `text` holds the same words.
    `refused` tells of what came with a mail and is not kept: pairs of why (file_kind, file_count; text, where
    its words are cut) and the name, "" where it has none that can be repeated; `most_files` are kept.
    """

    channel: str
    address: str
    external_id: str
    kind: Kind
    at: datetime
    text: str = ""
    keys: tuple[str, ...] = ()
    of: str = ""
    attachment: Attachment | None = None
    seen: int = 0
    start: str = ""
    raw: bytes | None = None
    order: int = 0
    late: bool = False
    album: str = ""
    place: str = ""
    language: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    most_files: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick: `key` comes back, `label` is shown, `icon` is a sign of its level if it has one."""

    key: str
    label: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a mail that asks several at once.

    `number` stands before it in the mail, from 1; `of` marks the question as in `Outbound`. `choices` are
    written out below `text`, `many` of them may be picked. `hint` says in a few words how to answer.
    """

    number: int
    of: str
    text: str
    choices: tuple[Choice, ...] = ()
    many: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Outbound:
    """One thing said to a customer, for any channel.

    `of` marks the question that is asked, and that the choices belong to. `picker` is a wish that a channel
    may not be able to grant: then the choices are written out. `many`: several choices may be picked.
    `progress` is (position, of how many). `plain` is what to say instead when the question is asked once more
    later, where `text` answers what was not understood. `details` is what a picker has to know besides the
    choices, in pairs: low, high (of a number), unit, least, most (of a ranking), accept (photo or file),
    run (the matrix that this row is one of), scan (a code to be drawn), web (a mail has its link to the web
    chat although it asks nothing). `by` names the member of staff who says it. `language` is the one that a
    question is asked in, where the customer has chosen one: what a channel says beside it is to be in the
    same. A mail says all of a step at once: `text` is what comes first, `asks` are the questions that follow
    it, `subject` is its title, where the talk has one to give. What is told `to_staff` is
    read by a member of staff.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    of: str = ""
    picker: Picker = "none"
    many: bool = False
    progress: tuple[int, int] | None = None
    plain: str = ""
    details: tuple[tuple[str, Any], ...] = ()
    by: str = ""
    language: str = ""
    asks: tuple[Asked, ...] = ()
    subject: str = ""
    to_staff: bool = False

    def dump(self) -> dict[str, Any]:
        """The JSON object kept in the outbox: what is empty is left out."""
        payload: dict[str, Any] = {"text": self.text}
        if self.of:
            payload["of"] = self.of
        if self.choices:
            payload["choices"] = [[c.key, c.label, c.icon] for c in self.choices]
        if self.choices or self.picker != "none":
            payload["picker"] = self.picker
        if self.many:
            payload["many"] = True
        if self.progress:
            payload["progress"] = list(self.progress)
        named = self.plain or self.by or self.language or self.subject or self.to_staff
        if named or self.details or self.asks:
            payload |= self._seldom()
        return payload

    def _seldom(self) -> dict[str, Any]:
        """What few messages have."""
        payload: dict[str, Any] = {name: kept for name in _AS_IT_IS if (kept := getattr(self, name))}
        if self.details:
            payload["details"] = dict(self.details)
        if self.asks:
            payload["asks"] = [_asked(ask) for ask in self.asks]
        return payload

    @classmethod
    def load(cls, payload: dict[str, Any]) -> "Outbound":
        """What `dump` made into an object of the outbox."""
        return cls(
            payload["text"],
            tuple(Choice(*choice) for choice in payload.get("choices", ())),
            payload.get("of", ""),
            payload.get("picker", "none"),
            payload.get("many", False),
            tuple(payload["progress"]) if "progress" in payload else None,
            payload.get("plain", ""),
            tuple(payload.get("details", {}).items()),
            payload.get("by", ""),
            payload.get("language", ""),
            tuple(_asking(ask) for ask in payload.get("asks", ())),
            payload.get("subject", ""),
            payload.get("to_staff", False),
        )


_AS_IT_IS: Final = ("plain", "by", "language", "subject", "to_staff")


def _asked(ask: Asked) -> list[Any]:
    """A question of a mail, as it is kept."""
    return [ask.number, ask.of, ask.text, [[c.key, c.label, c.icon] for c in ask.choices], ask.many, ask.hint]


def _asking(kept: list[Any]) -> Asked:
    """What `_asked` made."""
    number, of, text, choices, many, hint = kept
    return Asked(number, of, text, tuple(Choice(*choice) for choice in choices), many, hint)

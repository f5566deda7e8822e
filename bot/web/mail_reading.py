"""What is pasted on the page for trying a mail, read as mails are: the whole of one, or its text alone."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.mail import body, read
from bot.mail.mail import Piece
from bot.mail.reply import cut
from storage import definitions

_FIELD: Final = re.compile(r"(?:(?P<name>[!-9;-~]+):.*|[ \t].*)")  # RFC 5322, 2.2 and 2.2.3
_SOURCE: Final = frozenset(("from", "subject"))
_QUOTED: Final = frozenset(("sent",))  # the head that Outlook puts above what it quotes


class Tried(NamedTuple):
    """`kind` is that of a whole mail; `cut` has why, and the lines."""

    kind: str
    pieces: Sequence[Piece]
    cut: Sequence[tuple[str, tuple[str, ...]]]
    unsure: bool


def tried(said: str) -> Tried:
    """What became of it."""
    ours = _examples()
    if not _is_source(said):
        found = cut(said, None, ours)
        return Tried("", found.pieces, found.cut, found.unsure)
    raw = said.lstrip().encode("utf-8", "replace")
    letter, mail = body.letter(raw), read(raw, ours)
    left_out = cut(letter.plain, letter.html, ours).cut
    return Tried(mail.kind, mail.pieces, left_out, "unsure" in mail.flags)


def _is_source(said: str) -> bool:
    """Whether it begins with the header of a mail."""
    head = said.lstrip().partition("\n\n")[0].split("\n")
    fields = [_FIELD.fullmatch(line) for line in head]
    names = {field["name"].lower() for field in fields if field and field["name"]}
    return all(fields) and names >= _SOURCE and not names & _QUOTED


def _examples() -> list[str]:
    """Our mails that the examples of the page answer."""
    examples = (definitions.texts(name)("mail_try.example") for name in definitions.languages())
    return ["\n".join(line[1:] for line in each.splitlines() if line.startswith(">")) for each in examples]

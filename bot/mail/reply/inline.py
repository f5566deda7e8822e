"""Where line breaks were lost, reply and old mail share a line: this parts them. Pure.

Only on the surest signs: dashes on both sides of the words, an attribution with address or day and time,
three labels.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from bot.mail.reply.evidence import addressed, timed
from bot.mail.reply.grown import attribution, signs
from bot.mail.reply.law import either, load
from bot.mail.reply.line import Line

LOOKED_AT: Final = 200_000  # characters of one line; a reply is never so long
_MOST_TRIED: Final = 400  # lines with a sign in them
_HEADERS: Final = 800

_BARE: Final = re.compile(r"(?:原始邮件|原始郵件|邮件原文|Original Message|Original)[\s:：]*$")
_DASHES_BEFORE: Final = re.compile(r"(?:[-—_=~─]{3,}|[-—]{2,})\s*$")
_DASHES_AFTER: Final = re.compile(r"\s*(?:[-—_=~─]{2,})")


class Found(NamedTuple):
    start: int
    end: int
    mark: str  # rest | attribution


Look = Callable[[str], Found | None]


def parted(lines: Sequence[Line]) -> tuple[list[Line], bool]:
    """The lines, those that share reply and old mail parted; and whether there was one."""
    result, broken, tried = list[Line](), False, 0
    for line in lines:
        looks = _hinted(line.text[:LOOKED_AT]) if not (line.depth or line.mark) else []
        tried += bool(looks)
        pieces = list(_parts(line, looks)) if looks and tried <= _MOST_TRIED else [line]
        broken = broken or len(pieces) > 1 or bool(pieces[0].mark and not line.mark)
        result += pieces
    return result, broken


def _parts(line: Line, looks: Sequence[Look]) -> Iterator[Line]:
    text = line.text[:LOOKED_AT]
    found = min(filter(None, (look(text) for look in looks)), default=None)
    if found is None:
        yield line
        return
    typed = text[: found.start].rstrip(" \t>|*-—_=")
    if typed:
        yield Line(typed)
    if found.mark == "rest":
        yield Line(line.text[found.start :], mark="rest")
        return
    yield Line(text[found.start : found.end], mark="attribution")
    if line.text[found.end :].strip():
        yield Line(line.text[found.end :].strip())


def _hinted(text: str) -> list[Look]:
    """What may be found in it at all: in nearly no line anything, and the patterns are slow."""
    if len(text) <= 12:
        return []
    small = text.lower()
    return [look for look, hints in _HINTS if any(hint in small for hint in hints)]


@cache
def _words() -> re.Pattern[str]:
    quotes = load("quotes")
    return re.compile(either(quotes["separator"]["words"] + quotes["forwarded"]["words"]), re.IGNORECASE)


@cache
def _first_labels() -> re.Pattern[str]:
    return re.compile(r"(?:发件人|发件者|寄件者|寄件人|发信人|(?<![A-Za-z])From)\s?[:：]")


@cache
def _other_labels() -> tuple[re.Pattern[str], ...]:
    labels = load("quotes")["labels"]
    return tuple(
        re.compile(rf"(?:{either(w for w in labels[role] if len(w) > 1)})\s?[:：]", re.IGNORECASE)
        for role in ("sent", "to", "subject")
    )


def _separator(text: str) -> Found | None:
    for sign in signs(_words(), text):
        before = _DASHES_BEFORE.search(text, max(0, sign.start() - 80), sign.start())
        after = _DASHES_AFTER.match(text, sign.end())
        if before and after and not _alone(text, before.start(), after.end()):
            return Found(before.start(), after.end(), "rest")
    return None


def _grown(text: str) -> Found | None:
    found = attribution(text)
    return Found(*found, "attribution") if found else None


def _alone(text: str, start: int, end: int) -> bool:
    """A line of its own, which needs no parting."""
    return not text[:start].strip("-—_=~─ *>|") and not text[end:].strip("-—_=~─ *|")


def _labels(text: str) -> Found | None:
    for sign in signs(_first_labels(), text):
        window = text[sign.end() : sign.end() + _HEADERS]
        others = sum(pattern.search(window) is not None for pattern in _other_labels())
        if others >= 2 and (addressed(window) or timed(window)):
            bare = _BARE.search(text, max(0, sign.start() - 40), sign.start())
            return Found(bare.start() if bare else sign.start(), sign.end(), "rest")
    return None


_HINTS: Final[tuple[tuple[Look, tuple[str, ...]], ...]] = (
    (_separator, ("--", "——", "___", "===", "~~~", "───")),
    (
        _grown,
        ("写道", "寫道", "撰写", "撰寫", "wrote", "a écrit", "escribió", "scritto", "escreveu", "schrieb",
         "schreef", "skrev"),
    ),
    (_labels, ("件人", "件者", "信人", "from")),
)  # fmt: skip
"""What no line is without in which one of them finds something."""

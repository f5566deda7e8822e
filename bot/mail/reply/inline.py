"""Where line breaks were lost, reply and old mail share a line: this parts them. Pure.

Only on the surest signs: dashes on both sides of the words, an attribution with address or day and time,
three labels.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from bot.mail.reply.evidence import DAY, addressed, dated, timed
from bot.mail.reply.law import either, load
from bot.mail.reply.line import Line

LOOKED_AT: Final = 200_000  # characters of one line; a reply is never so long
_MOST_SIGNS: Final = 64
_ATTRIBUTION: Final = 300
_HEADERS: Final = 800

_START: Final = re.compile(
    rf"(?:(?<![A-Za-z])(?:On|At)\s+(?:\w{{2,10}},?\s+){{0,2}}|[在于於]\s*(?:[星周週]\w{{1,3}}[,，]?\s*)?)?"
    rf"(?:(?:周|星期|週)\w[,，]?\s*)?{DAY}",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"[^\s。！？，,;；<>]{0,30}\s?<[^<>\s]{1,80}@[^<>\s]{1,80}>[\s，,]{0,3}$")
_SCORE: Final = re.compile(r"\d{1,2}分?(?=[^\d\s.])")
_NAMED_OPENER: Final = re.compile(r"在\s*[\"“']?[^\s\"”。！？]{0,40}[\"”']?\s*<[^<>]{3,80}>[,，\s]*$")
_BARE: Final = re.compile(r"(?:原始邮件|原始郵件|邮件原文|Original Message|Original)[\s:：]*$")
_DASHES_BEFORE: Final = re.compile(r"(?:[-—_=~─]{3,}|[-—]{2,})\s*$")
_DASHES_AFTER: Final = re.compile(r"\s*(?:[-—_=~─]{2,})")


class Found(NamedTuple):
    start: int
    end: int
    mark: str  # rest | attribution


def parted(lines: Sequence[Line]) -> tuple[list[Line], bool]:
    """The lines, those that share reply and old mail parted; and whether there was one."""
    result, broken = list[Line](), False
    for line in lines:
        pieces = [line] if line.depth or line.mark else list(_parts(line))
        broken = broken or len(pieces) > 1 or bool(pieces[0].mark and not line.mark)
        result += pieces
    return result, broken


def _parts(line: Line) -> Iterator[Line]:
    text = line.text[:LOOKED_AT]
    found = (
        min(filter(None, (_separator(text), _attribution(text), _labels(text))), default=None)
        if _hinted(text)
        else None
    )
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


def _hinted(text: str) -> bool:
    return len(text) > 12 and _hint().search(text) is not None


@cache
def _hint() -> re.Pattern[str]:
    return re.compile(f"{_words().pattern}|{_closings().pattern}|{_first_labels().pattern}", re.IGNORECASE)


@cache
def _words() -> re.Pattern[str]:
    quotes = load("quotes")
    return re.compile(either(quotes["separator"]["words"] + quotes["forwarded"]["words"]), re.IGNORECASE)


@cache
def _closings() -> re.Pattern[str]:
    return re.compile(
        r"(?:写道|寫道|撰写|撰寫|wrote|a écrit|escribió|ha scritto|escreveu)\s?(?:[:：]|-{2,})"
        r"|\b(?:schrieb|schreef|skrev)\b[^:]{0,160}:",
        re.IGNORECASE,
    )


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


def _signs(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return (sign for sign, _ in zip(pattern.finditer(text), range(_MOST_SIGNS), strict=False))


def _separator(text: str) -> Found | None:
    for sign in _signs(_words(), text):
        before = _DASHES_BEFORE.search(text, max(0, sign.start() - 80), sign.start())
        after = _DASHES_AFTER.match(text, sign.end())
        if before and after and not _alone(text, before.start(), after.end()):
            return Found(before.start(), after.end(), "rest")
    return None


def _alone(text: str, start: int, end: int) -> bool:
    """A line of its own, which needs no parting."""
    return not text[:start].strip("-—_=~─ *>|") and not text[end:].strip("-—_=~─ *|")


def _attribution(text: str) -> Found | None:
    behind = 0
    for sign in _signs(_closings(), text):
        start = _start(text, max(behind, sign.start() - _ATTRIBUTION), sign.start(), sign.end())
        behind = sign.end()
        if start is not None and (text[:start].strip(" >*-") or text[sign.end() :].strip(" >*-")):
            return Found(start, sign.end(), "attribution")
    return None


def _start(text: str, least: int, last: int, end: int) -> int | None:
    """Where the attribution begins that ends here, if there is evidence for it."""
    starts = [found.start() for found in _START.finditer(text, least, last)]
    strong = [start for start in starts if _strong(text[start:last]) or _NAMED.search(text, least, start)]
    if not strong:
        return None
    first = _first_of_the_last(strong)
    before = (pattern.search(text, least, first) for pattern in (_opener(), _NAMED_OPENER))
    start = min((found.start() for found in before if found), default=first)
    named = _NAMED.search(text, least, start)
    return _of_the_name(text, named, text[end:]) if named else start


def _of_the_name(text: str, named: re.Match[str], below: str) -> int:
    """Where the name begins; typed words may have grown onto it, which must not go."""
    apart = named.start() > 0 and text[named.start() - 1].isspace()
    if apart or not below.strip(" >*-"):
        return named.start()
    score = _SCORE.match(text, named.start())
    return score.end() if score else text.index("<", named.start())


def _first_of_the_last(starts: Sequence[int]) -> int:
    """A day may be read from several of its characters: the first of those that stand together."""
    first = starts[-1]
    for start in reversed(starts):
        if first - start > 12:
            break
        first = start
    return first


@cache
def _opener() -> re.Pattern[str]:
    """``Le``, ``El``, ``Am`` in front of the day; those of Chinese and English are in the day's pattern."""
    words = "|".join(re.escape(word) for word in load("quotes")["wrote"]["opens"])
    return re.compile(rf"(?<![^\W_])(?:{words})\s(?:\w{{2,12}}[.,]?\s){{0,2}}$", re.IGNORECASE)


def _strong(text: str) -> bool:
    return dated(text) and (addressed(text) or (timed(text) and "的" not in text))


def _labels(text: str) -> Found | None:
    for sign in _signs(_first_labels(), text):
        window = text[sign.end() : sign.end() + _HEADERS]
        others = sum(pattern.search(window) is not None for pattern in _other_labels())
        if others >= 2 and (addressed(window) or timed(window)):
            bare = _BARE.search(text, max(0, sign.start() - 40), sign.start())
            return Found(bare.start() if bare else sign.start(), sign.end(), "rest")
    return None

"""An attribution that typed words have grown onto, where line breaks were lost. Pure."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from bot.mail.reply.evidence import DAY, addressed, dated, timed
from bot.mail.reply.law import load

_MOST_SIGNS: Final = 64
_ATTRIBUTION: Final = 300
_START: Final = re.compile(
    rf"(?:(?:(?<![A-Za-z])(?:On|At)|(?-i:(?<=[a-z])On))\s+(?:\w{{2,10}}(?:,\s*|\s+)){{0,2}}|[在于於]\s*(?:[星周週]\w{{1,3}}[,，]?\s*)?)?"
    rf"(?:(?:周|星期|週)\w[,，]?\s*)?{DAY}",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"(?:(?:[A-Z][\w.'’-]{0,20}\s){1,3}|[^\s。！？，,;；<>]{0,30}\s?)\(?<[^<>\s]{1,80}@[^<>\s]{1,80}>\)?[\s，,]{0,3}$"
)
_NAME_ALONE: Final = re.compile(r"[^。！？；!?;<>@]{0,40}")
_WEEKDAY: Final = re.compile(r"[^\d\W\u2e80-\uffff]{2,12}[.,]\s?")
_SCORE: Final = re.compile(r"\d{1,2}分?(?=[^\d\s.])")
_NAMED_OPENER: Final = re.compile(
    r"在\s*[\"“']?[^\s\"”。！？]{0,40}[\"”']?\s*<[^<>]{3,80}>[,，\s]*$"
    r"|(?:^|(?<=[\s。！？]))在\s+[^在\"”。！？<>]{1,60}<[^<>]{3,80}>[,，\s]*$"
)


def signs(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The first matches, so that a text of nothing else takes no longer."""
    return (sign for sign, _ in zip(pattern.finditer(text), range(_MOST_SIGNS), strict=False))


def attribution(text: str) -> tuple[int, int] | None:
    """Where it begins and ends, if there is one with words around it."""
    behind = 0
    for sign in signs(_closings(), text):
        start = _start(text, max(behind, sign.start() - _ATTRIBUTION), sign.start(), sign.end())
        behind = sign.end()
        if start is not None and (text[:start].strip(" >*-") or text[sign.end() :].strip(" >*-")):
            return start, sign.end()
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
    alone = not text[end:].strip(" >*-")
    if named:
        return _of_the_name(text, named, alone=alone)
    if alone and (_WEEKDAY.fullmatch(text, 0, start) or _name_first(text, start)):
        return 0
    return start


def _name_first(text: str, start: int) -> bool:
    """``张三 於 2024/3/5 上午 10:12 寫道:`` on a line of its own."""
    return text[start] in "于於" and _NAME_ALONE.fullmatch(text, 0, start) is not None


def _of_the_name(text: str, named: re.Match[str], *, alone: bool) -> int:
    """Where the name begins; typed words may have grown onto it, which must not go. alone: nothing stands
    behind it, so that line breaks are as they were."""
    if alone and _NAME_ALONE.fullmatch(text, 0, named.start()):
        return 0
    apart = named.start() > 0 and text[named.start() - 1].isspace()
    if apart or alone:
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


@cache
def _closings() -> re.Pattern[str]:
    return re.compile(
        r"(?:写道|寫道|撰写|撰寫|wrote|a écrit|escribió|ha scritto|escreveu)\s?(?:[:：]|-{2,})"
        r"|\b(?:schrieb|schreef|skrev)\b[^:]{0,160}:",
        re.IGNORECASE,
    )

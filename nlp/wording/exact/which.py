"""Which of several amounts answers the question, and when another one is needed to know."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from nlp.wording.exact.measures import Amount
from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.text.normal import normalise

NEAR = 10  # characters before a number in which 一共 stands
_MATTERS = late(r"[^\W\d_]{2,8}")
_LONGEST = 4
_UNIT = late(r"[^\W\d一二两三四五六七八九十百千万俩仨半个]+$")
_PAID = late(r"[实只就才]?付了?$")
_ARE = "[了是有为:约共 ]{0,2}"
Fit = tuple[Amount, float]  # an amount, and its value in the unit asked for


def meant(fits: Sequence[Fit], text: str, question: str) -> list[Fit]:
    """Such as say the unit before bare ones, totals before parts, not 比上次多了2天."""
    named = [fit for fit in fits if fit[0].unit or led(_PAID, fit[0], text)] or list(fits)
    named = [fit for fit in named if not _priced(fit, text)] or named
    for words in (_difference(), _planned()):
        named = [fit for fit in named if not led(words, fit[0], text)] or named
    named = _of_the_matter(named, text, question)
    totals = [fit for fit in named if led(_total(), fit[0], text)]
    return totals or _without_parts(named, text, question)


def _priced(fit: Fit, text: str) -> bool:
    """一晚300"""
    return fit[1] == 1 and text[fit[0].end : fit[0].end + 1].isdecimal()


def led(words: re.Pattern[str], amount: Amount, text: str) -> bool:
    """Whether these words stand before an amount."""
    return words.search(text, max(0, amount.start - NEAR), amount.start) is not None


def in_pieces(chosen: Sequence[Fit], fits: Sequence[Fit], found: Sequence[Amount], text: str) -> bool:
    """Whether the number must be put together: 两桌，一桌10个; 10分钟，又等了20; 我付了80，他付了80."""
    if any(led(_total(), amount, text) for amount, _ in chosen):
        return False
    more = len(fits) > 1 and any(led(_words("added", "[^\\d,。;]{0,4}"), amount, text) for amount, _ in fits)
    return more or _for_each(chosen, found, text) or len(_payers(chosen, text)) > 1


def _for_each(chosen: Sequence[Fit], found: Sequence[Amount], text: str) -> bool:
    """10个 of 两桌，一桌10个 and of 两桌，10个一桌."""
    units = {unit[0] for each in found if each.value > 1 and (unit := _UNIT.search(each.words))}
    before = re.compile(rf"(?:一|每一?)(?:{either(units)})(?:都?是|都?有)?$")
    behind = re.compile(rf"\s*(?:(?:一|每一?)|/)(?:{either(units)})")
    return any(led(before, amount, text) or behind.match(text, amount.end) for amount, _ in chosen)


def _payers(chosen: Sequence[Fit], text: str) -> set[str]:
    persons = _words("persons", "[^\\d,。;]{0,3}")
    found = (persons.search(text, max(0, a.start - NEAR), a.start) for a, _ in chosen)
    return {person[0] for person in found if person}


def _of_the_matter(fits: list[Fit], text: str, question: str) -> list[Fit]:
    """抽检500件，不良12件, where the question asks for the 不良."""
    if len(fits) < 2:
        return fits
    before, behind = _around_matter(question)
    on = [fit for fit in fits if led(before, fit[0], text) or behind.match(text, fit[0].end)]
    return on or fits


def _without_parts(fits: list[Fit], text: str, question: str) -> list[Fit]:
    """5人，其中2个孩子, where the question asks how many in all."""
    if len(fits) < 2 or not any(word in question for word in load("number")["asks_total"]):
        return fits
    most = fits[0][1]
    parts = _words("part", "")
    return fits[:1] + [fit for fit in fits[1:] if fit[1] >= most or not led(parts, fit[0], text)]


@lru_cache(maxsize=256)
def matter(question: str) -> str:
    """A pattern for the words of the question that say what is counted: 不良 of 本批不良数是多少件."""
    plain = re.sub(either(load("number")["not_the_matter"]), " ", normalise(question))
    starts = [(run, at) for run in _MATTERS.findall(plain) for at in range(len(run) - 1)]
    return either({run[at:end] for run, at in starts for end in range(at + 2, at + _LONGEST + 1)})


@lru_cache(maxsize=256)
def _around_matter(question: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = matter(question)
    return re.compile(rf"(?:{words})[数量品]?{_ARE}$"), re.compile(rf"\s?[的是]?(?:{words})")


@cache
def _words(name: str, gap: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{either(load('number')[name])}){gap}$")


@cache
def _planned() -> re.Pattern[str]:
    return _words("planned", "(?:是|要|了|的)?")


@cache
def _difference() -> re.Pattern[str]:
    return _words("difference", "了?")


@cache
def _total() -> re.Pattern[str]:
    return _words("total", r"[^,，。;；\d]{0,4}")

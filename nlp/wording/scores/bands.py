"""A part of a range said where the levels are such parts: 90分以上, 六十出头, 82到88之间."""

import re
from functools import cache

from nlp.wording.lexicon import either, load
from nlp.wording.scores.rungs import Rungs
from nlp.wording.text.numerals import number, numeral


def banded(rungs: Rungs, text: str) -> tuple[int, str] | None:
    """The level that holds the whole of what was said, with the words; None where none or several may."""
    if not (rungs.bands and rungs.hundred):
        return None
    found = list(_part().finditer(text))
    place = _place(rungs, found[0]) if len(found) == 1 else None
    return None if place is None else (place, found[0][0])


def _place(rungs: Rungs, found: re.Match[str]) -> int | None:
    low = number(found["from"] or found["n"] or found["under"])
    high = number(found["to"]) if found["to"] else low
    if low is None or high is None:
        return None
    if found["below"] or found["under"]:
        low, high = 0.0, low - 1
    elif found["above"]:
        high = 100.0
    elif not found["to"]:  # sixty and a little, or some sixty
        low, high = low + 1, low + (9 if found["many"] else 3)
    return next((i for i, band in enumerate(rungs.bands) if band.low <= low <= high <= band.high), None)


@cache
def _part() -> re.Pattern[str]:
    data, n = load("numbers"), numeral()
    above, below, little = (either(data[key]) for key in ("part_above", "part_below", "part_little"))
    return re.compile(
        rf"(?P<from>{n})分?(?:到|至|-|~)(?P<to>{n})分?"
        rf"|(?:{either(data['part_under'])})(?P<under>{n})分?"
        rf"|(?P<n>{n})(?:分?(?:(?P<above>{above})|(?P<below>{below})|{little})|(?P<many>[多几来]分))"
    )

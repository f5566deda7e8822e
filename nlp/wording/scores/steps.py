"""A level told from another: 比满意差一档, 满意往上一级; or from the middle: 中间偏上."""

import re
from functools import cache

from nlp.wording.lexicon import either, load, pattern
from nlp.wording.scores.ladder import Ladder
from nlp.wording.scores.numbering import names_of
from nlp.wording.text.normal import core
from nlp.wording.text.numerals import number, numeral

_EVEN = (4, 6)  # levels of which two are in the middle


def stepped(ladder: Ladder, text: str) -> tuple[int, str] | None:
    """The level so many steps better or worse than the one named, with the words; None where none is."""
    names = names_of(ladder.options)
    steps = ladder.degrees and pattern("numbers", "step_unit").search(text)
    found = _step().search(text) if steps else None
    named = found["than"] or found["from"] if found else ""
    if not found or named not in names:
        return None
    by = int(number(found["by"]) or 0) * (1 if found["up"] else -1)
    place = names[named] + (-by if ladder.reversed else by)
    return (place, found[0]) if by and 0 <= place < len(ladder.options) else None


def by_the_middle(ladder: Ladder, text: str) -> tuple[int, str] | None:
    """中间偏上: of four or six levels the upper of the middle two; of five, nobody knows."""
    said, up, count = core(text), load("numbers")["above_middle"], len(ladder.options)
    known = said in up or said in load("numbers")["below_middle"]
    if count not in _EVEN or ladder.degrees is None or not known:
        return None
    return (count // 2 - ((said in up) == ladder.reversed), said)


@cache
def _step() -> re.Pattern[str]:
    data = load("numbers")
    up, down, unit = (either(data[key]) for key in ("step_up", "step_down", "step_unit"))
    way = rf"(?:(?P<up>{up})|{down})"
    return re.compile(
        rf"(?:比(?P<than>\w{{1,6}}?)|^(?P<from>\w{{1,6}}?)的?)(?:再|还|要|稍|略|更|又|往|的)*{way}"
        rf"(?:了|出)?(?P<by>{numeral()})个?(?:{unit})"
    )

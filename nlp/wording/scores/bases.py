"""What full marks are said to be: 满分10分, 5分制, 5分给(4分)."""

import re
from functools import cache
from typing import NamedTuple

from nlp.wording.lexicon import either, load
from nlp.wording.text.numerals import has_letters, number, numeral


class Base(NamedTuple):
    """``alone``: it may be the score itself (10分满分!), as the range 0-10 may not."""

    value: float
    words: str
    alone: bool


@cache
def _bases(latin: bool) -> re.Pattern[str]:
    """满分10分, 5分制, 5分给(4分)."""
    data, n = load("numbers"), numeral(latin=latin)
    counted = either((*data["points"], *data["stars"]))
    unit = rf"(?!{either(data['not_units'])})\s*(?:{counted})?"
    return re.compile(
        rf"(?:{either(data['base_before'])})[是为有:]?(?P<a>{n}){unit}(?:{either(data['base_after'])})?(?!\d)"
        rf"|[01]{unit}(?:{either(data['between'])})(?P<d>{n}){unit}(?=.)"
        rf"|(?P<b>{n})(?:{unit}(?:{either(data['base_after'])})(?![造作成定])"
        rf"|(?:{counted})(?:{either(data['base_within'])})(?![等上下规]))"
        rf"|(?P<c>{n})(?:{counted})(?=(?:{either(data['base_then'])})\s*{n})"
    )


def without_base(text: str) -> tuple[Base | None, str]:
    """What full marks are said to be, and the text without it."""
    found = _bases(has_letters(text)).search(text)
    value = number(found["a"] or found["b"] or found["c"] or found["d"]) if found else None
    if not found or value not in (5, 7, 10, 100):
        return None, text
    blank = " " * len(found[0])
    base = Base(value, found[0], alone=found["d"] is None)
    return base, text[: found.start()] + blank + text[found.end() :]

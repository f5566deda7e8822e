"""What stands around a telling word and turns it: 不贵, 要是便宜点就好了, 别家便宜."""

import re
from functools import cache

from nlp.analysis.clauses import Clause
from nlp.analysis.seeds import Found
from nlp.wording.lexicon import either, load

_REACH = 4  # characters before a word in which its negation stands
_NEGATED, _WISHED, _OTHERS = -0.8, -0.5, -0.6


def turned(text: str, clause: Clause, word: Found) -> float:
    """The mood of a telling word where it stands, -1 to 1."""
    mood = float(word.mood)
    if _negation().search(text, max(clause.start, word.start - _REACH), word.start):
        mood *= _NEGATED
    if mood > 0 and _list("wished").search(text, clause.start, clause.end):
        mood *= _WISHED
    elif mood > 0 and _list("others").search(text, clause.start, word.start):
        mood *= _OTHERS
    return mood


@cache
def _negation() -> re.Pattern[str]:
    """Right before the word: ``search`` ends there, so $ is its beginning."""
    lists = load("aspects", "analysis")
    not_these = "".join(f"(?<!{re.escape(word)})" for word in lists["affirmed"])
    return re.compile(f"(?:{either(lists['negated'])}){not_these}$")


@cache
def _list(name: str) -> re.Pattern[str]:
    return re.compile(either(load("aspects", "analysis")[name]))

"""The unit that a number is asked for in."""

import re
from functools import lru_cache

from nlp.wording.asked import Asked
from nlp.wording.exact.measures import units
from nlp.wording.lexicon import load
from nlp.wording.text.normal import normalise


def unit_of(asked: Asked) -> str:
    """The unit of the rules, else the one that the question names: 用了几天."""
    names = load("number")["same"]
    told = normalise(str(asked.rules.get("unit") or ""))
    return str(names.get(told, told)) or _asked_unit(asked.text)


@lru_cache(maxsize=256)
def _asked_unit(question: str) -> str:
    plain = normalise(question)
    found = re.search(rf"(?:几|多少)({units()})", plain) or re.search(rf"\(({units()})\)", plain)
    return str(load("number")["same"][found[1]]) if found else ""

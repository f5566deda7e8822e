"""A number, in the unit asked for. ``rules``: unit (天, 元, 次 …), range (low, high).

The value is an int where it is whole, else a float.
"""

import re
from functools import cache, lru_cache

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, ask
from nlp.wording.exact.amounts import Amount, amounts_in, bare, converted, units
from nlp.wording.exact.giving import absent, full, hedged, recorded, told
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.text.normal import core, normalise

_NEAR = 10  # characters before a number in which 一共 stands


def quoted(_key: str) -> None:
    """A number has no options."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """The one amount told in the unit asked for; several, rough ones, or such out of range are asked back."""
    unit, text = _unit(asked), bare(full(said))
    ordinal = "第几" in asked.text
    found, standing = told(text, lambda text: amounts_in(text, ordinal=ordinal))
    fitting = _fitting(found, unit, text)
    if not fitting:
        return _without(said, found, unit)
    words = tuple(amount.words for amount, _ in fitting)
    values = [_plain(value) for _, value in fitting]
    sure = all(a.sure and not hedged(text, a) and not _per(asked, a, text) for a, _ in fitting)
    if len(set(values)) > 1 or not standing or not sure or _odd(asked, values[0], unit):
        return ask(said, values[0], *words)
    return _in_range(asked, said, values[0], words)


def _unit(asked: Asked) -> str:
    """The unit of the rules, else the one that the question names: 用了几天."""
    names = load("number")["same"]
    told = normalise(str(asked.rules.get("unit") or ""))
    return str(names.get(told, told)) or _asked_unit(asked.text)


@lru_cache(maxsize=256)
def _asked_unit(question: str) -> str:
    plain = normalise(question)
    found = re.search(rf"(?:几|多少)({units()})", plain) or re.search(rf"\(({units()})\)", plain)
    return str(load("number")["same"][found[1]]) if found else ""


def _fitting(found: list[Amount], unit: str, text: str) -> list[tuple[Amount, float]]:
    """The amounts in that unit: such as say it before bare ones, totals before parts, not 比上次多了2天."""
    fits = [(a, v) for a in found if (v := converted(a, unit) if unit else a.value) is not None]
    named = [(a, v) for a, v in fits if a.unit] or fits
    named = [(a, v) for a, v in named if not _beyond(text, a)] or named
    return [(a, v) for a, v in named if _total().search(text, max(0, a.start - _NEAR), a.start)] or named


@cache
def _difference() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(load('number')['difference'])})了?$")


def _beyond(text: str, amount: Amount) -> bool:
    return _difference().search(text, max(0, amount.start - _NEAR), amount.start) is not None


def _per(asked: Asked, amount: Amount, text: str) -> bool:
    """一个月3次, unless the question asks for that."""
    words = [word for word in load("number")["per"] if text.endswith(word, 0, amount.start)]
    return bool(words) and amount.unit in ("次", "元", "件", "") and "每" not in asked.text


@cache
def _total() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(load('number')['total'])})[^,，。;；\d]{{0,4}}$")


_NEVER = re.compile(r"(?:从来?|一次|一直|还|都)*[没未]有?(?!数|算|统计|注意|留意|记)\w{1,4}过")


def _without(said: Said, found: list[Amount], unit: str) -> Reading:
    never = _NEVER.fullmatch(core(said.text)) if unit == "次" and not found else None
    if never:
        return recorded(said, "number", 0, (never[0],))
    rough = pattern("number", "rough").search(said.text)
    words = [*(amount.words for amount in found), *([rough[0]] if rough else [])]
    return ask(said, None, *words) if words else absent(said, "number") or ask(said)


def _plain(value: float) -> int | float:
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def _odd(asked: Asked, value: int | float, unit: str) -> bool:
    """2.5 people, a third of something, 0.8 where percent were asked for, less than none of a thing."""
    fraction = isinstance(value, float)
    if value < 0 and unit not in load("number")["signed"]:
        return not asked.rules.get("range")
    if unit == "%" and 0 < value < 1:
        return True
    return fraction and (unit in load("number")["whole"] or round(value, 2) != value)


def _in_range(asked: Asked, said: Said, value: int | float, words: tuple[str, ...]) -> Reading:
    """Out of range: ask, naming the range."""
    low, high = asked.rules.get("range") or (None, None)
    if (low is not None and value < low) or (high is not None and value > high):
        return ask(said, None, *words, f"{'' if low is None else low}~{'' if high is None else high}")
    return recorded(said, "number", value, words)

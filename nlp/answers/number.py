"""A number, in the unit asked for. ``rules``: unit (天, 元, 次 …), range (low, high).

The value is an int where it is whole, else a float.
"""

import re
from functools import lru_cache

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, ask
from nlp.wording.exact.amounts import amounts_in
from nlp.wording.exact.certain import sure
from nlp.wording.exact.giving import absent, full, recorded
from nlp.wording.exact.marks import OFF, full_marks, of_another, short_of_a_line, without_share
from nlp.wording.exact.measures import Amount, converted
from nlp.wording.exact.spelt import bare
from nlp.wording.exact.standing import told
from nlp.wording.exact.unit import unit_of
from nlp.wording.exact.which import in_pieces, matter, meant
from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.text.normal import core, normalise
from nlp.wording.wishes.missing import why

_NEVER = late(r"(?:从来?|一次|一直|还|都)*[没未]有?(?!数|算|统计|注意|留意|记)\w{1,4}过")


def quoted(_key: str) -> None:
    """A number has no options."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """The one amount told in the unit asked for; several, rough ones, or such out of range are asked back."""
    unit, text, base = unit_of(asked), bare(full(said)), ""
    if _marks(asked, unit):
        text, base = without_share(asked, text)
    found, standing = told(text, lambda text: amounts_in(text, ordinal="第几" in asked.text))
    fits = [(a, v) for a in found if (v := converted(a, unit) if unit else a.value) is not None]
    fits = [fit for fit in fits if not short_of_a_line(fit[0], text)]
    fitting = meant(fits, text, normalise(asked.text))
    if why(said.text) == "same":  # 跟刚才一样: not 1样
        return absent(said, asked) or ask(said)
    if whole := _whole(asked, said, unit):
        return whole
    if not fitting:
        return _without(asked, said, found, unit)
    spoken = tuple(amount.words for amount, _ in fitting)
    if other := _other_points(asked, said, fitting[-1][0], text):
        return other
    values = [_plain(value) for _, value in fitting]
    several = len(set(values)) > 1 or _other_things(fitting[-1][0], found, text)
    several = several or in_pieces(fitting, fits, found, text)
    certain = all(sure(asked, amount, text) for amount, _ in fitting)
    if several or not standing or not certain or _odd(asked, values[0], unit):
        return ask(said, values[0], *spoken)
    return _in_range(asked, said, values[0], (*spoken, *filter(None, [base])))


def _whole(asked: Asked, said: Said, unit: str) -> Reading | None:
    """What is said without a number: 就我自己, 满分."""
    words = core(said.text)
    named = _in_words((words, said.text), unit)  # 我跟我老伴: core takes the first 我 away
    if named is not None:
        return recorded(said, "number", _plain(named), (words,))
    return full_marks(asked, said) if _marks(asked, unit) else None


def _marks(asked: Asked, unit: str) -> bool:
    """Whether it asks for a mark, out of ten or a hundred; 分 may be read as minutes."""
    minutes = "分钟" in asked.text + str(asked.rules.get("unit"))
    low, high = asked.rules.get("range") or (None, None)
    return unit in ("", "分钟") and not minutes and low is not None and high in (10, 100)


_STAR = late(r"\s*[颗个]?星")


def _other_points(asked: Asked, said: Said, amount: Amount, text: str) -> Reading | None:
    """扣20分 of a hundred may be 80, and 5星 is none of its points."""
    low, high = asked.rules.get("range") or (None, None)
    minutes = unit_of(asked) and "分钟" in asked.text + str(asked.rules.get("unit"))
    if not high or minutes or unit_of(asked) not in ("", "分钟") or amount.unit not in ("", "分钟"):
        return None
    if share := of_another(asked, said, text):
        return share
    if _STAR.match(text, amount.end):
        return ask(said, None, amount.words)
    if OFF.search(text, 0, amount.start):
        left = high - amount.value
        return ask(said, _plain(left) if left >= (low or 0) else None, amount.words)
    return None


def _other_things(amount: Amount, found: list[Amount], text: str) -> bool:
    """2件上衣1条裤子: things of another kind in the same breath."""
    counters = load("number")["counters"]
    after = [each for each in found if each.start >= amount.end and each.unit in counters]
    apart = after and re.search(r"[,，、。;\s]", text[amount.end : after[0].start])
    return amount.unit in counters and bool(after) and not apart


def _without(asked: Asked, said: Said, found: list[Amount], unit: str) -> Reading:
    words = core(said.text)
    if unit == "次" and not found and _NEVER.fullmatch(words):
        return recorded(said, "number", 0, (words,))
    rough = pattern("number", "rough").search(said.text)
    others = [*(amount.words for amount in found), *([rough[0]] if rough else [])]
    reason = absent(said, asked)
    if reason and (not others or (not found and reason.missing in ("unknown", "refused"))):
        return reason
    if not others and _none_of(asked.text).fullmatch(words):
        return recorded(said, "number", 0, (words,))
    return ask(said, None, *others)


def _in_words(forms: tuple[str, ...], unit: str) -> float | None:
    """就我自己, half an hour: the whole answer in other words."""
    for value, units_ in load("number")["said"].items():
        for name, sayings in units_.items():
            for text in forms:
                if text in sayings:
                    return converted(Amount(0, len(text), text, float(value), name), unit)
    return None


@lru_cache(maxsize=256)
def _none_of(question: str) -> re.Pattern[str]:
    """没有不良, where the question asks how many there are of those."""
    words = load("number")
    never, none = either(words["never"]), either(words["none_of"])
    return re.compile(rf"(?:{never})*+(?:{none})(?:{matter(question)})[品的件过了]*")


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

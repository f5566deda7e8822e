"""A number, in the unit asked for. ``rules``: unit (天, 元, 次 …), range (low, high).

The value is an int where it is whole, else a float.
"""

import re
from functools import cache, lru_cache

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, ask
from nlp.wording.exact.amounts import amounts_in
from nlp.wording.exact.giving import absent, full, recorded
from nlp.wording.exact.marks import OFF, full_marks, own_mark, short_of_a_line
from nlp.wording.exact.measures import Amount, converted, units
from nlp.wording.exact.spelt import bare
from nlp.wording.exact.standing import hedged, told
from nlp.wording.exact.which import NEAR, in_pieces, led, matter, meant
from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.text.normal import core, normalise
from nlp.wording.wishes.missing import why

_TIMES = ("分钟", "小时", "天", "周", "月", "年", "晚", "人", "岁")
_TIME = late(r"(?:每个?|[一半]个?)([天日周月年晚])(?:差不多|大概|也就|就|都)?$")
_EACH = late(r"(?:每个?|一个?)[天日周星礼月年晚]")
_AND_MORE = late(r"零[\d一二两三四五六七八九]")
_NEVER = late(r"(?:从来?|一次|一直|还|都)*[没未]有?(?!数|算|统计|注意|留意|记)\w{1,4}过")


def quoted(_key: str) -> None:
    """A number has no options."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """The one amount told in the unit asked for; several, rough ones, or such out of range are asked back."""
    unit, text = _unit(asked), bare(full(said))
    text = own_mark(asked, text) if _marks(asked, unit) else text
    ordinal = "第几" in asked.text
    found, standing = told(text, lambda text: amounts_in(text, ordinal=ordinal))
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
    sure = all(_sure(asked, amount, text) for amount, _ in fitting)
    if several or not standing or not sure or _odd(asked, values[0], unit):
        return ask(said, values[0], *spoken)
    return _in_range(asked, said, values[0], spoken)


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
    minutes = _unit(asked) and "分钟" in asked.text + str(asked.rules.get("unit"))
    if not high or minutes or _unit(asked) not in ("", "分钟") or amount.unit not in ("", "分钟"):
        return None
    if _STAR.match(text, amount.end):
        return ask(said, None, amount.words)
    if OFF.search(text, 0, amount.start):
        left = high - amount.value
        return ask(said, _plain(left) if left >= (low or 0) else None, amount.words)
    return None


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


def _other_things(amount: Amount, found: list[Amount], text: str) -> bool:
    """2件上衣1条裤子: things of another kind in the same breath."""
    counters = load("number")["counters"]
    after = [each for each in found if each.start >= amount.end and each.unit in counters]
    apart = after and re.search(r"[,，、。;\s]", text[amount.end : after[0].start])
    return amount.unit in counters and bool(after) and not apart


_THING = late(  # my 3 kids, where visits are counted; 3 this month is 3
    r"(?:\s|(?<=\s))(?!this|last|so|please|in|for|altogether|all|since|during|thanks?|thank|i|or|and|to|of|out)[a-z]{3,}"
)


def _sure(asked: Asked, amount: Amount, text: str) -> bool:
    rough = hedged(text, amount) or _per(asked, amount, text) or _part(amount, text)
    rough = rough or (not amount.unit and _THING.match(text, amount.end) is not None)
    return amount.sure and not rough


def _per(asked: Asked, amount: Amount, text: str) -> bool:
    """一个月3次, 一斤19块9, 199一张: unless the question asks for that."""
    if amount.unit in _TIMES:
        return _of_another_time(asked, amount, text)
    before, after, counted = _share()
    before = before if amount.unit in ("次", "元", "件", "") else _each_time()  # 一箱24瓶
    found = before.search(text, max(0, amount.start - NEAR), amount.start) or after.match(text, amount.end)
    # 半个月 is no month
    unit = found[0].split()[-1] if found and found[0].isascii() else found[0][-1] if found else ""
    each = found is not None and (unit not in asked.text or found[0].startswith("半"))
    return each or (_unit(asked) == "元" and led(counted, amount, text))


def _of_another_time(asked: Asked, amount: Amount, text: str) -> bool:
    """每天一小时, where it was asked how many hours a week."""
    found = _TIME.search(text, max(0, amount.start - NEAR), amount.start)
    return found is not None and found[1] not in asked.text and _EACH.search(asked.text) is not None


_ENGLISH_EACH = r"\s(?:an?|per|each|every)\s[a-z]{3,}"  # three times a week


@cache
def _per_words() -> str:
    """每月, 一个月, 单价"""
    return either(load("number")["per"])


@cache
def _share() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What the amount is for each of, before it and behind it; so many things right before it: 3个1200."""
    counters = either(load("number")["counters"])
    each = rf"(?:每|一)(?:{either([*load('number')['counters'], '斤', '公斤', '平米', '晚', '位'])})"
    return (
        re.compile(rf"(?:{_per_words()}|{each})$"),
        re.compile(rf"(?:/|{each}|每)\w?|{_ENGLISH_EACH}"),
        re.compile(rf"[\d一两二俩三四五六七八九十](?:{counters})$"),
    )


@cache
def _each_time() -> re.Pattern[str]:
    return re.compile(rf"(?:{_per_words()})$")


def _part(amount: Amount, text: str) -> bool:
    """一年零三天 of which only the days were understood, 两块零五分 of which not the rest."""
    return bool(_AND_MORE.match(text, amount.end)) or (amount.start > 0 and amount.words.startswith("零"))


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

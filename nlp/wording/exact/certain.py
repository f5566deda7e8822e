"""Whether an amount is meant as it is told: not about so many, not for each of something, not a part."""

import re
from functools import cache

from nlp.wording.asked import Asked
from nlp.wording.exact.measures import Amount
from nlp.wording.exact.standing import hedged
from nlp.wording.exact.unit import unit_of
from nlp.wording.exact.which import NEAR, led
from nlp.wording.late import late
from nlp.wording.lexicon import either, load

_TIMES = ("分钟", "小时", "天", "周", "月", "年", "晚", "人", "岁")
_TIME = late(r"(?:每个?|[一半]个?)([天日周月年晚])(?:差不多|大概|也就|就|都)?$")
_EACH = late(r"(?:每个?|一个?)[天日周星礼月年晚]")
_AND_MORE = late(r"零[\d一二两三四五六七八九]")
_THING = late(  # my 3 kids, where visits are counted; 3 this month is 3
    r"(?:\s|(?<=\s))(?!this|last|so|please|in|for|altogether|all|since|during|thanks?|thank|i|or|and|to|of|out)[a-z]{3,}"
)


def sure(asked: Asked, amount: Amount, text: str) -> bool:
    """Whether it can be recorded as the number asked for."""
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
    return each or (unit_of(asked) == "元" and led(counted, amount, text))


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

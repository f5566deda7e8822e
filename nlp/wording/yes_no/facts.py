"""Facts that answer a yes/no question without its words: 两次, 有一点点, 拖了三天 to 24小时内回复了吗."""

import re
from functools import cache, lru_cache

from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.text.numerals import number as value_of
from nlp.wording.text.numerals import numeral
from nlp.wording.yes_no.assent import Vote
from nlp.wording.yes_no.question import Question

_ANY = late("有没有|有无|是否有|[您你]有|家里有|过吗|过没|出现|遇到|发生|存在")
_YOUR_DEED = late("[您你](?!的|家|们)")  # 忘了 tells that it was not done only of the customer's own deeds
_ACTED = late("是否[^会能愿要需]|[了过完好到][吗没么]|已经|[完好]了")
_ORDINAL = late("第一|首次|一次|头一")
_NOUGHT = frozenset(("0", "零", "〇"))
_LONG_AGO = late(r"[前没未]|还在?等")  # 两小时前打的, 三天了还没回
_SHORT_OF = late("[不没]到|不足|没超过?|不超过?|没有?等?到")
_OVER = ("超过", "多于", "大于", "长于", "高于", "超出")
_WHETHER_ANY = late("有没有|是否有|有无|[^没]有[^过]{1,10}吗$")
_SOME = late("有(?![点些时的没无可待限一空盒])|有一[位名]|有一个(?!没)")
_NOT = late("[不没无未别]")
_NONE_MET = late(
    "(?:我|也|都|并|从来?|压根|根本|真|好像)*没有?(?:见|[看听闻][到见出说]|看着|发现|遇|碰|感觉|察觉|提)"
)
_PEOPLE = late("人|员|师傅|客服|护士|老师|管家|经理")
_NOBODY = late("(?<!有人)没人|没有人|没见人|人影|鬼影|没谁")
_BRIEF = 4  # characters of 有两只
_BEYOND = late("超|多|才|以上|以后|之后|开外")


def fact(question: Question, text: str) -> Vote | None:
    """What a bare fact says to the question, if anything."""
    return (
        _slightly(question, text)
        or _done(question, text)
        or _counted(question, text)
        or _in_time(question, text)
        or _met(question, text)
    )


def _slightly(question: Question, text: str) -> Vote | None:
    """有没有异味 - 稍微有一点点: a little trouble is trouble."""
    return Vote(True, text) if question.trouble and _little().fullmatch(text) else None


@cache
def _little() -> re.Pattern[str]:
    lists = load("yes_no")
    before = either((*lists["leads"], *lists["hedges"]))
    return re.compile(rf"(?:{before})*+(?:{either(lists['slight'])})+(?:{either(lists['particles'])}|\W)*+")


def _done(question: Question, text: str) -> Vote | None:
    """激活了吗 - 弄好了, 没顾上"""
    if question.trouble or not _ACTED.search(question.text):
        return None
    found = _doing().fullmatch(text) if "忘" not in text or _YOUR_DEED.search(question.text) else None
    return Vote(found[1] is not None, text) if found else None


@cache
def _doing() -> re.Pattern[str]:
    lists = load("yes_no")
    done, undone = either(lists["done"]), either(lists["undone"])
    return re.compile(
        rf"(?:{either(lists['leads'])})*+(?:({done})|(?:{undone}))(?:{either(lists['particles'])}|\W)*+"
    )


def _counted(question: Question, text: str) -> Vote | None:
    """有没有出现过中断 - 两次, 0次"""
    if not _ANY.search(question.text) or _ORDINAL.search(question.text):
        return None
    found = _count().fullmatch(text)
    return Vote(found[1] not in _NOUGHT, text) if found else None


@cache
def _count() -> re.Pattern[str]:
    lists = load("yes_no")
    before = either((*lists["leads"], *lists["hedges"], "有", "有过", "一共", "总共", "共"))
    after = either((*lists["particles"], "多", "左右"))
    return re.compile(
        rf"(?:{before})*+({numeral()}|[几俩仨两])(?:{either(lists['measures'])})(?:{after}|\W)*+"
    )


def _in_time(question: Question, text: str) -> Vote | None:
    """是否在24小时内回复 - 不到十分钟, 两天以后"""
    limit, over = _limit(question.text)
    short = _SHORT_OF.search(text)
    taken = _minutes(text) if limit and not _LONG_AGO.search(_SHORT_OF.sub("", text)) else None
    if not limit or taken is None or (taken == limit and not short and not _BEYOND.search(text)):
        return None
    return Vote((taken < limit or (taken == limit and short is not None)) != over, text)


@lru_cache(maxsize=256)
def _limit(asked: str) -> tuple[float | None, bool]:
    """The minutes within which something was to be done; whether it asks if it took longer (超过30分钟)."""
    found = _within().search(asked)
    return (_minutes(found[0]), found[0].startswith(_OVER)) if found else (None, False)


def _minutes(text: str) -> float | None:
    """The length of the one time told: 半小时, 1.5天; None for none, or for several."""
    times = _length().findall(text)
    if len(times) != 1:
        return None
    amount, half, unit = times[0]
    count = 0.5 if half else value_of(amount.replace("两", "二").replace("俩", "二"))
    return None if count is None else count * load("yes_no")["minutes"][unit]


@cache
def _length() -> re.Pattern[str]:
    amount = rf"(?:({numeral()}|[两俩])[来多几余]?|(半))"
    return re.compile(rf"{amount}个?[来多]?(?:半(?=[小钟]))?({either(load('yes_no')['minutes'])})")


@cache
def _within() -> re.Pattern[str]:
    length = _length().pattern
    return re.compile(rf"(?:{length})(?:之内|以内|内)|(?:{'|'.join(_OVER)})(?:了)?(?:{length})")


def _met(question: Question, text: str) -> Vote | None:
    """有没有人引导您 - 有个小姑娘带我去的, 没见着; 有没有异响 - 没听到"""
    if not _WHETHER_ANY.search(question.text) or question.negative:
        return None
    if (some := _SOME.match(text)) and not _NOT.search(text):
        of_it = _PEOPLE.search(question.text) or any(
            char in question.predicate for char in text[some.end() :]
        )
        return Vote(True, text) if of_it or len(text) <= _BRIEF else None  # 有个五岁的娃 is no pet
    none = _NONE_MET.match(text) or (_PEOPLE.search(question.text) and _NOBODY.search(text))
    return Vote(False, text) if none else None

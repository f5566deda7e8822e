"""Options named by where they stand: 2, b, 134, 第二个, 最后两项."""

import re

from nlp.wording.late import late
from nlp.wording.lexicon import load
from nlp.wording.options.choices import Choices
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.numerals import number

_SHORT = 4  # characters of 语数外英
_LABEL = 2  # and of 语文
_FRONT = ("前", "前面", "头", "开头")


_FROM_BEHIND = late(
    r"(?:从(?:最?后面?|末尾|尾巴?|下(?:面|边)?|底下)(?:往[前上])?(?:开始)?数(?:起|过来|上来)?的?|倒着?数?的?|反着数的?)(?:第)?"
    r"([二两三四五六七八九]|[2-9])(?![\d年月天次小分点块元折成万千百])(?:[个项种条款]|)"
)
_BESIDE_IT = late(
    r"(?:第[一二三四五六七八九\d]{1,2}|最后一|那)[个项种条款]?的?(?:[上下前后]一?[个项]|[前后上下]面那?[个项])"
)


def from_front(text: str) -> str:
    """从后面数第二个, 倒2: as 倒数第二个."""
    return _FROM_BEHIND.sub(r"倒数第\1个", text)


def beside_it(text: str) -> bool:
    """第二个的下一个 is not the second."""
    return _BESIDE_IT.search(text) is not None


def one(choices: Choices, name: str) -> tuple[int, ...]:
    """The place that a letter or number names, if any."""
    place = choices.whole(name)
    return () if place is None else (place,)


def placed(choices: Choices, match: re.Match[str]) -> tuple[int, ...]:
    """第二个, 倒数第二个, 前两个, 最后两项"""
    count = len(choices.options)
    value = int(number(match["nth"] or match["many"] or "") or 0)
    if not match["place"] or not 1 <= value <= count:
        return ()
    if match["nth"]:
        return (count - value,) if match["back"] else (value - 1,)
    return tuple(range(value) if match["side"] in _FRONT else range(count - value, count))


def lettered(choices: Choices, letters: str) -> tuple[int, ...]:
    """b, acd"""
    found = [one(choices, letter) for letter in letters]
    places = tuple(place for each in found for place in each)
    return places if len(places) == len(letters) == len(set(places)) else ()


def numbered(choices: Choices, digits: str) -> tuple[int, ...]:
    """2, 十二; or one after another: 134, 一三四"""
    whole = one(choices, digits)
    if whole or len(digits) == 1 or len(choices.options) > 9:
        return whole
    found = [one(choices, digit) for digit in digits]
    places = tuple(place for each in found for place in each)
    return places if len(places) == len(digits) == len(set(places)) else ()


def by_character(choices: Choices, words: str) -> tuple[int, ...]:
    """浅 is enough for 浅蓝色 where no other label holds it; 快 for 送货快, at its end; 家 or 好 for none."""
    if len(words) > 1 and words.isascii():
        return ()
    if 1 < len(words) <= _SHORT:
        return _abbreviated(choices, words)
    if len(words) != 1 or words in load("choices")["vague"]:
        return ()
    within = [i for i, label in enumerate(choices.labels) if words in label]
    praised = marks_in(words)  # 好 may be said of the others too
    telling = all(choices.labels[i].endswith(words) for i in within)
    return (within[0],) if len(within) == 1 and (telling or not praised) else ()


def _abbreviated(choices: Choices, words: str) -> tuple[int, ...]:
    """语数英 for 语文, 数学, 英语: a character for each, in their order, of labels as short."""
    if set(words) & set(load("choices")["vague"]):
        return ()
    heads = [[i for i, label in enumerate(choices.labels) if label.startswith(char)] for char in words]
    within = [
        head or [i for i, label in enumerate(choices.labels) if char in label]
        for char, head in zip(words, heads, strict=True)
    ]
    places = tuple(each[0] for each in within if len(each) == 1 and len(choices.labels[each[0]]) == _LABEL)
    return places if len(places) == len(words) and list(places) == sorted(set(places)) else ()

"""Options named by where they stand: 2, b, 134, 第二个, 最后两项."""

import re

from nlp.wording.lexicon import load
from nlp.wording.options.choices import Choices
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.numerals import number

_FRONT = ("前", "前面", "头", "开头")


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
    if len(words) != 1 or words in load("choices")["vague"]:
        return ()
    within = [i for i, label in enumerate(choices.labels) if words in label]
    praised = marks_in(words)  # 好 may be said of the others too
    telling = all(choices.labels[i].endswith(words) for i in within)
    return (within[0],) if len(within) == 1 and (telling or not praised) else ()

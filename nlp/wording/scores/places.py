"""A level named by its place in the list or by its letter: 第二个, 倒数第二, 中间那个, B."""

import re
from functools import cache

from nlp.wording.asked import Said
from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.options.choices import Choices
from nlp.wording.scores.grades import graded
from nlp.wording.text.normal import core
from nlp.wording.text.numerals import number, numeral

PLACES = 7  # levels up to which 第二个 and B are spoken of as places in a list
_MIDDLE = "中间那个"
_COUNTED = frozenset("第倒最个项级条")  # a character of every place that has words around it
_AGAIN = late(r"(?:选?([a-z]))(?:\s*选?\1)+")  # 选d选d
_SECOND_LAST = late(r"^(倒数第[二三四2-4])$")  # 倒数第一 alone is blame


def place_of(choices: Choices, text: str) -> int | None:
    """第二个, B: where few levels stand in a list, and the clause is nothing but that."""
    bare = core(text)
    if bare in load("numbers")["place_middle"]:
        return choices.place(_MIDDLE, whole=True)
    if len(choices.options) > PLACES or not bare:
        return None
    grade = graded(choices.options, bare)  # 乙等, 最低等
    if grade is not None:
        return grade
    if len(bare) == 1 and bare.isascii() and bare.isalpha():
        return choices.whole(bare)
    again = _AGAIN.fullmatch(bare)
    if again:
        return choices.whole(again[1])
    named = len(bare) > 2 and not _COUNTED.isdisjoint(bare)
    counted = _from_end().sub("倒数第", _place_words().sub("", bare)) if named else bare
    return choices.place(_SECOND_LAST.sub(r"\1个", counted), whole=True)


@cache
def _place_words() -> re.Pattern[str]:
    """正数第二个, 第二个选项."""
    data = load("numbers")
    return re.compile(
        rf"^(?:{either(data['place_from_top'])})的?(?=第)"
        rf"|^(?:{either(data['place_lead'])})(?=第|倒数|最后)|(?<=[个项级条])(?:{either(data['place_tail'])})$"
    )


@cache
def _from_end() -> re.Pattern[str]:
    return re.compile(rf"^(?:{either(load('numbers')['place_from_end'])})的?第")


def beyond_places(said: Said, count: int) -> str:
    """第六个 of five: the words, for there is no such place."""
    ranked = (clause.text for clause in said.clauses if "第" in clause.text)
    named = ((text, _ordinal().fullmatch(core(text))) for text in ranked)
    places = ((text, number(found[1])) for text, found in named if found)
    return next((text for text, place in places if place is not None and not 1 <= place <= count), "")


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(rf"(?:正数|倒数)?第({numeral()})[个项级档条号]?(?:选项|答案|等级)?")

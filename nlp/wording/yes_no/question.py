"""What a yes/no question turns on: 您的问题解决了吗 → 解决; and whether it was put in the negative."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.normal import PUNCTUATION, normalise
from nlp.wording.words import Words
from nlp.wording.yes_no.fields import told_of
from nlp.wording.yes_no.verbs import (
    A_NOT_A,
    asked_part,
    doubled,
    shortened,
    spoken_for,
    unreached,
    verbs_of,
    without_ending,
)

_BEFORE = late("[是有想要在]|打算|需要|愿意|觉得|已经|继续")
_TURNED = late("[了过][吗没么]")
_HOPED = late(r"没有?[^\W\d]+吧$")  # 没有漏收吧
_TAGGED = late("(?:是吗|对吗|对吧|是吧|是不是|对不对)$")  # 律师没有回您电话, 是吗
_NEGATED = late("[没未]|不(?!错|仅|但|管|论|止|只|同)")


class Question(NamedTuple):
    """``verbs``: what an answer may repeat, ``unreached``: 看不懂, 道什么歉; ``negative``: 没收到吗.

    ``future``: 会不会; ``trouble``: asks whether something went wrong; ``praise``: whether it was good;
    ``recurs``: whether it came again; ``tagged``: 您没收到, 是吗; ``told``: words that tell it without the
    verb, by field; ``predicate``: what stands behind 是, 有, 想 and the like; ``text``: all of it, without
    punctuation.
    """

    verbs: re.Pattern[str]
    unreached: re.Pattern[str]
    negative: bool
    future: bool
    trouble: bool
    praise: bool
    recurs: bool
    told: tuple[tuple[Words, Words], ...]
    tagged: bool
    predicate: str
    text: str

    def echoed(self, words: str) -> bool:
        """Whether the words are how the predicate begins or ends: 取消订单 - 取消."""
        return bool(words) and (self.predicate.startswith(words) or self.predicate.endswith(words))


@lru_cache(maxsize=256)
def question_of(text: str) -> Question:
    """The question, taken apart."""
    whole = PUNCTUATION.sub("", normalise(text))
    plain = _without_complaint(whole)
    verbs = verbs_of(plain)
    return Question(
        re.compile(f"{_whole_words(spoken_for(verbs))}|{shortened(plain, verbs)}"),
        unreached(spoken_for(verbs)),
        _negative(plain, verbs),
        pattern("yes_no", "future").search(plain) is not None,
        _trouble(whole),
        _praises(plain),
        pattern("yes_no", "recurs").search(plain) is not None,
        told_of(asked_part(whole), whole),
        _TAGGED.search(whole) is not None,
        _predicate(plain),
        whole,
    )


def _whole_words(verbs: list[str]) -> str:
    """Any of the verbs; one in Latin letters where a word begins: not in unsolved."""
    latin = [verb for verb in verbs if verb.isascii()]
    return rf"{either(verb for verb in verbs if not verb.isascii())}|(?<![a-z])(?:{either(latin)})"


def _without_complaint(plain: str) -> str:
    """有没有不舒服 asks for a trouble, and is not put in the negative."""
    return pattern("yes_no", "complaints").sub("·", plain) if _trouble(plain) else plain


def _predicate(plain: str) -> str:
    part = without_ending(asked_part(plain))
    return part[max((found.end() for found in _BEFORE.finditer(part, 0, len(part) - 1)), default=0) :]


def _praises(plain: str) -> bool:
    """满意吗, 方便不方便, 好不好: it asks whether something was good."""
    said = [A_NOT_A.sub("", without_ending(asked_part(plain))), *doubled(plain)]
    return any(mark.degree > 0 for text in said for mark in marks_in(text))


def _negative(plain: str, verbs: tuple[str, ...]) -> bool:
    """还没收到吗, 是不是没修好: the verb is negated, and not as in 收到没有."""
    bare = pattern("yes_no", "whether").sub("", plain)
    if _HOPED.search(bare) or (_trouble(plain) and no_trouble().search(bare)):
        return True  # 没有意见吧
    verb = either((*verbs, *load("yes_no")["verbs"]))
    if _TAGGED.search(plain) and _NEGATED.search(A_NOT_A.sub("", bare)):
        return True
    negated = rf"不介意|[没未不](?:有人|人|有|曾|能|会|再|打算|想|太|大|怎么|够|很|是很)?(?:{verb})"
    minded = pattern("yes_no", "minded").search(plain) is not None  # 介意公开吗: 不愿意公开吗
    return (re.search(negated, A_NOT_A.sub("", bare)) is not None) != minded


@cache
def no_trouble() -> re.Pattern[str]:
    """没有困难, 没什么意见"""
    return re.compile(rf"[没无](?:有|什么|任何|啥)*(?:{either(load('yes_no')['trouble'])})")


def _trouble(plain: str) -> bool:
    """Whether something bad was met: 有没有遇到问题, 漏水了吗; 您的问题解决了吗 is none."""
    if _TURNED.search(plain) and without_ending(plain).endswith(tuple(load("yes_no")["trouble"])):
        return True
    where = pattern("yes_no", "trouble_verbs").search(plain)
    return where is not None and pattern("yes_no", "trouble").search(plain, where.end()) is not None

"""What a yes/no question turns on: 您的问题解决了吗 → 解决; and whether it was put in the negative."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from nlp.wording.lexicon import either, load, pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.normal import PUNCTUATION, normalise

A_NOT_A = re.compile(r"([^\W\d]{1,2})[不没]\1([^\W\d]?)")
_TO_YOU = re.compile("[给向对为帮跟替与和](?:您|你|大家|顾客)")
_BEFORE = re.compile("[是有想要在]|打算|需要|愿意|觉得|已经|继续")
_POTENTIAL = re.compile(r"([^\W\d])(?:得|的|不)([^\W\d])$")


@dataclass(frozen=True, slots=True)
class Question:
    """``verbs``: what an answer may repeat, ``unreached``: 看不懂, 收不到; ``negative``: 没收到吗.

    ``future``: 会不会; ``trouble``: asks whether something went wrong; ``praise``: whether it was good;
    ``recurs``: whether it came again; ``told``: words that tell it without the verb;
    ``predicate``: what stands behind 是, 有, 想 and the like.
    """

    verbs: re.Pattern[str]
    unreached: re.Pattern[str]
    negative: bool
    future: bool
    trouble: bool
    praise: bool
    recurs: bool
    told: tuple[tuple[bool, re.Pattern[str]], ...]
    predicate: str

    def echoed(self, words: str) -> bool:
        """Whether the words are how the predicate begins or ends: 取消订单 - 取消."""
        return bool(words) and (self.predicate.startswith(words) or self.predicate.endswith(words))


@lru_cache(maxsize=256)
def question_of(text: str) -> Question:
    """The question, taken apart."""
    plain = PUNCTUATION.sub("", normalise(text))
    verbs = _verbs(plain)
    return Question(
        re.compile(f"{either(_spoken(verbs))}|{_shortened(verbs)}"),
        re.compile(either(f"{verb[0]}不{verb[1]}" for verb in _spoken(verbs) if len(verb) == 2)),
        _negative(plain, verbs),
        pattern("yes_no", "future").search(plain) is not None,
        _trouble(plain),
        _praises(plain),
        pattern("yes_no", "recurs").search(plain) is not None,
        _told(_asked_part(plain)),
        _predicate(plain),
    )


def _verbs(plain: str) -> tuple[str, ...]:
    """The verb said twice (解决没解决), else the last known one, with one right before it (收到退款)."""
    part = _asked_part(plain)
    known = list(_main_verbs().finditer(part))
    modals = [modal for modal in load("yes_no")["modals"] if modal in plain]
    last = [found[0] for found in known[-1:]]
    if known and known[0].start() == 0 and part != plain:
        last.append(known[0][0])  # 是否了解医保报销流程
    if len(known) > 1 and known[-2].end() == known[-1].start() and not marks_in(last[0]):
        last.append(known[-2][0])
    return tuple(dict.fromkeys((*modals, *(_doubled(plain) + last or _fallback(plain)))))


@cache
def _main_verbs() -> re.Pattern[str]:
    """Verbs that are asked about; in 您购买的产品, 回访活动 they only say which."""
    return re.compile(rf"(?:{either(load('yes_no')['verbs'])})(?!{either(load('yes_no')['which'])})")


def _asked_part(plain: str) -> str:
    """What stands behind 是否, 有没有 …; without them, all of it."""
    found = pattern("yes_no", "whether").search(plain)
    return _TO_YOU.sub("", plain[found.end() :] if found else plain)


def _predicate(plain: str) -> str:
    part = _without_ending(_asked_part(plain))
    return part[max((found.end() for found in _BEFORE.finditer(part, 0, len(part) - 1)), default=0) :]


def _doubled(plain: str) -> list[str]:
    """解决没解决, 满不满意: the verb that is said twice."""
    found = A_NOT_A.search(plain)
    known = tuple(load("yes_no")["whether"])
    return [found[1] + found[2][: 2 - len(found[1])]] if found and not found[0].startswith(known) else []


@cache
def _ending() -> re.Pattern[str]:
    words = either(load("yes_no")["asking"])
    return re.compile(rf"([^\s\W]{{2}})(?:了|过|到)?(?:您|你|我们)?(?:{words})$")


def _fallback(plain: str) -> list[str]:
    """No known verb: 看得懂吗, else the two characters after 是否, or before 了吗."""
    potential = _POTENTIAL.search(_without_ending(plain))
    if potential:
        return [potential[1] + potential[2]]
    whether = pattern("yes_no", "whether").search(plain)
    if whether:
        verb = _TO_YOU.sub("", plain[whether.end() :])[:2]
        return [verb[:1] if verb[1:] in ("了", "过", "着") else verb] if verb else []
    found = _ending().search(plain)
    return [found[1]] if found else []


@cache
def _at_end() -> re.Pattern[str]:
    return re.compile(f"(?:{either(load('yes_no')['asking'])})$")


def _praises(plain: str) -> bool:
    """满意吗, 方便不方便, 好不好: it asks whether something was good."""
    said = [A_NOT_A.sub("", _without_ending(_asked_part(plain))), *_doubled(plain)]
    return any(mark.degree > 0 for text in said for mark in marks_in(text))


def _without_ending(plain: str) -> str:
    return _at_end().sub("", plain)


def _spoken(verbs: tuple[str, ...]) -> list[str]:
    same = load("yes_no")["same"]
    words = [*verbs, *(word for verb in verbs for word in same.get(verb, ()))]
    words += [verb for verb, others in same.items() if set(verbs) & set(others)]
    return [*words, *(f"{word[0]}得{word[1]}" for word in words if len(word) == 2)]


def _shortened(verbs: tuple[str, ...]) -> str:
    """没回, 送了: one character stands for 回复, 送货 at the end of what is said."""
    chars = sorted({char for verb in verbs for char in verb} - set(load("yes_no")["too_short"]))
    return f"(?:{either(chars)})(?=[了过着吧吗]|$)"


def _negative(plain: str, verbs: tuple[str, ...]) -> bool:
    """还没收到吗, 是不是没修好: the verb is negated, and not as in 收到没有."""
    bare = pattern("yes_no", "whether").sub("", plain)
    negated = rf"[没未不](?:有|曾|能|会|再|打算|想)?(?:{either((*verbs, *load('yes_no')['verbs']))})"
    return re.search(negated, A_NOT_A.sub("", bare)) is not None


def _trouble(plain: str) -> bool:
    """Whether something bad was met: 有没有遇到问题; 您的问题解决了吗 is none."""
    where = pattern("yes_no", "trouble_verbs").search(plain)
    return where is not None and pattern("yes_no", "trouble").search(plain, where.end()) is not None


def _told(plain: str) -> tuple[tuple[bool, re.Pattern[str]], ...]:
    groups: list[dict[str, Any]] = list(load("yes_no")["told"].values())
    fitting = [group for group in groups if any(word in plain for word in group["questions"])]
    return tuple(
        (truth, re.compile(either(word for group in fitting for word in group[name])))
        for name, truth in (("yes", True), ("no", False))
    )

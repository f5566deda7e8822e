"""Which of the values told stand: not those taken back (3号，不对，5号), and not surely hedged ones."""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Protocol, TypeVar

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern

_NEAR = 12  # characters before a value in which 大概 or 不是 stands


class Mention(Protocol):
    """A value told at a place in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


M = TypeVar("M", bound=Mention)


@cache
def _taking_back() -> re.Pattern[str]:
    words = either(load("exact")["corrections"])
    return re.compile(
        rf"(?:^|[\s,，。;；!！…、~.]|[\d号日天])(?:哦|啊|噢|额|呃|哎呀?)?(?:{words}|不是?(?=[,，。]))"
    )


@cache
def _not_it() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("exact")
    before, after = either(data["not_this"]), either(data["not_that"])
    return (
        re.compile(rf"(?:{before})(?:在|说|我|的|打|用)?\s*$"),
        re.compile(rf"[^,，。;；!！?？\d]{{0,3}}?(?:{after})"),
    )


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("exact")
    before, after = either(data["hedges_before"]), either(data["hedges_after"])
    return (
        re.compile(rf"(?:{before})(?:是|在|有|说|我|的|为)?[\s:]*$"),
        re.compile(rf"\s*[的了吧呢啊]?\s*(?!{either(data['not_hedges'])})(?:{after})"),
    )


def told(text: str, find: Callable[[str], Sequence[M]]) -> tuple[list[M], bool]:
    """The values that stand, each with ``text`` as its ground: those after 不对, without 不是昨天.

    The second part says whether they surely stand: a value taken back with none in its place does not.
    """
    found = _standing(text, find(text))
    cuts = [cut.end() for cut in _taking_back().finditer(text)]
    if not cuts or not found:
        return found, True
    later = [each for each in found if each.end > cuts[-1]]
    return (later, True) if later else (found, found[-1].start >= cuts[-1])


SIDE_BY_SIDE = late(r"\s*[和跟与、或]?\s*")


def _standing(text: str, found: Sequence[M]) -> list[M]:
    """Without those put aside, and without those side by side with one: 明天后天都不在家."""
    kept: list[M] = []
    following, out = None, False
    for each in reversed(found):
        beside = out and following is not None and SIDE_BY_SIDE.fullmatch(text, each.end, following.start)
        end = following.start if following and not beside else len(text)
        if beside or _put_aside(text, each, end):
            out = True
        else:
            out = False
            kept.insert(0, each)
        following = each
    return kept


def _put_aside(text: str, mention: Mention, end: int) -> bool:
    """不是昨天; 明天不行: by words before it, or behind it up to ``end``."""
    before, after = _not_it()
    start = max(0, mention.start - _NEAR)
    return bool(before.search(text, start, mention.start) or after.match(text, mention.end, end))


@cache
def _either_or() -> re.Pattern[str]:
    pairs = (pair.split() for pair in load("exact")["either_or"])
    return re.compile(
        "|".join(rf"{re.escape(one)}[^。;!?]{{1,40}}?{re.escape(other)}" for one, other in pairs)
    )


def hedged(text: str, mention: Mention) -> bool:
    """大概3号, 3号左右; 3号，记不清了; 不是3号就是4号."""
    before, after = _around()
    return bool(
        before.search(text, max(0, mention.start - _NEAR), mention.start)
        or after.match(text, mention.end)
        or _unsure(text)
    )


@lru_cache(maxsize=16)  # asked for each date of a text
def _unsure(text: str) -> bool:
    return bool(pattern("exact", "unsure").search(text) or _either_or().search(text))

"""What customers may call the options: the label, its parts, and everyday words for it."""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from nlp.wording.lexicon import load
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.normal import PUNCTUATION

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_PARTS = re.compile(r"[/、,，或和及与\s]+")
_LETTERED = re.compile(r"^(?:[a-z]|\d{1,2})[.、:：)\s]+(?=\D)")
_LONGEST = 8  # characters of a part of a label
_UNDONE = ("未", "没有", "没", "尚未", "还没有", "还没", "并未")


@lru_cache(maxsize=256)
def aliases(labels: tuple[str, ...], own: tuple[tuple[str, int], ...]) -> dict[str, int]:
    """name -> place of the option; a name that fits two options names none. The surest names win."""
    shown = [_shown(label) for label in labels]
    layers = [list(own), _of(shown, _whole), _of(shown, _everyday), _of(shown, _substrings)]
    names: dict[str, int] = {}
    taken: set[str] = set()
    for layer in layers:
        found = _distinct([(name, i) for name, i in layer if name not in taken])
        taken.update(name for name, _ in layer)
        names |= found
    return {name: i for name, i in names.items() if _spoken(name)}


def _distinct(pairs: list[tuple[str, int]]) -> dict[str, int]:
    places: dict[str, set[int]] = {}
    for name, i in pairs:
        places.setdefault(name, set()).add(i)
    return {name: next(iter(where)) for name, where in places.items() if len(where) == 1}


def _of(shown: list[str], names: Callable[[str], list[str]]) -> list[tuple[str, int]]:
    return [(name, i) for i, label in enumerate(shown) for name in names(label)]


def _shown(label: str) -> str:
    """A. 价格（含运费） is called 价格."""
    return _BRACKETS.sub("", _LETTERED.sub("", label)).strip() or label


def _spoken(name: str) -> bool:
    return bool(name) and (not name.isascii() or (len(name) > 1 and not name.isdecimal()))


def _whole(label: str) -> list[str]:
    """The label as one, each side of a 和 or /, and its negation in other words: 未解决, 没解决."""
    plain = PUNCTUATION.sub("", label)
    undone = next((word for word in _UNDONE if plain.startswith(word)), None)
    others = [word + plain[len(undone) :] for word in _UNDONE] if undone else []
    done = [plain[1:] + "了", "已经" + plain[1:]] if plain.startswith("已") else []
    sides = [PUNCTUATION.sub("", side) for side in _PARTS.split(label)]
    return [plain, label, *others, *done, *(side for side in sides if len(side) > 1)]


def _everyday(label: str) -> list[str]:
    """Other words for what the label names; not 贵 for 价格实惠, which says the contrary."""
    own = _degree(label)
    found = [word for heads, words in _synonyms() if any(head in label for head in heads) for word in words]
    return [word for word in found if own * _degree(word) >= 0] if own else found


@lru_cache(maxsize=4096)
def _degree(text: str) -> float:
    """Of the first word of praise or blame; 0 without one."""
    return next((mark.degree for mark in marks_in(text)), 0.0)


@cache
def _synonyms() -> tuple[tuple[tuple[str, ...], list[str]], ...]:
    return tuple((tuple(heads.split("/")), words) for heads, words in load("synonyms").items())


def _substrings(label: str) -> list[str]:
    """Two characters or more of it that are no everyday word of their own."""
    plain = PUNCTUATION.sub("", label)
    ends = range(2, _LONGEST + 1)
    found = {plain[a : a + n] for a in range(len(plain)) for n in ends if a + n <= len(plain)}
    return sorted(found - _common())


@cache
def _common() -> frozenset[str]:
    """Words that mean something of their own in an answer, whatever the labels."""
    lists = load("choices")
    return frozenset(word for key, words in lists.items() if key not in ("other",) for word in words) | {
        "问题",
        "原因",
        "方式",
        "渠道",
        "使用",
        "产品",
        "公司",
        "时间",
        "左右",
        "我的",
        "他的",
        "什么",
        "一次",
    }

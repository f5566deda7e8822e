"""What customers may call the options: the label, its parts, and everyday words for it."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.normal import PUNCTUATION

Name = tuple[str, int]  # what customers say, and the place of the option

_BRACKETS = late(r"[(（\[【].*?[)）\]】]")
_PARTS = late(r"[/、,，或和及与\s]+")
_LETTERED = late(r"^(?:[a-z]|\d{1,2})[.、:：)\s]+(?=\D)")
_LONGEST = 8  # characters of a part of a label
_NONE = ("都不", "都没", "以上", "均")
_PARTLY = {"apart", "tried", "acts", "happened", "wanted", "some_day", "postponed", "put_off"}
_DENYING = ("不", "没", "未", "无", "别", "勿", "从不", "从未", "从没", "从来不", "从来没")
_UNDONE = ("未", "没有", "没", "尚未", "还没有", "还没", "并未")


@lru_cache(maxsize=256)
def aliases(labels: tuple[str, ...], own: tuple[tuple[str, int], ...]) -> dict[str, tuple[int, ...]]:
    """name -> place of the option; a name that fits two options names none. The surest names win.

    Some names are for more than one: 周末 for 周六 and 周日.
    """
    shown = [_shown(label) for label in labels]
    about = _apart(_of(shown, _everyday), shown)
    named = _alone(_apart(_of(shown, _named), shown), about, shown)
    layers = [list(own), _of(shown, _whole), named, about, _of(shown, _substrings)]
    names: dict[str, int] = {}
    taken: set[str] = set()
    for layer in layers:
        found = _distinct([(name, i) for name, i in layer if name not in taken])
        taken.update(name for name, _ in layer)
        names |= found
    single = {name: (i,) for name, i in names.items() if _spoken(name)}
    return single | {name: places for name, places in _together(shown) if name not in single}


def called(labels: tuple[str, ...]) -> Iterator[Name]:
    """All that is said of each label, also what fits others as well."""
    shown = [_shown(label) for label in labels]
    for names in (_whole, _named, _everyday, _substrings):
        yield from _of(shown, names)


def _apart(pairs: list[Name], shown: list[str]) -> list[Name]:
    """护士 is an everyday word for 医生, but not beside 护士态度."""
    held = {name: [i for i, label in enumerate(shown) if label.startswith(name)] for name, _ in pairs}
    return [(name, i) for name, i in pairs if not held[name] or i in held[name]]


def _alone(named: list[Name], about: list[Name], shown: list[str]) -> list[Name]:
    """太贵 is for 价格高 and for 运费贵 as well, but r&d for 研发 although there is a 质量工程师."""
    near: dict[str, set[int]] = {}
    for name, i in about:
        if set(name) & set(shown[i]):
            near.setdefault(name, set()).add(i)
    return [(name, i) for name, i in named if near.get(name, {i}) == {i}]


def _together(shown: list[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The names of several options at once."""
    for labels, names in load("together").items():
        parts = labels.split("/")
        places = tuple(i for i, label in enumerate(shown) if label in parts)
        if len({shown[i] for i in places}) == len(parts):
            yield from ((name, places) for name in names)


def _distinct(pairs: list[Name]) -> dict[str, int]:
    places: dict[str, set[int]] = {}
    for name, i in pairs:
        places.setdefault(name, set()).add(i)
    return {name: next(iter(where)) for name, where in places.items() if len(where) == 1}


def _of(shown: list[str], names: Callable[[str], list[str]]) -> list[Name]:
    return [(name, i) for i, label in enumerate(shown) for name in names(label)]


def _shown(label: str) -> str:
    """A. 价格（含运费） is called 价格."""
    return _BRACKETS.sub("", _LETTERED.sub("", label)).strip() or label


def _spoken(name: str) -> bool:
    return bool(name) and (not name.isascii() or (len(name) > 1 and (len(name) > 3 or not name.isdecimal())))


def _whole(label: str) -> list[str]:
    """The label as one, each side of a 和 or /, and its negation in other words: 未解决, 没解决."""
    plain = PUNCTUATION.sub("", label)
    undone = next((word for word in _UNDONE if plain.startswith(word)), None)
    others = [word + plain[len(undone) :] for word in _UNDONE] if undone else []
    done = [plain[1:] + "了", "已经" + plain[1:]] if plain.startswith("已") else []
    sides = [PUNCTUATION.sub("", side) for side in _PARTS.split(label)]
    return [
        plain,
        label,
        *others,
        *done,
        *(side for side in sides if len(side) > 1 and side not in _praise()),
    ]


@cache
def _praise() -> frozenset[str]:
    """Good, of Good service, is said of anything."""
    return frozenset(load("choices")["english_praise"])


def _named(label: str) -> list[str]:
    """Other words for a label, or one side of it, that is nothing but what they stand for."""
    sides = {PUNCTUATION.sub("", side) for side in (label, *_PARTS.split(label))}
    return _in_tone(label, [head for side in sides for head in (side, f"={side}")])


def _everyday(label: str) -> list[str]:
    """Other words for what the label holds; none of 都不喜欢."""
    if _says_none(label):
        return []
    ends = range(1, len(label) + 1)
    return _in_tone(label, {label[a:b] for b in ends for a in _starts(label, b)})


def _in_tone(label: str, heads: Iterable[str]) -> list[str]:
    """Not 贵 for 价格实惠, which says the contrary."""
    known = _synonyms()
    found = [word for head in heads for words in known.get(head, ()) for word in words]
    own = _degree(label) if found else 0.0
    return [word for word in found if own * _degree(word) >= 0] if own else found


@lru_cache(maxsize=4096)
def _degree(text: str) -> float:
    """Of the first word of praise or blame; 0 without one."""
    if pattern("choices", "blamed").search(text):
        return -1.0  # 价格高 is called 贵
    return next((mark.degree for mark in marks_in(text)), 0.0)


@cache
def _synonyms() -> dict[str, list[list[str]]]:
    """What a label may hold -> the words for it, line by line; =网络: what a label is, and no more."""
    found: dict[str, list[list[str]]] = {}
    lines = (line for field in load("synonyms").values() for line in field.items())
    for heads, words in lines:
        for head in heads.split("/"):
            found.setdefault(head, []).append(words)
    return found


def _says_none(label: str) -> bool:
    return label.startswith(_NONE) or label in load("choices")["exclusive"]


def _substrings(label: str) -> list[str]:
    """Two characters or more of it that are no everyday word of their own; none of 都不喜欢."""
    if _says_none(label):
        return []
    plain = PUNCTUATION.sub("", label)
    ends = range(2, _LONGEST + 1)
    found = {plain[a : a + n] for a in _starts(plain) for n in ends if a + n <= len(plain)}
    return sorted(each for each in found - _common() if not _cut(each, label))


def _cut(part: str, label: str) -> bool:
    """Whether it is no whole word of a label in Latin letters: the is none in other."""
    ends = part[0] + part[-1]
    latin = ends.isascii() and ends.isalpha()
    return latin and not re.search(rf"(?<![a-z]){re.escape(part)}(?![a-z])", label)


def _starts(label: str, end: int | None = None) -> range:
    """Where a part of a label may begin: 看新闻 is no part of 不看新闻."""
    denied = label.startswith(_DENYING) and not label.startswith(tuple(load("choices")["no_denial"]))
    return range(1 if denied else len(label[:end]))


@cache
def _common() -> frozenset[str]:
    """Words that mean something of their own in an answer, whatever the labels; b超 and 参观 may be parts."""
    lists = load("choices")
    return frozenset(word for key in lists.keys() - _PARTLY for word in lists[key])

"""Under which numbers the levels of a scale are spoken of."""

import re
from functools import cache, lru_cache
from typing import Literal

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.scores.rungs import Band, Rungs
from nlp.wording.text.normal import normalise, unpunctuated
from nlp.wording.text.numerals import number, numeral

_UNITS = ("points", "stars", "levels")
_ARABIC = late(r"\d+(?:\.\d+)?")
_NUMBERED = late(r"^\d+(?:\.\d+)?\s*[分星颗级]*|^[一二三四五六七八九十]颗?星\s+|\d+(?:\.\d+)?\s*[分星颗级]*$")
_STARS = late("[⭐★🌟]+")


Options = tuple[tuple[str, str], ...]
Shown = Literal["label", "key", "place"]


@lru_cache(maxsize=256)
def numbers_of(options: Options) -> tuple[dict[float, int], Shown]:
    """Number -> place, and where it is shown: in the labels, else as keys, else by the place in the list."""
    named = _each_once([_in_label(normalise(label)) for _, label in options])
    if named:
        return named, "label"
    keys = _each_once([_in_key(normalise(key)) for key, _ in options])
    return (keys, "key") if keys else ({float(i + 1): i for i in range(len(options))}, "place")


@lru_cache(maxsize=256)
def names_of(options: Options) -> dict[str, int]:
    """What the labels say beside their numbers, where no two say the same: 10 非常可能."""
    named = [unpunctuated(_NUMBERED.sub("", normalise(label))) for _, label in options]
    return {name: i for i, name in enumerate(named) if name and named.count(name) == 1}


@lru_cache(maxsize=256)
def rungs_of(options: Options, *, falling: bool = False) -> Rungs:
    """The levels as numbers; ``falling``: the best comes first."""
    labels = tuple(normalise(label) for _, label in options)
    numbers, shown = numbers_of(options)
    bands = () if shown == "label" else _bands(labels)
    starred = any(_STARS.search(label) or "星" in label for label in labels)
    with_numbers = shown == "label" and not _rising(numbers)  # 5分 first: points fall as the levels do
    return Rungs(numbers, shown, bands, starred, falling and not with_numbers, _unit(labels))


def _rising(numbers: dict[float, int]) -> bool:
    places = [numbers[value] for value in sorted(numbers)]
    return places == sorted(places)


def _each_once(values: list[float | None]) -> dict[float, int]:
    numbers = {value: i for i, value in enumerate(values) if value is not None}
    return numbers if len(numbers) == len(values) else {}


def _in_key(key: str) -> float | None:
    found = _ARABIC.findall(key)
    return float(found[0]) if len(found) == 1 else None


def _in_label(label: str) -> float | None:
    """1 星, 三分, ★★★, 5 非常满意: the only number in a label; none where it is the edge of a band."""
    stars = _STARS.findall(label)
    if len(stars) == 1:
        return float(len(stars[0]))
    arabic = _ARABIC.findall(label)
    if len(arabic) == 1 and not _edge().search(label):
        return float(arabic[0])
    units = any(pattern("numbers", each).search(label) for each in _UNITS)
    spoken = _with_unit().search(label) if units else None
    return number(spoken[1]) if spoken and not arabic else None


@cache
def _with_unit() -> re.Pattern[str]:
    data = load("numbers")
    units = either(word for each in _UNITS for word in data[each])
    return re.compile(rf"^({numeral()})(?:{units})")


@cache
def _edge() -> re.Pattern[str]:
    data = load("numbers")
    return re.compile(f"(?P<below>{either(data['band_below'])})|(?P<above>{either(data['band_above'])})")


def _bands(labels: tuple[str, ...]) -> tuple[Band, ...]:
    """The part of a range that each label names (60～69 分, 59 分及以下); () unless all of them do."""
    most = float("inf") if _unit(labels) else 100.0
    found = [_band(label, most) for label in labels]
    bands = tuple(band for band in found if band is not None)
    return bands if bands and len(bands) == len(labels) else ()


def _band(label: str, most: float) -> Band | None:
    edges = [float(edge) for edge in _ARABIC.findall(label)]
    if len(edges) == 2:
        return Band(min(edges), max(edges))
    open_end = _edge().search(label)
    if len(edges) != 1 or not open_end:
        return Band(edges[0], edges[0]) if len(edges) == 1 else None
    return Band(0.0, edges[0], open=True) if open_end["below"] else Band(edges[0], most, open=True)


def _unit(labels: tuple[str, ...]) -> str:
    """What all labels count: 天 in 2-3天."""
    found = {unit[1] if unit else "" for unit in map(_measured().search, labels)}
    return found.pop() if len(found) == 1 else ""


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(rf"\d\s*({either(load('numbers')['measures'])})")

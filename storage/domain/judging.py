"""What staff say a text means, laid over what the model found in it, and taken off again.

A text's `row` has polarity, confidence, urgency and categories ([category, polarity, start, end]); `found`
keeps by field what the model said of what staff judge.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

Row = dict[str, Any]

MOODS: Final = ("positive", "neutral", "negative")
URGENCIES: Final = ("now", "soon", "routine")
"""The most urgent first."""

THIRD: Final = 1 / 3
"""A polarity under this in size is neutral."""

_CERTAIN: Final = {"positive": 1.0, "neutral": 0.0, "negative": -1.0}
_NOWHERE: Final = (0, 0)
_MOST_CATEGORIES: Final = 30


def mood(polarity: float) -> str:
    """Of this polarity."""
    if abs(polarity) < THIRD:
        return "neutral"
    return "positive" if polarity > 0 else "negative"


class Field(NamedTuple):
    """A field that staff judge: what is `said` of it there, as staff would say it; whether what they mean
    `fits`; to what that would `set` the columns; and which columns it `rests` on."""

    said: Callable[[Row], Any]
    fits: Callable[[Any], bool]
    set: Callable[[Row, Any], Row]
    rests: tuple[str, ...]


def _moods(row: Row) -> list[list[str]]:
    """Each category once, with the mood of what is said of it in all."""
    spoken: dict[str, list[float]] = {}
    for category, polarity, *_ in row["categories"] or ():
        spoken.setdefault(category, []).append(polarity)
    return [[category, mood(sum(each) / len(each))] for category, each in spoken.items()]


def _are_categories(meant: Any) -> bool:
    """Pairs of a category and a mood, no category twice."""
    if not isinstance(meant, Sequence) or isinstance(meant, str) or len(meant) > _MOST_CATEGORIES:
        return False
    pairs = [each for each in meant if len(each) == 2 and each[0] and each[1] in MOODS]
    return len(pairs) == len(meant) == len({category for category, _ in pairs})


def _with_moods(row: Row, meant: Any) -> Row:
    """These categories alone, in the words that the model found for them, where it did."""
    return {"categories": [each for category, felt in meant for each in _felt(row, category, felt)]}


def _felt(row: Row, category: str, felt: str) -> list[list[Any]]:
    spoken = [each for each in row["categories"] or () if each[0] == category]
    if not spoken:
        return [[category, _CERTAIN[felt], *_NOWHERE]]
    return [
        [category, polarity if mood(polarity) == felt else _CERTAIN[felt], *span]
        for _, polarity, *span in spoken
    ]


FIELDS: Final[dict[str, Field]] = {
    "polarity": Field(
        lambda row: mood(row["polarity"]),
        lambda meant: meant in MOODS,
        lambda _, meant: {"polarity": _CERTAIN[meant], "confidence": 1.0},
        ("polarity", "confidence"),
    ),
    "categories": Field(_moods, _are_categories, _with_moods, ("categories",)),
    "urgency": Field(
        lambda row: row["urgency"],
        lambda meant: meant in URGENCIES,
        lambda _, meant: {"urgency": meant},
        ("urgency",),
    ),
}


def unjudged(row: Row) -> Row:
    """As the model left it, all fields."""
    found = row["found"] or {}
    own = {name: value for field in found.values() for name, value in field.items()}
    return {**row, **own, "found": None}


def judged(row: Row, meant: dict[str, Any]) -> Row:
    """What the model found, with what staff mean, by field, laid over."""
    own = unjudged(row)
    found = {name: {column: own[column] for column in FIELDS[name].rests} for name in meant}
    over = {key: value for name, each in meant.items() for key, value in FIELDS[name].set(own, each).items()}
    return {**own, **over, "found": found or None}


def told(meant: Any) -> str:
    """What was said or meant, in one line, for the history: keys of ours, nobody's words."""
    return meant if isinstance(meant, str) else ", ".join(f"{category} {felt}" for category, felt in meant)

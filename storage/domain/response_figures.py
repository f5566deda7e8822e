"""What the responses of a span of time add up to (C1, C4, C7), made so that the figures of two spans, added,
are those of both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple


class Group(NamedTuple):
    """What responses are told apart by."""

    version_id: int
    channel: str
    segment: str


class Level(NamedTuple):
    """A choice of a question, with its score."""

    question: str
    kind: str
    label: str
    score: float


Moods = tuple[int, int, int]
"""How many texts are positive, neutral, negative."""

CALM: Final[Moods] = (0, 0, 0)

_SUMS: Final = ("begun", "index", "mood")
"""What `stored` makes lists of numbers of."""


@dataclass(frozen=True, slots=True)
class Figures:
    """`begun` in the span, of these `completed` and `stopped`; completed in it (`finished`), of those the
    `index`: how many have one, their sum, the sum of their squares, and how often each of the `levels` was
    chosen; of the answers given in it the `mood` of what was written, and of each category that was spoken of
    (`matters`)."""

    begun: int = 0
    completed: int = 0
    stopped: int = 0
    finished: int = 0
    index: tuple[int, float, float] = (0, 0.0, 0.0)
    levels: Mapping[Level, int] = field(default_factory=dict)
    mood: Moods = CALM
    matters: Mapping[str, Moods] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "begun": [self.begun, self.completed, self.stopped, self.finished],
            "index": [*self.index],
            "levels": [[*level, n] for level, n in self.levels.items()],
            "mood": [*self.mood],
            "matters": {key: [*moods] for key, moods in self.matters.items()},
        }


Heard = Mapping[Group, Figures]
"""The figures of each group of which there is something."""


def read(stored: Mapping[str, Any]) -> Figures:
    """What `stored` made."""
    n, total, squares = stored["index"]
    begun, completed, stopped, finished = stored["begun"]
    return Figures(
        begun,
        completed,
        stopped,
        finished,
        index=(n, float(total), float(squares)),
        levels={
            Level(question, kind, label, float(score)): often
            for question, kind, label, score, often in stored["levels"]
        },
        mood=_moods(stored["mood"]),
        matters={key: _moods(moods) for key, moods in stored["matters"].items()},
    )


def _moods(told: Any) -> Moods:
    positive, neutral, negative = told
    return positive, neutral, negative


def total(several: Iterable[Figures]) -> Figures:
    """Those of all these together."""
    begun = completed = stopped = finished = n = 0
    sum_of = squares = 0.0
    levels: dict[Level, int] = {}
    mood, matters = CALM, dict[str, Moods]()
    for each in several:
        begun, completed, stopped = begun + each.begun, completed + each.completed, stopped + each.stopped
        finished += each.finished
        n, sum_of, squares = n + each.index[0], sum_of + each.index[1], squares + each.index[2]
        for level, often in each.levels.items():
            levels[level] = levels.get(level, 0) + often
        mood = added(mood, each.mood)
        for key, moods in each.matters.items():
            matters[key] = added(matters.get(key, CALM), moods)
    return Figures(begun, completed, stopped, finished, (n, sum_of, squares), levels, mood, matters)


def added(one: Moods, other: Moods) -> Moods:
    """Both together."""
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def mood_of(heard: Heard) -> Moods:
    """Of all groups."""
    mood = CALM
    for each in heard.values():
        mood = added(mood, each.mood)
    return mood


def matters_of(heard: Heard) -> dict[str, Moods]:
    """Of all groups."""
    found: dict[str, Moods] = {}
    for each in heard.values():
        for key, moods in each.matters.items():
            found[key] = added(found.get(key, CALM), moods)
    return found


def together(several: Iterable[Heard]) -> Heard:
    """The groups of all these spans."""
    by: dict[Group, list[Figures]] = {}
    for each in several:
        for group, figures in each.items():
            by.setdefault(group, []).append(figures)
    return {group: some[0] if len(some) == 1 else total(some) for group, some in by.items()}


def added_up(stored: Iterable[tuple[Group, Mapping[str, Any]]]) -> Heard:
    """The groups of all these that `stored` made: where it is but one, it is read, where several, their
    numbers are added before anything else is made of them."""
    by: dict[Group, list[Mapping[str, Any]]] = {}
    for group, each in stored:
        by.setdefault(group, []).append(each)
    return {group: read(some[0] if len(some) == 1 else _added_up(some)) for group, some in by.items()}


def _added_up(several: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    levels: dict[tuple[Any, ...], int] = {}
    matters: dict[str, list[int]] = {}
    for each in several:
        for *level, often in each["levels"]:
            key = tuple(level)
            levels[key] = levels.get(key, 0) + often
        for category, moods in each["matters"].items():
            before = matters.get(category, CALM)
            matters[category] = [one + other for one, other in zip(before, moods, strict=True)]
    sums = {
        name: [sum(some) for some in zip(*(each[name] for each in several), strict=True)] for name in _SUMS
    }
    return {**sums, "levels": [[*level, often] for level, often in levels.items()], "matters": matters}

"""A question and what it is answered with. What its kind makes of it: `storage.domain.questions`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from storage.domain import questions


@dataclass(frozen=True, slots=True)
class Level:
    """A level (等级), worth `score` (0 to 100). `words`: other names for it; `icon`: a sign for it."""

    key: str
    label: str
    score: float
    words: tuple[str, ...] = ()
    icon: str = ""


@dataclass(frozen=True)
class Scheme:
    """A level scheme (B3), worst level first. `picker`: shown as levels, stars, numbers or buttons."""

    key: str
    title: str
    levels: tuple[Level, ...]
    picker: str = "levels"

    @cached_property
    def scores(self) -> Mapping[str, float]:
        """Level key -> score."""
        return {level.key: level.score for level in self.levels}

    def definition(self) -> dict[str, Any]:
        """The scheme as `storage.domain.reading.scheme` takes it."""
        return {
            "title": self.title,
            "picker": self.picker,
            "level": [
                {name: value for name, value in asdict(level).items() if value not in ("", ())}
                | {"words": list(level.words)}
                for level in self.levels
            ],
        }

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The organisation's own words -> level key."""
        return {word: level.key for level in self.levels for word in level.words}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. `exclusive`: alone or not at all."""

    key: str
    label: str
    exclusive: bool = False


@dataclass(frozen=True)
class Question:
    """A question (题目) of a survey.

    `title` names it in results, `text` asks it, `again` asks it differently when the answer was not
    understood, `hint` helps. `weight` is its share of the satisfaction index, 0: not counted. A score (0 to
    100) under `reason_below` is asked about. `least` and `most` bound how many options may be chosen.
    """

    key: str
    kind: str
    title: str
    text: str
    again: str = ""
    required: bool = False
    weight: float = 0.0
    options: tuple[Option, ...] = ()
    scheme: Scheme | None = None
    reason_below: float | None = None
    hint: str = ""
    most: int | None = None
    least: int | None = None

    @cached_property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """(key, label) of all that can be picked, as shown to the customer; empty where nothing can."""
        return tuple(questions.kind(self.kind).options(self))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Key -> label of `choices`."""
        return dict(self.choices)

    @cached_property
    def icons(self) -> Mapping[str, str]:
        """Key -> icon of the levels that have one."""
        return {level.key: level.icon for level in self.scheme.levels if level.icon} if self.scheme else {}

    @cached_property
    def picker(self) -> str:
        """How the choices like to be shown: none, buttons, levels, stars or numbers."""
        return questions.kind(self.kind).picker(self)

    @cached_property
    def reads(self) -> str:
        """The kind of answer that `nlp.read_answer` is to read."""
        return questions.kind(self.kind).reads

    @cached_property
    def rules(self) -> dict[str, Any]:
        """What `nlp.read_answer` is told besides the choices: least, most, exclusive, words, if set."""
        rules = {
            "least": self.least,
            "most": self.most,
            "exclusive": [option.key for option in self.options if option.exclusive],
            "words": dict(self.scheme.words) if self.scheme else {},
        }
        return {name: rule for name, rule in rules.items() if rule}

    def wants_reason(self, score: float | None) -> bool:
        """Whether a customer who gave this score is asked why."""
        return score is not None and self.reason_below is not None and score < self.reason_below

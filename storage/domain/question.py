"""A question and what it is answered with. What its kind makes of it: `storage.domain.questions`."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from storage.domain import questions
from storage.domain.condition import Condition, Jump, Known
from storage.domain.wording import filled, references

__all__ = ["Condition", "Jump", "Known", "Level", "Option", "Question", "Scheme", "filled"]


@dataclass(frozen=True, slots=True)
class Level:
    """A level (等级), worth `score` (0 to 100). `words`: other names for it; `icon`: a sign for it."""

    key: str
    label: str
    score: float
    words: tuple[str, ...] = ()
    icon: str = ""

    def definition(self) -> dict[str, Any]:
        """The level as a scheme has it."""
        told = {name: value for name, value in asdict(self).items() if value not in ("", ())}
        return told | {"words": list(self.words)}

    def spoken(self) -> dict[str, Any]:
        """What of it is told in another language."""
        return {"key": self.key, "label": self.label, "words": list(self.words)}


@dataclass(frozen=True)
class Scheme:
    """A level scheme (B3), worst level first. `picker`: shown as levels, stars, numbers or buttons.

    `others` has it in other languages, by language.
    """

    key: str
    title: str
    levels: tuple[Level, ...]
    picker: str = "levels"
    others: "Mapping[str, Scheme]" = field(default_factory=dict, hash=False, repr=False)

    @cached_property
    def scores(self) -> Mapping[str, float]:
        """Level key -> score."""
        return {level.key: level.score for level in self.levels}

    def within(self, languages: Collection[str]) -> "Scheme":
        """The scheme in these languages alone, beside its own."""
        return replace(self, others={name: each for name, each in self.others.items() if name in languages})

    def definition(self) -> dict[str, Any]:
        """The scheme as `storage.domain.reading.scheme` takes it."""
        others = {
            language: {"title": other.title, "level": [each.spoken() for each in other.levels]}
            for language, other in self.others.items()
        }
        return {
            "title": self.title,
            "picker": self.picker,
            "level": [each.definition() for each in self.levels],
        } | ({"in": others} if others else {})

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

    It is asked where all of `show_if` hold; after it, the first `jump` whose conditions hold is taken.
    `text`, `again` and `hint` may take up earlier answers (`told`); `text_else` asks where there is nothing
    to take up. `about` is the label of the product, or what else a section was repeated for; `matrix` the
    key of the matrix that it is a row of. A number has a `unit` and is from `low` to `high`; an order number
    matches `pattern`.
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
    show_if: tuple[Condition, ...] = ()
    jump: tuple[Jump, ...] = ()
    text_else: str = ""
    about: str = ""
    matrix: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    pattern: str = ""

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
        """How it likes to be answered: none, buttons, levels, stars, numbers, or a picker of its own kind."""
        return questions.kind(self.kind).picker(self)

    @cached_property
    def reads(self) -> str:
        """The kind of answer that `nlp.read_answer` is to read; empty where a file is the answer."""
        return questions.kind(self.kind).reads

    @cached_property
    def reads_options(self) -> tuple[tuple[str, str], ...]:
        """The options that `nlp.read_answer` is told: the choices, of an order number its pattern."""
        return (("pattern", self.pattern),) if self.pattern else self.choices

    @cached_property
    def accept(self) -> str:
        """What is attached to answer it: photo, file; empty where words or picks are the answer."""
        return "" if self.reads else self.kind

    @cached_property
    def rules(self) -> dict[str, Any]:
        """What `nlp.read_answer` is told besides the options: least, most, exclusive, words, unit, range,
        if set."""
        rules = {
            "least": self.least,
            "most": self.most,
            "exclusive": [option.key for option in self.options if option.exclusive],
            "words": dict(self.scheme.words) if self.scheme else {},
            "unit": self.unit,
            "range": None if self.low is None and self.high is None else (self.low, self.high),
        }
        return {name: rule for name, rule in rules.items() if rule}

    @cached_property
    def computed(self) -> bool:
        """Whether its words take up earlier answers."""
        return any(references(text) for text in (self.text, self.again, self.hint))

    def told(self, known: Mapping[str, Known]) -> "Question":
        """As it is asked of a customer of whom this is known: its words filled in, or else `text_else`."""
        if not self.computed:
            return self
        text, again = filled(self.text, known), filled(self.again, known)
        return replace(self, text=text or self.text_else, again=again, hint=filled(self.hint, known))

    def wants_reason(self, score: float | None) -> bool:
        """Whether a customer who gave this score is asked why."""
        return score is not None and self.reason_below is not None and score < self.reason_below

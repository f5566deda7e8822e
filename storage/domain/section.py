"""The parts of a survey beside its questions: sections, quotas, closing words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from storage.domain.condition import Condition, conditions
from storage.domain.expanding import ABOUT, repeated
from storage.domain.fields import Fields
from storage.domain.question import Option, Question, Scheme
from storage.domain.reading import question


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together; `title` may be empty.

    A `random` one is asked in an order drawn by lot. A section written once and asked of each product bought
    is as many sections; `about` is the label of its product.
    """

    title: str
    questions: tuple[Question, ...]
    random: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """Of those who answer the question with one of the keys `counted`, at most so many are asked on (B6).

    `text` is said to whom comes after them; empty: what all others are told at the end.
    """

    question: str
    counted: frozenset[str]
    most: int
    text: str = ""


class Closing(NamedTuple):
    """Words for the end, where the satisfaction index (0 to 100) and the answers are so; without an index no
    bound holds."""

    text: str
    conditions: tuple[Condition, ...] = ()
    below: float | None = None
    above: float | None = None

    def fits(self, index: float | None) -> bool:
        """Whether the index is within the bounds."""
        if index is None:
            return self.below is None and self.above is None
        return (self.below is None or index < self.below) and (self.above is None or index > self.above)

    @property
    def always(self) -> bool:
        """Whether it is for everybody."""
        return not self.conditions and self.below is None and self.above is None


def quota(fields: Fields) -> Quota:
    """A quota as a definition has it."""
    made = Quota(
        question=fields.text("question"),
        counted=frozenset(fields.keys("is")),
        most=fields.whole("most", 1, 10_000_000) or 0,
        text=fields.text("text", ""),
    )
    if "most" not in fields.table:
        fields.problem("most", "missing", key="most")
    fields.done()
    return made


def closing(fields: Fields) -> Closing:
    """Closing words as a definition has them."""
    made = Closing(
        text=fields.text("text"),
        conditions=conditions(fields, "if"),
        below=fields.number("below"),
        above=fields.number("above"),
    )
    fields.done()
    return made


Placed = tuple[Section, list[str]]
"""A section, and the dotted path of each of its questions in the definition."""


def placed_sections(fields: Fields, schemes: Mapping[str, Scheme]) -> list[Placed]:
    """The sections with the paths of their questions; one that is asked per option stands once for each."""
    found: list[Placed] = []
    for each in fields.each("section"):
        before = {question.key: question for section, _ in found for question in section.questions}
        found += _section(each, schemes, before)
    return found


def _section(fields: Fields, schemes: Mapping[str, Scheme], before: Mapping[str, Question]) -> list[Placed]:
    asked = [(one, each.where) for each in fields.each("question") for one in question(each, schemes)]
    section = Section(
        title=fields.text("title", ""),
        questions=tuple(one for one, _ in asked),
        random=fields.flag("random"),
    )
    per = fields.text("per", "")
    fields.known(("in",))
    fields.done()
    wheres = [where for _, where in asked]
    if not per:
        return [(section, wheres)]
    if per not in before or before[per].kind != "multi":
        fields.problem("per", "not_multi", value=per)
        return [(section, wheres)]
    return [(_per(section, per, option), wheres) for option in before[per].options if not option.exclusive]


def _per(section: Section, per: str, option: Option) -> Section:
    return Section(
        title=section.title.replace(ABOUT, option.label),
        questions=repeated(section.questions, per, option),
        random=section.random,
        about=option.label,
    )

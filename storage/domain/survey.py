"""A survey (问卷): its sections and questions, and the life of a version of it (B4).

A parsed survey is immutable; all that asking and counting need of it is worked out once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from storage.domain import languages
from storage.domain.condition import Condition
from storage.domain.fields import Fields
from storage.domain.machine import LifeCycle
from storage.domain.problems import Invalid, Problem
from storage.domain.question import Level, Option, Question, Scheme
from storage.domain.reading import schemes_in, unlike
from storage.domain.section import Closing, Quota, Section, closing, placed_sections, quota
from storage.domain.source import locate, read
from storage.domain.wording import references

__all__ = [
    "END",
    "LIFE",
    "Closing",
    "Invalid",
    "Level",
    "Option",
    "Problem",
    "Question",
    "Quota",
    "Scheme",
    "Section",
    "Survey",
    "embed",
    "locate",
    "parse",
    "read",
]

END: Final = "end"
"""Where a jump leads that ends the survey."""

LIFE = LifeCycle(
    "survey",
    states=("draft", "approved", "published", "retired", "discarded"),
    transitions=(
        ("approve", "draft", "approved"),
        ("publish", "approved", "published"),
        ("retire", "published", "retired"),
        ("discard", ("draft", "approved"), "discarded"),
        ("restore", "discarded", "draft"),
    ),
    initial="draft",
)


@dataclass(frozen=True)
class Survey:
    """`purpose` says why we ask, `minutes` how long it takes, `closing` thanks.

    `target` is the index aimed at (0 to 100), `notice_version` names the privacy notice that it needs
    consent to; empty: the policy's. Of `closings` the first that fits is said in place of `closing`. Answers
    to an `anonymous` one have no name. `shares`: the weights are parts of 100 (None: nothing is said of it).
    `languages` has those that it is spoken in beside its own, `others` the survey in each.
    """

    key: str
    title: str
    purpose: str
    minutes: int
    target: float | None
    closing: str
    notice_version: str
    sections: tuple[Section, ...]
    anonymous: bool = False
    shares: bool | None = None
    quotas: tuple[Quota, ...] = ()
    closings: tuple[Closing, ...] = ()
    languages: tuple[str, ...] = ()
    others: "dict[str, Survey]" = field(default_factory=dict, hash=False, repr=False)

    def spoken(self, language: str) -> "Survey":
        """The survey in this language, question by question the same; its own where it is not told in it."""
        return self.others.get(language, self)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order of the definition."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def everything(self) -> tuple[int, ...]:
        """The positions of all questions."""
        return tuple(range(len(self.questions)))

    @cached_property
    def straight(self) -> bool:
        """Whether everybody is asked every question, in the order of the definition."""
        branching = any(each.show_if or each.jump for each in self.questions)
        return not (branching or self.quotas or self.random)

    @cached_property
    def random(self) -> bool:
        """Whether a lot decides the order of some questions."""
        return any(section.random for section in self.sections)

    @cached_property
    def remembered(self) -> frozenset[str]:
        """The keys of the questions whose answers conditions, quotas and texts need."""
        asked = {condition.question for condition in self._conditions}
        return frozenset(asked | {key for key, _ in self._taken_up} | {each.question for each in self.quotas})

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The keys of the questions whose answers texts take up in the customer's own words."""
        return frozenset(key for key, what in self._taken_up if what == "words")

    @property
    def _taken_up(self) -> list[tuple[str, str]]:
        texts = [text for each in self.questions for text in (each.text, each.again, each.hint)]
        texts += [self.closing, *(each.text for each in self.closings)]
        return [found for text in texts for found in references(text)]

    @property
    def _conditions(self) -> list[Condition]:
        lists = [each.show_if for each in self.questions]
        lists += [jump.conditions for each in self.questions for jump in each.jump]
        return [condition for each in (*lists, *(c.conditions for c in self.closings)) for condition in each]

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Question key -> weight, of those that count in the satisfaction index."""
        return {question.key: question.weight for question in self.questions if question.weight}

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {question.key: position for position, question in enumerate(self.questions)}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where a jump leads: question key -> position; the key of a matrix stands for its first row."""
        rows = {each.matrix: place for place, each in reversed([*enumerate(self.questions)]) if each.matrix}
        return {**rows, **self._positions}

    def position(self, key: str) -> int:
        """Where in `questions` this question stands, from 0. Raises KeyError when there is none."""
        return self._positions[key]

    def question(self, key: str) -> Question:
        """The question of this key. Raises KeyError when there is none."""
        return self.questions[self._positions[key]]


def parse(definition: Mapping[str, Any], schemes: Mapping[str, Scheme]) -> Survey:
    """The survey that this definition (TOML as read) describes. Raises Invalid with all that is wrong.

    Level schemes are taken from the definition's own `schemes` first, then from those handed in. Whether it
    can be asked as it stands is for `storage.domain.checking`: what was published once is parsed for ever.
    """
    return placed(definition, schemes)[0]


def placed(definition: Mapping[str, Any], schemes: Mapping[str, Scheme]) -> tuple[Survey, tuple[str, ...]]:
    """The survey, and the dotted path of each of its questions in the definition. Raises Invalid."""
    problems: list[Problem] = []
    fields = Fields(definition, problems)
    spoken = fields.texts("languages")
    known = {**schemes, **schemes_in(fields.inner("schemes"))}
    survey, wheres = _survey(fields, {key: each.within(spoken) for key, each in known.items()}, spoken)
    fields.done()
    if not survey.questions:
        fields.problem("section", "no_questions")
    unlike([q.key for q in survey.questions], [f"{where}.key" for where in wheres], problems)
    if problems:
        raise Invalid(problems)
    for language in spoken:
        table = {**languages.overlay(definition, language), "languages": []}
        told = {key: each.others.get(language, each) for key, each in known.items()}
        survey.others[language] = parse(table, told)
    return survey, wheres


def _survey(
    fields: Fields, schemes: Mapping[str, Scheme], spoken: tuple[str, ...]
) -> tuple[Survey, tuple[str, ...]]:
    closings = _closings(fields)
    sections = placed_sections(fields, schemes)
    fields.known(("in",))
    survey = Survey(
        key=fields.key(),
        title=fields.text("title"),
        purpose=fields.text("purpose"),
        minutes=fields.whole("minutes") or 1,
        target=fields.number("target"),
        closing=next((each.text for each in closings if each.always), ""),
        notice_version=fields.text("notice_version", ""),
        sections=tuple(section for section, _ in sections),
        anonymous=fields.flag("anonymous"),
        shares=fields.flag("shares") if "shares" in fields.table else None,
        quotas=tuple(quota(each) for each in fields.each("quota")),
        closings=tuple(each for each in closings if not each.always),
        languages=spoken,
    )
    return survey, tuple(where for _, wheres in sections for where in wheres)


def _closings(fields: Fields) -> tuple[Closing, ...]:
    """One text for all, or a list of texts with conditions."""
    if isinstance(fields.table.get("closing"), list):
        return tuple(closing(each) for each in fields.each("closing"))
    return (Closing(fields.text("closing", "")),)


def embed(definition: Mapping[str, Any], survey: Survey) -> dict[str, Any]:
    """The definition with the level schemes that it uses written in: it can be parsed alone for ever."""
    used = {q.scheme.key: q.scheme.definition() for q in survey.questions if q.scheme}
    return {**definition, "schemes": used}

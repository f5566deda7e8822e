"""A survey (问卷): its sections and questions, and the life of a version of it (B4).

A parsed survey is immutable; all that asking and counting need of it is worked out once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from storage.domain.fields import Fields
from storage.domain.machine import LifeCycle
from storage.domain.problems import Invalid, Problem
from storage.domain.question import Level, Option, Question, Scheme
from storage.domain.reading import question, schemes_in, unlike
from storage.domain.source import locate, read

__all__ = [
    "LIFE",
    "Invalid",
    "Level",
    "Option",
    "Problem",
    "Question",
    "Scheme",
    "Section",
    "Survey",
    "embed",
    "locate",
    "parse",
    "read",
]

LIFE = LifeCycle(
    "survey",
    states=("draft", "approved", "published", "retired"),
    transitions=(
        ("approve", "draft", "approved"),
        ("publish", "approved", "published"),
        ("retire", "published", "retired"),
    ),
    initial="draft",
)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together; `title` may be empty."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Survey:
    """`purpose` says why we ask, `minutes` how long it takes, `closing` thanks.

    `target` is the index aimed at (0 to 100), `notice_version` names the privacy notice that it needs
    consent to; empty: the policy's.
    """

    key: str
    title: str
    purpose: str
    minutes: int
    target: float | None
    closing: str
    notice_version: str
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order they are asked."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Question key -> weight, of those that count in the satisfaction index."""
        return {question.key: question.weight for question in self.questions if question.weight}

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {question.key: position for position, question in enumerate(self.questions)}

    def position(self, key: str) -> int:
        """Where in `questions` this question stands, from 0. Raises KeyError when there is none."""
        return self._positions[key]

    def question(self, key: str) -> Question:
        """The question of this key. Raises KeyError when there is none."""
        return self.questions[self._positions[key]]


def parse(definition: Mapping[str, Any], schemes: Mapping[str, Scheme]) -> Survey:
    """The survey that this definition (TOML as read) describes. Raises Invalid with all that is wrong.

    Level schemes are taken from the definition's own `schemes` first, then from those handed in.
    """
    problems: list[Problem] = []
    fields = Fields(definition, problems)
    known = {**schemes, **schemes_in(fields.inner("schemes"))}
    survey = Survey(
        key=fields.key(),
        title=fields.text("title"),
        purpose=fields.text("purpose"),
        minutes=fields.whole("minutes") or 1,
        target=fields.number("target"),
        closing=fields.text("closing", ""),
        notice_version=fields.text("notice_version", ""),
        sections=tuple(_section(each, known) for each in fields.each("section")),
    )
    fields.done()
    if not survey.questions:
        fields.problem("section", "no_questions")
    unlike([q.key for q in survey.questions], _wheres(survey), problems)
    if problems:
        raise Invalid(problems)
    return survey


def embed(definition: Mapping[str, Any], survey: Survey) -> dict[str, Any]:
    """The definition with the level schemes that it uses written in: it can be parsed alone for ever."""
    used = {q.scheme.key: q.scheme.definition() for q in survey.questions if q.scheme}
    return {**definition, "schemes": used}


def _section(fields: Fields, schemes: Mapping[str, Scheme]) -> Section:
    section = Section(
        title=fields.text("title", ""),
        questions=tuple(question(each, schemes) for each in fields.each("question")),
    )
    fields.done()
    return section


def _wheres(survey: Survey) -> list[str]:
    return [
        f"section.{s}.question.{q}.key"
        for s, section in enumerate(survey.sections, 1)
        for q, _ in enumerate(section.questions, 1)
    ]

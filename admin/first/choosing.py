"""The first survey: a template as customers will read it, published as it is or under another title."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from admin.first import steps
from admin.pages.survey_new import begun
from storage import drafts, surveys
from storage.domain import survey as law
from storage.domain.survey import Survey
from storage.templates import Template, template, templates

USUAL: Final = "five"
"""The template that most begin with; it is offered first."""


class Asked(NamedTuple):
    """A question as it is shown here: what it is answered with, where that is chosen."""

    text: str
    choices: Sequence[str]


class Offer(NamedTuple):
    """A template, and how long it is."""

    name: str
    title: str
    about: str
    questions: int
    minutes: int


def choice(name: str) -> dict[str, Any]:
    """What the page shows: all templates, and of the chosen one its questions by section."""
    found = next((each for each in templates() if each.name == name), None)
    shown = _read(found.name) if found else None
    return {
        "offers": offers(),
        "chosen": found.name if found else "",
        "title": found.title if found else "",
        "purpose": shown.purpose if shown else "",
        "sections": [(each.title, [_asked(q) for q in each.questions]) for each in shown.sections]
        if shown
        else [],
    }


@cache
def offers() -> tuple[Offer, ...]:
    """All templates."""
    return tuple(_offer(each) for each in sorted(templates(), key=lambda each: each.name != USUAL))


def _offer(each: Template) -> Offer:
    read = _read(each.name)
    return Offer(each.name, each.title, each.about, len(read.questions), read.minutes)


@cache
def _read(name: str) -> Survey:
    return surveys.check(template(name).source)


def _asked(question: Any) -> Asked:
    levels = question.scheme.levels if question.scheme else question.options
    return Asked(question.text, [each.label for each in levels])


def publish_template(session: Session, name: str, title: str, user_id: int, at: datetime) -> None:
    """Publish a survey of its own made of this template. Raises KeyError where there is no such template."""
    definition = law.read(template(name).source) | ({"title": title} if title else {})
    drafts.publish(session, begun(session, definition, user_id, at), user_id, at)
    steps.take(session, "survey", user_id, at)

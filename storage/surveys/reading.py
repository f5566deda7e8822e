"""Surveys and their versions, as they stand."""

from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from storage.domain import survey as law
from storage.domain.question import Question
from storage.domain.survey import Survey
from storage.surveys.naming import TITLE
from storage.tables import survey_versions, surveys


class Version(NamedTuple):
    """A version of a survey; `survey` is what that is called, `title` the version's own. `state` is draft,
    approved, published, retired or discarded."""

    id: int
    key: str
    survey: str
    title: str
    number: int
    state: str
    created_at: datetime
    published_at: datetime | None


def versions() -> Select[Any]:
    """All versions, in the order and with the columns of `Version`; of each survey the newest first."""
    v = survey_versions.c
    columns = (v.id, surveys.c.key, surveys.c.title, TITLE, v.number, v.state, v.created_at, v.published_at)
    return select(*columns).join_from(survey_versions, surveys).order_by(surveys.c.key, v.number.desc())


def listing(session: Session) -> list[Version]:
    """All versions of all surveys, the newest of each survey first."""
    return [Version(*row) for row in session.execute(versions())]


def published(session: Session, key: str = "") -> tuple[int, Survey] | None:
    """The published version of this survey (without a key: the one published last), or None."""
    v = survey_versions.c
    query = select(v.id, v.digest).join_from(survey_versions, surveys).where(v.state == "published")
    if key:
        query = query.where(surveys.c.key == key)
    found = session.execute(query.order_by(v.published_at.desc(), v.id.desc()).limit(1)).one_or_none()
    return (found.id, _survey(session, found.id, found.digest)) if found is not None else None


_DIGEST = select(survey_versions.c.digest).where(survey_versions.c.id == bindparam("version"))


def version(session: Session, version_id: int) -> Survey:
    """The survey as this version has it. Raises KeyError."""
    digest = session.scalar(_DIGEST, {"version": version_id})
    if digest is None:
        raise KeyError(f"no survey version {version_id}")
    return _survey(session, version_id, digest)


def newer(session: Session, version_id: int) -> tuple[int, Survey] | None:
    """The published version of the survey that this is another version of; None where there is none."""
    this, v = survey_versions.alias(), survey_versions.c
    query = select(v.id, v.digest).join(this, this.c.survey_id == v.survey_id)
    query = query.where(this.c.id == version_id, v.id != version_id, v.state == "published")
    found = session.execute(query).one_or_none()
    return (found.id, _survey(session, found.id, found.digest)) if found is not None else None


def question(session: Session, version_id: int, key: str) -> Question:
    """The question as this version asks it, or as the newest other version did that still asked it: an answer
    outlives its question. Raises KeyError."""
    with suppress(KeyError):
        return version(session, version_id).question(key)
    for other in sorted(siblings(session, version_id), reverse=True):
        with suppress(KeyError):
            return version(session, other).question(key)
    raise KeyError(key)


def siblings(session: Session, version_id: int) -> frozenset[int]:
    """All versions of the survey that this is a version of."""
    this, v = survey_versions.alias(), survey_versions.c
    query = select(v.id).join(this, this.c.survey_id == v.survey_id).where(this.c.id == version_id)
    return frozenset(session.scalars(query))


def _survey(session: Session, version_id: int, digest: str) -> Survey:
    if digest not in _parsed:
        definition = session.scalars(
            select(survey_versions.c.definition).where(survey_versions.c.id == version_id)
        ).one()
        _parsed[digest] = law.parse(definition, {})
    return _parsed[digest]


_parsed: dict[str, Survey] = {}
"""By digest: what a digest stands for never changes."""


def titles(session: Session) -> dict[tuple[str, str], str]:
    """(survey key, question key): the question's title, in the version published last that has it, else in
    the newest that does."""
    found: dict[tuple[str, str], str] = {}
    for row in sorted(listing(session), key=lambda each: each.published_at is None):
        for question in version(session, row.id).questions:
            found.setdefault((row.key, question.key), question.title)
    return found

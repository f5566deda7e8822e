"""A draft kept, so that nobody writes over what they have not seen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import tomli_w
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from storage import definitions, events, surveys
from storage.domain import checking
from storage.domain import survey as law
from storage.domain.survey import Survey
from storage.drafts.reading import ENTITY, Draft, there
from storage.tables import survey_versions
from storage.tables import surveys as surveys_table


class Stale(RuntimeError):
    """Somebody has saved since: `newest` is theirs. Nothing was saved."""

    def __init__(self, newest: Draft) -> None:
        super().__init__(f"survey version {newest.id} is newer")
        self.newest = newest


class Taken(ValueError):
    """There is a survey of this key already."""


def check(definition: Mapping[str, Any]) -> Survey:
    """The survey that the definition describes, by the law that `manyi survey check` asks. Raises Invalid."""
    return checking.checked(definition, definitions.schemes())


def begin(session: Session, definition: Mapping[str, Any], user_id: int | None, at: datetime) -> Draft:
    """A survey that there was none of before. Raises Invalid, Taken."""
    survey = check(definition)
    if session.scalar(select(surveys_table.c.id).where(surveys_table.c.key == survey.key)) is not None:
        raise Taken(survey.key)
    made = insert(surveys_table).returning(surveys_table.c.id)
    row = {"key": survey.key, "title": survey.title, "created_at": at}
    survey_id: int = session.scalars(made, [row]).one()
    _add(session, survey_id, 1, _columns(definition, survey), user_id, at)
    return there(session, survey.key)


def save(
    session: Session, key: str, definition: Mapping[str, Any], base: str, user_id: int | None, at: datetime
) -> Draft:
    """Keep it as the survey's draft. Raises Invalid; Stale where `base` is not the digest of the newest;
    KeyError for a survey that there is not."""
    survey = check({**definition, "key": key})
    columns = _columns({**definition, "key": key}, survey)
    survey_id = lock(session, key)
    now = there(session, key)
    if now.digest == columns["digest"]:
        return now
    if now.digest != base:
        raise Stale(now)
    if now.state == law.LIFE.initial:
        session.execute(update(survey_versions).where(survey_versions.c.id == now.id).values(**columns))
        note(session, now.id, user_id, at)
    else:
        _add(session, survey_id, last(session, survey_id) + 1, columns, user_id, at)
    surveys.name(session, key)
    return there(session, key)


def written(definition: Mapping[str, Any]) -> str:
    """The definition as TOML."""
    return tomli_w.dumps(dict(definition), multiline_strings=False)


def note(session: Session, version_id: int, user_id: int | None, at: datetime) -> None:
    """Keep who saved this version."""
    events.append(session, [events.event(at, ENTITY, version_id, "save", "staff", user_id=user_id)])


def lock(session: Session, key: str) -> int:
    """Nobody else saves, moves or publishes this survey until the commit: to be taken before its versions.
    Raises KeyError."""
    lock = select(surveys_table.c.id).where(surveys_table.c.key == key).with_for_update()
    found: int | None = session.scalar(lock)
    if found is None:
        raise KeyError(key)
    return found


def last(session: Session, survey_id: int) -> int:
    """The number of its last version; 0 where it has none."""
    v = survey_versions.c
    return session.scalar(select(func.max(v.number)).where(v.survey_id == survey_id)) or 0


def _columns(definition: Mapping[str, Any], survey: Survey) -> dict[str, Any]:
    whole = law.embed(definition, survey)
    return {"definition": whole, "source": written(definition), "digest": surveys.digest_of(whole)}


def _add(
    session: Session,
    survey_id: int,
    number: int,
    columns: Mapping[str, Any],
    user_id: int | None,
    at: datetime,
) -> None:
    row = {"survey_id": survey_id, "number": number, "state": law.LIFE.initial, "created_at": at, **columns}
    made: int = session.scalars(insert(survey_versions).returning(survey_versions.c.id), [row]).one()
    note(session, made, user_id, at)

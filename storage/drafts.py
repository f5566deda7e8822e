"""Verbs of those who write a survey in the browser: save a draft, see who else did, approve, retire.

A draft is changed where it stands; what is approved, published or retired is gone on from in a new version.
Whoever saves says by its digest which text they began with: nobody writes over what they have not seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import tomli_w
from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from storage import definitions, events, surveys
from storage.domain import checking
from storage.domain import survey as law
from storage.domain.survey import Survey
from storage.tables import events as events_table
from storage.tables import responses, survey_versions, users
from storage.tables import surveys as surveys_table

ENTITY = "survey_version"


@dataclass(frozen=True, slots=True)
class Draft:
    """A version of a survey as it is edited: `source` is its TOML, `by` the name of whoever saved it last at
    `saved_at` (empty: it came by the command line)."""

    id: int
    key: str
    number: int
    state: str
    digest: str
    source: str
    by: str
    saved_at: datetime

    @property
    def definition(self) -> dict[str, Any]:
        """The definition as it is written."""
        return law.read(self.source)

    @property
    def commented(self) -> bool:
        """Whether its writer left notes in the TOML, which saving from the browser does not keep."""
        return any(line.lstrip().startswith("#") for line in self.source.splitlines())


class Counted(NamedTuple):
    """Responses to a version, previews aside."""

    begun: int
    completed: int
    stopped: int

    @property
    def all(self) -> int:
        """However far they came."""
        return self.begun + self.completed + self.stopped


NONE = Counted(0, 0, 0)


class Stale(RuntimeError):
    """Somebody has saved since: `newest` is theirs. Nothing was saved."""

    def __init__(self, newest: Draft) -> None:
        super().__init__(f"survey version {newest.id} is newer")
        self.newest = newest


class Taken(ValueError):
    """There is a survey of this key already."""


class Moved(RuntimeError):
    """The version is not in the state any more, or not of the text, that this was decided on."""


def check(definition: Mapping[str, Any]) -> Survey:
    """The survey that the definition describes, by the law that `manyi survey check` asks. Raises Invalid."""
    return checking.checked(definition, definitions.schemes())


def newest(session: Session, key: str) -> Draft | None:
    """What is edited next: the last version that is not discarded, and where all are, the last."""
    order = (survey_versions.c.state == "discarded", survey_versions.c.number.desc())
    query = _drafts().where(surveys_table.c.key == key).order_by(None).order_by(*order)
    found = session.execute(query.limit(1)).one_or_none()
    return _draft(session, found) if found else None


def one(session: Session, key: str, number: int) -> Draft | None:
    """This version of the survey."""
    query = _drafts().where(surveys_table.c.key == key, survey_versions.c.number == number)
    found = session.execute(query).one_or_none()
    return _draft(session, found) if found else None


def begin(session: Session, definition: Mapping[str, Any], user_id: int | None, at: datetime) -> Draft:
    """A survey that there was none of before. Raises Invalid, Taken."""
    survey = check(definition)
    if session.scalar(select(surveys_table.c.id).where(surveys_table.c.key == survey.key)) is not None:
        raise Taken(survey.key)
    made = insert(surveys_table).returning(surveys_table.c.id)
    row = {"key": survey.key, "title": survey.title, "created_at": at}
    survey_id: int = session.scalars(made, [row]).one()
    _add(session, survey_id, 1, _columns(definition, survey), user_id, at)
    return _there(session, survey.key)


def save(
    session: Session, key: str, definition: Mapping[str, Any], base: str, user_id: int | None, at: datetime
) -> Draft:
    """Keep it as the survey's draft. Raises Invalid; Stale where `base` is not the digest of the newest;
    KeyError for a survey that there is not."""
    survey = check({**definition, "key": key})
    columns = _columns({**definition, "key": key}, survey)
    survey_id = _lock(session, key)
    now = _there(session, key)
    if now.digest == columns["digest"]:
        return now
    if now.digest != base:
        raise Stale(now)
    session.execute(update(surveys_table).where(surveys_table.c.id == survey_id).values(title=survey.title))
    if now.state == law.LIFE.initial:
        session.execute(update(survey_versions).where(survey_versions.c.id == now.id).values(**columns))
        note(session, now.id, user_id, at)
    else:
        _add(session, survey_id, _last(session, survey_id) + 1, columns, user_id, at)
    return _there(session, key)


def move(session: Session, draft: Draft, trigger: str, user_id: int | None, at: datetime) -> None:
    """Approve, retire, discard or restore this version. Raises Moved where it is not as it was seen or, to be
    restored, not the last; NotAllowed."""
    state, v = law.LIFE.move(draft.state, trigger), survey_versions.c
    survey_id = _lock(session, draft.key)
    if trigger == "restore" and draft.number != _last(session, survey_id):
        raise Moved
    seen = (v.id == draft.id) & (v.state == draft.state) & (v.digest == draft.digest)
    change = update(survey_versions).where(seen).values(state=state).returning(v.id)
    if session.scalar(change) is None:
        raise Moved
    done = events.event(at, ENTITY, draft.id, trigger, "staff", draft.state, state, user_id)
    events.append(session, [done])
    title = surveys.version(session, _there(session, draft.key).id).title
    session.execute(update(surveys_table).where(surveys_table.c.key == draft.key).values(title=title))


def publish(session: Session, draft: Draft, user_id: int | None, at: datetime) -> None:
    """Publish this version, the newest of its survey. Raises Moved where it is not as it was seen, or was
    discarded; NotAllowed where it was retired; nameless.Naming."""
    _lock(session, draft.key)
    now = newest(session, draft.key)
    if now is None or (now.id, now.state, now.digest) != (draft.id, draft.state, draft.digest):
        raise Moved
    if now.state == "discarded":  # there is no other
        raise Moved
    surveys.publish(session, draft.key, at, user_id)


def counted(session: Session) -> dict[int, Counted]:
    """The responses to each version that has any."""
    r = responses.c
    query = select(r.version_id, r.state, func.count()).where(~r.preview).group_by(r.version_id, r.state)
    found: dict[int, dict[str, int]] = {}
    for version_id, state, count in session.execute(query):
        found.setdefault(version_id, {})[state] = count
    return {
        key: Counted(row.get("begun", 0), row.get("completed", 0), row.get("stopped", 0))
        for key, row in found.items()
    }


def written(definition: Mapping[str, Any]) -> str:
    """The definition as TOML."""
    return tomli_w.dumps(dict(definition), multiline_strings=False)


def note(session: Session, version_id: int, user_id: int | None, at: datetime) -> None:
    """Keep who saved this version."""
    events.append(session, [events.event(at, ENTITY, version_id, "save", "staff", user_id=user_id)])


def _lock(session: Session, key: str) -> int:
    """Nobody else saves, moves or publishes this survey until the commit: to be taken before its versions.
    Raises KeyError."""
    lock = select(surveys_table.c.id).where(surveys_table.c.key == key).with_for_update()
    found: int | None = session.scalar(lock)
    if found is None:
        raise KeyError(key)
    return found


def _last(session: Session, survey_id: int) -> int:
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


def _drafts() -> Select[Any]:
    v = survey_versions.c
    columns = (v.id, surveys_table.c.key, v.number, v.state, v.digest, v.source, v.created_at)
    return (
        select(*columns)
        .join_from(survey_versions, surveys_table)
        .order_by(surveys_table.c.key, v.number.desc())
    )


def _there(session: Session, key: str) -> Draft:
    found = newest(session, key)
    assert found is not None
    return found


def _draft(session: Session, row: Any) -> Draft:
    e = events_table.c
    query = (
        select(users.c.name, e.at)
        .join_from(events_table, users, users.c.id == e.user_id, isouter=True)
        .where(e.entity == ENTITY, e.entity_id == row.id, e.trigger == "save")
    )
    saved = session.execute(query.order_by(e.id.desc()).limit(1)).one_or_none()
    by, at = saved or ("", row.created_at)
    return Draft(row.id, row.key, row.number, row.state, row.digest, row.source, by or "", at)

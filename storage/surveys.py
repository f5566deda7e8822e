"""Verbs on surveys and their versions. A published version never changes; every response cites one."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from storage import definitions, dialects, events, nameless, quotas
from storage.domain import checking
from storage.domain import survey as law
from storage.domain.question import Question
from storage.domain.survey import Survey
from storage.tables import survey_versions, surveys


class Version(NamedTuple):
    """A version of a survey; `state` is draft, approved, published, retired or discarded."""

    id: int
    key: str
    title: str
    number: int
    state: str
    created_at: datetime
    published_at: datetime | None


class Fault(NamedTuple):
    """What is wrong with a survey's source: its line there (1 is the first), and what to do about it."""

    line: int
    reason: str


class Refused(ValueError):
    """A survey's source can't be taken; `faults` says where and why, in the organisation's language."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.line}: {fault.reason}" for fault in faults))
        self.faults = faults


def check(source: str) -> Survey:
    """The survey that this TOML source writes down. Raises Refused."""
    return _checked(source)[1]


def _checked(source: str) -> tuple[dict[str, Any], Survey]:
    """The definition with the level schemes that it uses, and the survey it defines."""
    try:
        definition = law.read(source)
        survey = checking.checked(definition, definitions.schemes())
    except law.Invalid as invalid:
        texts = definitions.texts()
        faults = [Fault(law.locate(source, p.where), p.why(texts)) for p in invalid.problems]
        raise Refused(sorted(faults)) from None
    return law.embed(definition, survey), survey


def digest_of(definition: Mapping[str, Any]) -> str:
    """What tells whether two versions, with the level schemes that they use, say the same."""
    return sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()


def import_(session: Session, source: str, at: datetime) -> int:
    """Keep this source as the newest draft of its survey; the id of the version. The same source again is the
    same version. Raises Refused."""
    definition, survey = _checked(source)
    survey_id = _survey_id(session, survey, at)
    digest = digest_of(definition)
    v = survey_versions.c
    mine = v.survey_id == survey_id
    wanted = (mine, v.state != "discarded")
    same: int | None = session.scalar(
        select(v.id).where(*wanted, v.digest == digest).order_by(v.id.desc()).limit(1)
    )
    if same is not None:
        return same
    row = {
        "survey_id": survey_id,
        "number": (session.scalar(select(func.max(v.number)).where(mine)) or 0) + 1,
        "definition": definition,
        "source": source,
        "digest": digest,
        "state": law.LIFE.initial,
        "created_at": at,
    }
    made: int = session.scalars(insert(survey_versions).returning(v.id), [row]).one()
    return made


def _survey_id(session: Session, survey: Survey, at: datetime) -> int:
    row = {"key": survey.key, "title": survey.title, "created_at": at}
    new = dialects.insert(session, surveys)
    session.execute(
        new.on_conflict_do_update(index_elements=["key"], set_={"title": new.excluded.title}), [row]
    )
    found: int = session.scalars(select(surveys.c.id).where(surveys.c.key == survey.key)).one()
    return found


def publish(session: Session, key: str, at: datetime, user_id: int | None = None) -> int:
    """Publish the newest version of this survey that is not discarded; the one published before is retired.
    The id of the version. Raises KeyError for a survey that has no such version, NotAllowed where it was
    retired, nameless.Naming."""
    wanted = (surveys.c.key == key, survey_versions.c.state != "discarded")
    newest = session.execute(_versions().where(*wanted).limit(1)).one_or_none()
    if newest is None:
        raise KeyError(key)
    version = Version(*newest)
    if version.state == "published":
        return version.id
    if version.state != law.LIFE.initial:
        law.LIFE.move(version.state, "publish")
    _refuse_naming(session, version)
    for other in session.execute(
        _versions().where(surveys.c.key == key, survey_versions.c.state == "published")
    ):
        _move(session, Version(*other), "retire", at, user_id)
    for trigger in ("approve", "publish"):
        if trigger in law.LIFE.triggers(version.state):
            version = _move(session, version, trigger, at, user_id)
    _count(session, version.id)
    return version.id


def _refuse_naming(session: Session, newest: Version) -> None:
    if nameless.goes_on(session, newest.key) and nameless.asks_who(version(session, newest.id)):
        raise nameless.Naming(newest.key)


def _count(session: Session, version_id: int) -> None:
    if wanted := version(session, version_id).quotas:
        quotas.begin(session, version_id, wanted)


def _move(session: Session, version: Version, trigger: str, at: datetime, user_id: int | None) -> Version:
    state = law.LIFE.move(version.state, trigger)
    stamp = {"published_at": at} if state == "published" else {}
    change = update(survey_versions).where(survey_versions.c.id == version.id)
    session.execute(change.values(state=state, **stamp))
    moved = events.event(at, "survey_version", version.id, trigger, "staff", version.state, state, user_id)
    events.append(session, [moved])
    return version._replace(state=state)


def _versions() -> Select[Any]:
    v = survey_versions.c
    columns = (v.id, surveys.c.key, surveys.c.title, v.number, v.state, v.created_at, v.published_at)
    return select(*columns).join_from(survey_versions, surveys).order_by(surveys.c.key, v.number.desc())


def listing(session: Session) -> list[Version]:
    """All versions of all surveys, the newest of each survey first."""
    return [Version(*row) for row in session.execute(_versions())]


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
    """(survey key, question key): the question's title, in the newest version that has it."""
    found: dict[tuple[str, str], str] = {}
    for row in listing(session):
        for question in version(session, row.id).questions:
            found.setdefault((row.key, question.key), question.title)
    return found

"""A version of a survey is published; the one published before is retired."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage import events, nameless, quotas
from storage.domain import survey as law
from storage.surveys.naming import name
from storage.surveys.reading import Version, version, versions
from storage.tables import survey_versions, surveys


def publish(session: Session, key: str, at: datetime, user_id: int | None = None) -> int:
    """Publish the newest version of this survey that is not discarded; the one published before is retired.
    The id of the version. Raises KeyError for a survey that has no such version, NotAllowed where it was
    retired, nameless.Naming."""
    wanted = (surveys.c.key == key, survey_versions.c.state != "discarded")
    newest = session.execute(versions().where(*wanted).limit(1)).one_or_none()
    if newest is None:
        raise KeyError(key)
    version = Version(*newest)
    if version.state == "published":
        return version.id
    if version.state != law.LIFE.initial:
        law.LIFE.move(version.state, "publish")
    _refuse_naming(session, version)
    for other in session.execute(
        versions().where(surveys.c.key == key, survey_versions.c.state == "published")
    ):
        _move(session, Version(*other), "retire", at, user_id)
    for trigger in ("approve", "publish"):
        if trigger in law.LIFE.triggers(version.state):
            version = _move(session, version, trigger, at, user_id)
    _count(session, version.id)
    name(session, key)
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

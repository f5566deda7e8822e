"""A version of a survey approved, published, retired, discarded or restored, as it was seen."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage import events, surveys
from storage.domain import survey as law
from storage.drafts.reading import ENTITY, Draft, newest
from storage.drafts.saving import last, lock
from storage.tables import survey_versions


class Moved(RuntimeError):
    """The version is not in the state any more, or not of the text, that this was decided on."""


def move(session: Session, draft: Draft, trigger: str, user_id: int | None, at: datetime) -> None:
    """Approve, retire, discard or restore this version. Raises Moved where it is not as it was seen or, to be
    restored, not the last; NotAllowed."""
    state, v = law.LIFE.move(draft.state, trigger), survey_versions.c
    survey_id = lock(session, draft.key)
    if trigger == "restore" and draft.number != last(session, survey_id):
        raise Moved
    seen = (v.id == draft.id) & (v.state == draft.state) & (v.digest == draft.digest)
    change = update(survey_versions).where(seen).values(state=state).returning(v.id)
    if session.scalar(change) is None:
        raise Moved
    done = events.event(at, ENTITY, draft.id, trigger, "staff", draft.state, state, user_id)
    events.append(session, [done])
    surveys.name(session, draft.key)


def publish(session: Session, draft: Draft, user_id: int | None, at: datetime) -> None:
    """Publish this version, the newest of its survey. Raises Moved where it is not as it was seen, or was
    discarded; NotAllowed where it was retired; nameless.Naming."""
    lock(session, draft.key)
    now = newest(session, draft.key)
    if now is None or (now.id, now.state, now.digest) != (draft.id, draft.state, draft.digest):
        raise Moved
    if now.state == "discarded":  # there is no other
        raise Moved
    surveys.publish(session, draft.key, at, user_id)

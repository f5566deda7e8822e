"""A round as it is prepared and as its page shows it."""

from datetime import datetime
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from storage import events, nameless
from storage import surveys as survey_verbs
from storage.domain import invitation as law
from storage.tables import responses, rounds, survey_versions, surveys


class Round(NamedTuple):
    """A round as its page shows it; `survey` and `survey_title` say what it asks."""

    id: int
    survey: str
    survey_title: str
    title: str
    anonymous: bool
    state: str
    target: float | None
    return_by: datetime
    starts_at: datetime
    wave_size: int
    wave_minutes: int
    remind: bool
    created_at: datetime
    remedy: str
    remedy_by: int | None
    remedy_at: datetime | None


class Plan(TypedDict):
    """What staff set. `target` in percent; `wave_size` 0: all at once, else a wave every `wave_minutes`;
    `remind`: who has not begun in time is reminded."""

    title: str
    target: float | None
    return_by: datetime
    starts_at: datetime
    wave_size: int
    wave_minutes: int
    remind: bool


class Unknown(LookupError):
    """There is no such round."""


def add(
    session: Session, survey: str, plan: Plan, anonymous: bool, user_id: int | None, now: datetime
) -> int:
    """A new round of this survey, in preparation; its id. Raises nameless.Naming; NoResultFound for a survey
    that there is not."""
    if anonymous and names(session, survey):
        raise nameless.Naming(survey)
    survey_id = session.scalars(select(surveys.c.id).where(surveys.c.key == survey)).one()
    row = {**plan, "survey_id": survey_id, "anonymous": anonymous, "created_by": user_id, "created_at": now}
    made: int = session.scalars(insert(rounds).returning(rounds.c.id), [row]).one()
    record(session, made, "plan", "staff", now, user_id=user_id)
    return made


def names(session: Session, survey: str) -> bool:
    """Whether the survey in force asks who it is (`nameless.asks_who`)."""
    found = survey_verbs.published(session, survey)
    return found is not None and nameless.asks_who(found[1])


def change(session: Session, round_id: int, plan: Plan) -> bool:
    """Set it anew. False: it is not in preparation any more."""
    change = update(rounds).where(rounds.c.id == round_id, rounds.c.state == law.ROUND.initial)
    changed = session.scalar(change.values(**plan).returning(rounds.c.id))
    return changed is not None


def one(session: Session, round_id: int) -> Round:
    """This round. Raises Unknown."""
    row = session.execute(_rounds().where(rounds.c.id == round_id)).one_or_none()
    if row is None:
        raise Unknown(round_id)
    return Round(*row)


def listing(session: Session, limit: int = 100, offset: int = 0) -> list[Round]:
    """All rounds, the newest first."""
    query = _rounds().order_by(rounds.c.id.desc()).limit(limit).offset(offset)
    return [Round(*row) for row in session.execute(query)]


def _rounds() -> Select[Any]:
    r = rounds.c
    names = Round._fields[3:]
    columns = (r.id, surveys.c.key, surveys.c.title, *(r[name] for name in names))
    return select(*columns).join_from(rounds, surveys)


def hold(session: Session, round_id: int) -> str:
    """The state of this round, which nobody else changes until the commit. Raises Unknown."""
    query = select(rounds.c.state).where(rounds.c.id == round_id).with_for_update()
    state: str | None = session.scalar(query)
    if state is None:
        raise Unknown(round_id)
    return state


def completion(session: Session, survey: str) -> tuple[int, int]:
    """(begun, completed) of all responses to this survey that came without an invitation."""
    r = responses.c
    versions = select(survey_versions.c.id).join_from(survey_versions, surveys).where(surveys.c.key == survey)
    open_ones = (r.version_id.in_(versions), ~r.preview, r.invitation_id.is_(None))
    begun = select(func.count()).where(*open_ones).scalar_subquery()
    done = select(func.count()).where(*open_ones, r.state == "completed").scalar_subquery()
    row = session.execute(select(begun, done)).one()
    return row[0], row[1]


def record(
    session: Session,
    round_id: int,
    trigger: str,
    actor: str,
    now: datetime,
    before: str = "",
    after: str = "",
    user_id: int | None = None,
) -> None:
    """What was done to a round goes into the history."""
    events.append(session, [events.event(now, "round", round_id, trigger, actor, before, after, user_id)])

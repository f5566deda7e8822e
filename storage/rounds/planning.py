"""A round as it is prepared and as its page shows it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from storage import events, nameless
from storage import surveys as survey_verbs
from storage.domain import invitation as law
from storage.queries import edges
from storage.queries.edges import Edge, Page, Part
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


SORTS = ("", "first", "last")
"""The newest first, or by when they are to be back."""


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


def page(
    session: Session, size: int = 100, edge: Edge | None = None, state: str = "", sort: str = ""
) -> Page:
    """All rounds, or those in this state, the newest first or by when they are to be back."""
    query = select(rounds.c.id)
    query = query.where(rounds.c.state == state) if state else query
    by, down = (rounds.c.return_by, sort == "last") if sort else (rounds.c.id, True)
    return edges.page(session, [Part(by, rounds.c.id, [query], down)], size, edge)


def listing(session: Session, limit: int = 100, state: str = "", sort: str = "") -> list[Round]:
    """The first of them."""
    return those(session, page(session, limit, None, state, sort).keys)


def those(session: Session, ids: Sequence[int]) -> list[Round]:
    """These, as far as they are there, in this order."""
    found = {row[0]: Round(*row) for row in session.execute(_rounds().where(rounds.c.id.in_(ids)))}
    return [found[key] for key in ids if key in found]


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


def completions(session: Session) -> dict[str, tuple[int, int]]:
    """(begun, completed) of all responses to each survey that came without an invitation; counted along an
    index that has all of it, which no other is to be taken for."""
    r, v = responses.c, survey_versions.c
    uninvited = func.coalesce(r.invitation_id, 0) == 0
    query = select(r.version_id, r.state, func.count()).where(~r.preview, uninvited)
    of = dict(session.execute(select(v.id, surveys.c.key).join_from(survey_versions, surveys)).all())
    found: dict[str, tuple[int, int]] = {}
    for version, state, n in session.execute(query.group_by(r.version_id, r.state)):
        begun, completed = found.get(of[version], (0, 0))
        found[of[version]] = (begun + n, completed + (n if state == "completed" else 0))
    return found


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

"""Verbs on rounds (调查轮次): prepared, sent in waves, open until the day by which answers count, closed."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from storage import events, invitations, nameless
from storage import surveys as survey_verbs
from storage.domain import invitation as law
from storage.invitations.sending import PLANNED
from storage.tables import invitations as invited
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
    _record(session, made, "plan", "staff", now, user_id=user_id)
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


def move(
    session: Session,
    round_id: int,
    trigger: str,
    now: datetime,
    actor: str = "staff",
    user_id: int | None = None,
) -> str:
    """Move it; its state then. To start it gives each invitation its wave; to close it cancels what is not
    sent. Raises Unknown, NotAllowed; nameless.Naming where it is not to start."""
    before = hold(session, round_id)
    after = law.ROUND.move(before, trigger)
    if trigger == "start":
        _refuse_naming(session, one(session, round_id))
    session.execute(update(rounds).where(rounds.c.id == round_id).values(state=after))
    _record(session, round_id, trigger, actor, now, before, after, user_id)
    if trigger == "start":
        _give_waves(session, one(session, round_id), now)
    elif trigger == "close":
        _cancel(session, round_id, "over")
    return after


def _refuse_naming(session: Session, of: Round) -> None:
    if not of.anonymous:
        return
    nameless.hold(session, of.survey)
    if names(session, of.survey):
        raise nameless.Naming(of.survey)


def remedy(session: Session, round_id: int, words: str, user_id: int, now: datetime) -> bool:
    """Keep why a closed round missed its target and what is done about it, with who says so and when: until
    then its result does not count (B9). False: it is not closed below a target."""
    state, target = hold(session, round_id), one(session, round_id).target
    states = invitations.tally(session, [round_id])[round_id]
    if state != "closed" or not law.returns(states, target).below:
        return False
    change = update(rounds).where(rounds.c.id == round_id)
    session.execute(change.values(remedy=words, remedy_by=user_id, remedy_at=now))
    _record(session, round_id, "remedy", "staff", now, user_id=user_id)
    return True


def cancel_unsent(session: Session, round_id: int, now: datetime, user_id: int | None = None) -> int:
    """What is not sent is not going to be; how many that were."""
    count = _cancel(session, round_id, "staff")
    _record(session, round_id, "cancel_unsent", "staff", now, user_id=user_id)
    return count


def send_again(session: Session, round_id: int, now: datetime, user_id: int | None = None) -> int:
    """Send those once more of which nobody knows whether they arrived; how many. Some may get it twice.
    None in a round that is closed."""
    state = hold(session, round_id)
    if state == "closed":
        return 0
    count = invitations.again(session, round_id, now)
    _record(session, round_id, "send_again", "staff", now, user_id=user_id)
    if count and state == "open":
        move(session, round_id, "resume", now, user_id=user_id)
    return count


def to_end(session: Session, now: datetime) -> bool:
    """Whether `close_due` or `finish_sent` has something to do."""
    return bool(_over(session, now) or invitations.through(session))


def _over(session: Session, now: datetime) -> list[int]:
    over = select(rounds.c.id).where(rounds.c.state.in_(("sending", "open")), rounds.c.return_by <= now)
    return list(session.scalars(over.order_by(rounds.c.id)))


def close_due(session: Session, now: datetime) -> list[int]:
    """Close the rounds whose day by which answers count is over; which these were."""
    found = _over(session, now)
    for key in found:
        move(session, key, "close", now, "clock")
    return found


def finish_sent(session: Session, now: datetime) -> list[int]:
    """The rounds that have nothing more to send; they are open from now on."""
    found = invitations.through(session)
    for key in found:
        move(session, key, "finish", now, "clock")
    return found


def noted(session: Session, round_ids: set[int], trigger: str, now: datetime) -> None:
    """Something went on in these rounds: pages that show them are to look again."""
    happened = [events.event(now, "round", key, trigger, "clock") for key in sorted(round_ids)]
    events.append(session, happened)


def completion(session: Session, survey: str) -> tuple[int, int]:
    """(begun, completed) of all responses to this survey that came without an invitation."""
    r = responses.c
    versions = select(survey_versions.c.id).join_from(survey_versions, surveys).where(surveys.c.key == survey)
    open_ones = (r.version_id.in_(versions), ~r.preview, r.invitation_id.is_(None))
    begun = select(func.count()).where(*open_ones).scalar_subquery()
    done = select(func.count()).where(*open_ones, r.state == "completed").scalar_subquery()
    row = session.execute(select(begun, done)).one()
    return row[0], row[1]


def _cancel(session: Session, round_id: int, why: str) -> int:
    state = law.LIFE.move("planned", "cancel")
    unsent = update(invited).where(invited.c.round_id == round_id, PLANNED)
    return len(session.execute(unsent.values(state=state, reason=why).returning(invited.c.id)).all())


def _give_waves(session: Session, of: Round, now: datetime) -> None:
    """In the order in which they were planned, the first not before now."""
    i = invited.c
    planned = (i.round_id == of.id, PLANNED, i.channel != invitations.LINK)
    ids = list(session.scalars(select(i.id).where(*planned).order_by(i.id)))
    start, begins = 0, max(now, of.starts_at)
    for number, size in enumerate(law.waves(len(ids), of.wave_size), 1):
        first, last = ids[start], ids[start + size - 1]
        due = begins + timedelta(minutes=of.wave_minutes) * (number - 1)
        its = update(invited).where(*planned, i.id >= first, i.id <= last)
        session.execute(its.values(wave=number, due_at=due))
        start += size


def _record(
    session: Session,
    round_id: int,
    trigger: str,
    actor: str,
    now: datetime,
    before: str = "",
    after: str = "",
    user_id: int | None = None,
) -> None:
    events.append(session, [events.event(now, "round", round_id, trigger, actor, before, after, user_id)])

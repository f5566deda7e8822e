"""A round on its way: started in waves, put to rest, closed; what staff do about it then."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import events, invitations, nameless
from storage.domain import invitation as law
from storage.invitations.sending import PLANNED
from storage.rounds.planning import Round, hold, names, one, record
from storage.tables import invitations as invited
from storage.tables import rounds


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
    record(session, round_id, trigger, actor, now, before, after, user_id)
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
    record(session, round_id, "remedy", "staff", now, user_id=user_id)
    return True


def cancel_unsent(session: Session, round_id: int, now: datetime, user_id: int | None = None) -> int:
    """What is not sent is not going to be; how many that were."""
    count = _cancel(session, round_id, "staff")
    record(session, round_id, "cancel_unsent", "staff", now, user_id=user_id)
    return count


def send_again(session: Session, round_id: int, now: datetime, user_id: int | None = None) -> int:
    """Send those once more of which nobody knows whether they arrived; how many. Some may get it twice.
    None in a round that is closed."""
    state = hold(session, round_id)
    if state == "closed":
        return 0
    count = invitations.again(session, round_id, now)
    record(session, round_id, "send_again", "staff", now, user_id=user_id)
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

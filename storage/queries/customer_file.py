"""The file of one customer (A8), beside its line of time: where they are reached, what they agreed to, how
they stand in figures, and who may be the same person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from storage import consents, hiding, looks
from storage.consents import Decision
from storage.customers import contacting
from storage.customers.keeping import File, Unknown, one
from storage.domain.complaint import OPEN
from storage.domain.customer import masked_address
from storage.domain.invitation import returns
from storage.queries.customer_list import ANSWERED, HEARD
from storage.queries.customers import KEYS
from storage.tables import complaints, conversations, customer_contacts, customers, invitations, responses

ALIKE: Final = 10
"""Customers who may be the same that are named, at most."""


class Place(NamedTuple):
    """A talk of theirs: what of its address may be `shown` before somebody asks, empty where it is a key or
    gone; what they said to the privacy notice there last, if ever."""

    id: int
    channel: str
    shown: str
    at: datetime
    left: bool
    decision: Decision | None


class Figures(NamedTuple):
    """How they stand: completed responses and the satisfaction index of the last that has one, complaints and
    those open, invitations sent and those that came back, when they were heard, answered or complained
    last."""

    responses: int
    satisfaction: float | None
    complaints: int
    open: int
    invited: int
    returned: int
    heard: datetime | None


def places(session: Session, customer_id: int) -> list[Place]:
    """The talk they were in last first."""
    c = conversations.c
    query = select(c.id, c.channel, c.address, c.active_at, c.left_at, c.heard).where(
        c.customer_id == customer_id, ~c.preview
    )
    rows = session.execute(query.order_by(c.active_at.desc(), c.id.desc())).all()
    return [_place(session, row) for row in rows]


def _place(session: Session, row: Any) -> Place:
    said = next(iter(consents.of(session, row.id)), None)
    shown = "" if row.channel in KEYS else masked_address(row.address)
    return Place(row.id, row.channel, shown, row.active_at, row.left_at is not None, said)


def address(session: Session, customer_id: int, conversation_id: int, user_id: int, at: datetime) -> str:
    """Where they are reached in this talk, for who asks: that they did is kept. Raises Unknown."""
    one(session, customer_id)
    c = conversations.c
    theirs = (c.id == conversation_id, c.customer_id == customer_id, c.channel.not_in(KEYS))
    found = session.execute(select(c.address, c.channel).where(*theirs)).one_or_none()
    if found is None:
        raise Unknown(conversation_id)
    looks.note(session, customer_id, found.channel, user_id, at)
    return str(found.address)


def figures(session: Session, customer_id: int) -> Figures:
    """Of what they gave under their name, and what may be known to who reads."""
    r, k, i, c = responses.c, complaints.c, invitations.c, conversations.c
    given = (r.customer_id == customer_id, r.state == "completed", ~r.preview, ~r.anonymous)
    rated = select(r.satisfaction_index).where(*given, r.satisfaction_index.is_not(None))
    told = (k.customer_id == customer_id, ~k.preview, hiding.shown(session))
    count, last = func.count().label("n"), func.max(k.received_at).label("at")
    by_state = select(k.state, count, last).where(*told).group_by(k.state)
    standing = {row.state: row for row in session.execute(by_state)}
    states = select(i.state, func.count().label("n")).where(i.customer_id == customer_id).group_by(i.state)
    sent = returns({row.state: row.n for row in session.execute(states)}, None)
    spoke = session.scalar(select(func.max(HEARD)).where(c.customer_id == customer_id))
    answered = session.scalar(select(func.max(ANSWERED)).where(r.customer_id == customer_id))
    times = [at for at in (spoke, answered, *(row.at for row in standing.values())) if at is not None]
    return Figures(
        responses=session.scalar(select(func.count()).where(*given)) or 0,
        satisfaction=session.scalar(rated.order_by(r.completed_at.desc(), r.id.desc()).limit(1)),
        complaints=sum(row.n for row in standing.values()),
        open=sum(row.n for state, row in standing.items() if state in OPEN),
        invited=sent.issued,
        returned=sent.returned + sent.late,
        heard=max(times, default=None),
    )


def alike(session: Session, file: File) -> list[File]:
    """Others who may be the same person: of the same number in the organisation's books, or reached at the
    same address."""
    k, t, c = customers.c, customer_contacts.c, conversations.c
    own = select(t.digest).where(t.customer_id == file.id, t.digest != "")
    written = session.scalars(
        select(c.address).where(c.customer_id == file.id, c.channel.not_in(KEYS), ~c.preview)
    ).all()
    keys = [key for each in written for key in contacting.digests(each)]
    same = [select(t.customer_id).where(or_(t.digest.in_(own), t.digest.in_(keys)))]
    same.append(select(c.customer_id).where(c.channel == "email", c.address.in_(_mails(session, file.id))))
    if file.number:
        same.append(select(k.id).where(k.number == file.number))
    ids = {key for query in same for key in session.scalars(query.limit(ALIKE * 5))} - {file.id}
    return _shown(session, sorted(ids)[:ALIKE])


def _mails(session: Session, customer_id: int) -> list[str]:
    """The mail addresses that are kept of them, as a channel has them."""
    found = contacting.told(session, customer_id)
    return [each["text"].strip().casefold() for each in found if each["kind"] == "email"]


def _shown(session: Session, ids: Sequence[int]) -> list[File]:
    found = []
    for key in ids:
        try:
            found.append(one(session, key))
        except Unknown:
            continue
    return [each for each in found if each.merged_into is None]

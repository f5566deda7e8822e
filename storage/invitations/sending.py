"""Invitations on their way: due, issued, put off, and what became of them in the outbox."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select, text, update
from sqlalchemy.orm import Session

from storage import bulk, unasked
from storage.domain.invitation import LIFE
from storage.invitations.planning import LINK
from storage.outbox import IN_DOUBT, OPEN
from storage.tables import conversations, invitations, outbox, rounds

PLANNED = text("invitations.state = 'planned'")
"""As text: with a parameter SQLite does not use the partial index."""


class Due(NamedTuple):
    """An invitation to be sent now, to the place where the customer's talk goes on; `customer_id` is None
    where they have been forgotten meanwhile, `erasing` says that they have asked to be, `refused` that their
    last word to the privacy notice, on whatever channel, was a no, `twice` that they are invited to the round
    there already."""

    id: int
    round_id: int
    channel: str
    address: str
    customer_id: int | None
    erasing: bool
    refused: bool
    twice: bool


_THERE, _HERE = conversations.alias("there"), conversations.alias("here")
_BESIDE = invitations.alias("beside")
_TWICE = exists().where(
    _BESIDE.c.round_id == invitations.c.round_id,
    _BESIDE.c.conversation_id == func.coalesce(_HERE.c.id, _THERE.c.id),
    _BESIDE.c.id != invitations.c.id,
    _BESIDE.c.issued_at.is_not(None),
)


def due(session: Session, now: datetime, limit: int) -> list[Due]:
    """What is due in rounds that are being sent, the oldest first."""
    i = invitations.c
    channel, address = (func.coalesce(_HERE.c[name], i[name]) for name in ("channel", "address"))
    peace = (unasked.to_be_forgotten(i.customer_id), unasked.withdrawn(i.customer_id))
    query = (
        select(i.id, i.round_id, channel, address, i.customer_id, *peace, _TWICE)
        .join_from(invitations, rounds)
        .outerjoin(_THERE, (_THERE.c.channel == i.channel) & (_THERE.c.address == i.address))
        .outerjoin(_HERE, _HERE.c.id == _THERE.c.moved_to)
        .where(PLANNED, i.due_at <= now, i.channel != LINK, rounds.c.state == "sending")
        .order_by(i.due_at, i.id)
    )
    return [Due(*row) for row in session.execute(query.limit(limit))]


def lock(session: Session, ids: Collection[int]) -> set[int]:
    """Those of these that are still planned: until the commit nobody else touches them."""
    query = select(invitations.c.id).where(invitations.c.id.in_(ids), PLANNED).order_by(invitations.c.id)
    return set(session.scalars(query.with_for_update()))


_ISSUED = (
    update(invitations)
    .where(invitations.c.id == bindparam("key"))
    .values(
        state=LIFE.move("planned", "issue"),
        seq=bindparam("new_seq"),
        conversation_id=bindparam("new_conversation"),
        issued_at=bindparam("new_at"),
        reason="",
    )
)


def issue(session: Session, said: Mapping[int, tuple[int, int]], now: datetime) -> None:
    """These, locked, are said in this transaction, each as (conversation, number there)."""
    rows = [
        {"key": key, "new_conversation": conversation, "new_seq": seq, "new_at": now}
        for key, (conversation, seq) in said.items()
    ]
    if rows:
        bulk.execute(session, _ISSUED, rows)


_PUT_OFF = (
    update(invitations)
    .where(invitations.c.id == bindparam("key"))
    .values(due_at=bindparam("new_due"), reason=bindparam("new_reason"))
)


def under_way(session: Session) -> int:
    """How many are issued and wait to be sent."""
    there = and_(outbox.c.conversation_id == invitations.c.conversation_id, outbox.c.seq == invitations.c.seq)
    query = select(func.count()).select_from(outbox).join(invitations, there)
    return session.scalar(query.where(OPEN, invitations.c.state == "issued")) or 0


def put_off(session: Session, later: Mapping[int, tuple[datetime, str]]) -> None:
    """These, locked, are not to be sent before then, for this reason."""
    rows = [{"key": key, "new_due": due, "new_reason": why} for key, (due, why) in later.items()]
    if rows:
        bulk.execute(session, _PUT_OFF, rows)


_CANCELLED = (
    update(invitations)
    .where(invitations.c.id == bindparam("key"))
    .values(state=LIFE.move("planned", "cancel"), reason=bindparam("new_reason"))
)


def not_sent(session: Session, why: Mapping[int, str]) -> None:
    """These, locked, are never sent: left, declined, forgotten."""
    if why:
        bulk.execute(session, _CANCELLED, [{"key": key, "new_reason": each} for key, each in why.items()])


def arrived(session: Session) -> bool:
    """Whether `follow` has something to note."""
    return session.execute(_FATES.limit(1)).first() is not None


def follow(session: Session, limit: int) -> set[int]:
    """Note of what was issued whether it arrived; in which rounds."""
    rows = session.execute(_FATES.limit(limit)).all()
    arrived = [
        {"key": row.id, "new_at": row.sent_at or row.issued_at} for row in rows if row.state != "failed"
    ]
    doubted = [{"key": row.id} for row in rows if row.state == "failed" and row.reason == IN_DOUBT]
    failed = [row for row in rows if row.state == "failed" and row.reason != IN_DOUBT]
    bounced = [{"key": row.id, "new_reason": row.reason} for row in failed]
    changes: Sequence[tuple[Any, list[dict[str, Any]]]] = (
        (_ARRIVED, arrived),
        (_DOUBTED, doubted),
        (_BOUNCED, bounced),
    )
    for statement, marks in changes:
        if marks:
            bulk.execute(session, statement, marks)
    return {row.round_id for row in rows}


_STILL = (invitations.c.id == bindparam("key"), invitations.c.state == "issued")
_ARRIVED = (
    update(invitations)
    .where(*_STILL)
    .values(state=LIFE.move("issued", "deliver"), delivered_at=bindparam("new_at"))
)
_BOUNCED = (
    update(invitations)
    .where(*_STILL)
    .values(state=LIFE.move("issued", "bounce"), reason=bindparam("new_reason"))
)
_DOUBTED = update(invitations).where(*_STILL).values(reason=IN_DOUBT)

_GOING_ON = select(rounds.c.id).where(rounds.c.state.in_(("sending", "open")))
_FETCHED = and_(outbox.c.state == "fetched", conversations.c.seen >= outbox.c.seq)
_FATES = (
    select(
        invitations.c.id,
        invitations.c.round_id,
        invitations.c.issued_at,
        outbox.c.state,
        outbox.c.reason,
        outbox.c.sent_at,
    )
    .join_from(invitations, conversations, invitations.c.conversation_id == conversations.c.id)
    .join(outbox, and_(outbox.c.conversation_id == conversations.c.id, outbox.c.seq == invitations.c.seq))
    .where(
        invitations.c.round_id.in_(_GOING_ON),
        invitations.c.state == "issued",
        invitations.c.reason == "",
        or_(outbox.c.state.in_(("sent", "failed")), _FETCHED),
    )
)


def again(session: Session, round_id: int, now: datetime) -> int:
    """Plan anew what nobody knows to have arrived; how many that were. Some may get it twice."""
    i = invitations.c
    doubted = update(invitations).where(i.round_id == round_id, i.state == "issued", i.reason == IN_DOUBT)
    anew = {"state": LIFE.move("issued", "send_again"), "reason": "", "due_at": now, "seq": None}
    return len(session.execute(doubted.values(**anew).returning(i.id)).all())


def through(session: Session) -> list[int]:
    """The rounds that are being sent and have nothing more to send."""
    i = invitations.c
    left = select(i.id).where(i.round_id == rounds.c.id, PLANNED, i.channel != LINK).exists()
    return list(session.scalars(select(rounds.c.id).where(rounds.c.state == "sending", ~left)))

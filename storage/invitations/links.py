"""Personal links: `/i/<token>` and `?start=i<token>`.

A token is 128 bits, made of the secret of the installation and the number of the invitation, so that it need
not be kept; what is kept, its digest, opens nothing.
"""

import re
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from storage import bulk, events, merging, unasked
from storage.conversations import Conversation
from storage.domain.invitation import LIFE
from storage.invitations.planning import LINK
from storage.invitations.sending import lock, not_sent
from storage.secret import digest, sign
from storage.tables import (
    complaints,
    conversations,
    customers,
    invitations,
    requests,
    responses,
    rounds,
    surveys,
)

MARK: Final = "i"
"""Stands before the token where a link may lead to something else as well."""

START: Final = "/invitation/"
"""What a talk begins with that is to answer an invitation: followed by its id, or 0 where it is somebody
else's. No link of a customer's can say this: a slash is in no key."""

_TOKEN: Final = re.compile(f"{MARK}([0-9a-f]{{32}})")


class Asked(NamedTuple):
    """What an invitation asks for; `over`: it is not to be answered any more. `answered`: it was."""

    id: int
    survey: str
    return_by: datetime
    over: bool
    anonymous: bool
    answered: bool = False


class Link(NamedTuple):
    """A personal link, as staff send it."""

    id: int
    name: str
    address: str
    token: str


def token(invitation_id: int) -> str:
    """The token of this invitation: 32 hexadecimal digits."""
    return sign("invitation", str(invitation_id))[:32]


def token_in(start: str) -> str:
    """The token in what a link starts with; empty where there is none."""
    found = _TOKEN.fullmatch(start)
    return found[1] if found else ""


_LINKED = (
    update(invitations)
    .where(invitations.c.id == bindparam("key"), invitations.c.state == "planned")
    .values(
        state=LIFE.move("planned", "issue"),
        token_digest=bindparam("new_digest"),
        issued_at=bindparam("new_at"),
    )
)


def hand_out(session: Session, round_id: int, now: datetime, user_id: int | None = None) -> list[Link]:
    """The links of a round, for staff to send; those that were planned count as issued from now on. None of
    who is to be left in peace."""
    _leave_in_peace(session, round_id)
    i = invitations.c
    query = (
        select(i.id, customers.c.name, i.address, i.state)
        .join_from(invitations, customers, i.customer_id == customers.c.id, isouter=True)
        .where(i.round_id == round_id, i.channel == LINK, i.state.not_in(("cancelled", "declined")))
        .where(~unasked.unwanted(i.customer_id))
        .order_by(i.id)
    )
    rows = session.execute(query).all()
    made = [Link(row.id, row.name or "", row.address, token(row.id)) for row in rows]
    planned = {row.id for row in rows if row.state == "planned"}
    new = [
        {"key": each.id, "new_digest": digest(each.token), "new_at": now}
        for each in made
        if each.id in planned
    ]
    if new:
        bulk.execute(session, _LINKED, new)
        events.append(session, [events.event(now, "round", round_id, "links", "staff", user_id=user_id)])
    return made


def _leave_in_peace(session: Session, round_id: int) -> None:
    i = invitations.c
    query = select(i.id, unasked.withdrawn(i.customer_id).label("declined")).where(
        i.round_id == round_id, i.channel == LINK, i.state == "planned", unasked.unwanted(i.customer_id)
    )
    why = {row.id: "declined" if row.declined else "erasing" for row in session.execute(query)}
    not_sent(session, {key: why[key] for key in lock(session, why)})


def asked(session: Session, invitation_id: int) -> Asked | None:
    """What this invitation asks for."""
    i, r = invitations.c, rounds.c
    query = (
        select(i.id, surveys.c.key, r.return_by, i.state, r.anonymous, r.state.label("round_state"))
        .join_from(invitations, rounds)
        .join(surveys, surveys.c.id == r.survey_id)
        .where(i.id == invitation_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    over = row.state == "cancelled" or row.round_state == "closed"
    answered = row.state in ("returned", "late")
    return Asked(row.id, row.key, row.return_by, over, row.anonymous, answered)


def redeem(session: Session, told: str, conversation: Conversation, now: datetime) -> int | None:
    """The invitation that this token is of, which is this conversation's from now on; 0 where it is somebody
    else's; None where there is none.

    Who was known by the link alone is the customer whom it was sent to, unless the round is anonymous.
    """
    i = invitations.c
    query = (
        select(i.id, i.customer_id, i.conversation_id, i.state, rounds.c.anonymous)
        .join_from(invitations, rounds)
        .where(i.token_digest == digest(told))
        .with_for_update(of=invitations)
    )
    row = session.execute(query).one_or_none()
    if row is None or row.state == "cancelled":
        return None
    if row.conversation_id is None:
        _own(session, row.id, row.state, conversation, now)
        if row.customer_id and not row.anonymous:
            _be(session, conversation, row.customer_id)
    elif row.conversation_id != conversation.id:
        return 0
    return int(row.id)


def _own(session: Session, invitation_id: int, state: str, conversation: Conversation, now: datetime) -> None:
    values: dict[str, Any] = {"conversation_id": conversation.id}
    if "deliver" in LIFE.triggers(state):
        values |= {"state": LIFE.move(state, "deliver"), "delivered_at": now}
    session.execute(update(invitations).where(invitations.c.id == invitation_id).values(**values))


def _be(session: Session, conversation: Conversation, customer_id: int) -> None:
    """Who is talking is this customer, unless we know them as somebody already. A link is easily passed on:
    of one who has talked with us, whoever opens it takes over the segment, and nothing else."""
    k, before = customers.c, conversation.customer_id
    name = session.scalar(select(k.name).where(k.id == before))
    if name or before == customer_id or conversation.complained or conversation.response_id is not None:
        return
    if _has_talked(session, customer_id):
        theirs = select(k.segment).where(k.id == customer_id).scalar_subquery()
        session.execute(update(customers).where(k.id == before).values(segment=theirs))
    else:
        conversation.customer_id = merging.merge(session, before, customer_id)
    segment = select(k.segment).where(k.id == conversation.customer_id)
    conversation.segment = session.scalars(segment).one()


def _has_talked(session: Session, customer_id: int) -> bool:
    """Whether more is known of them than what stood in a list."""
    there = (conversations.c.customer_id == customer_id) & (conversations.c.channel != LINK)
    theirs = (select(table.c.id).where(table.c.customer_id == customer_id) for table in _SAID)
    return any(
        session.scalar(query.limit(1)) is not None
        for query in (select(conversations.c.id).where(there), *theirs)
    )


_SAID: Final = (responses, complaints, requests)
"""What only who has talked with us leaves."""

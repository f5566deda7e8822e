"""The address of who was erased: it stays until they have been told, then it goes too. From then on whoever
writes from there is somebody new."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Engine, insert, null, select, update
from sqlalchemy.orm import Session

from storage import conversations as conversation_verbs
from storage import jobs as job_verbs
from storage import mails, numbers
from storage.tables import (
    complaints,
    conversations,
    customers,
    invitations,
    messages,
    outbox,
    requests,
    responses,
)
from storage.tables.sealed import GONE

JOB = "forget"
"""The kind of job that takes the address away; payload: conversation_id, seq, since, until."""

SOON = timedelta(minutes=10)
LATEST = timedelta(days=3)
"""Until then the address is kept for what they are told, should it not have arrived."""


class Forgotten(NamedTuple):
    """Of this conversation the address goes once number `seq` has arrived, or after `until`."""

    conversation_id: int
    seq: int
    since: datetime
    until: datetime
    now: datetime


def tell(session: Session, talks: Sequence[int], asked: int | None, number: str, at: datetime) -> None:
    """Say in the conversation where it was `asked` for, if anywhere, that it is done; all addresses go, there
    after that."""
    for talk in talks:
        if talk == asked:
            seq = conversation_verbs.notify(session, talk, "notice.request.erased", at, number=number)
            _put_off(session, Forgotten(talk, seq, at, at + LATEST, at))
        else:
            _take_away(session, talk, at)


def _put_off(session: Session, told: Forgotten) -> None:
    due_at = told.now + SOON
    payload = {
        "conversation_id": told.conversation_id,
        "seq": told.seq,
        "since": told.since.isoformat(),
        "until": told.until.isoformat(),
    }
    key = f"{told.conversation_id}:{due_at.isoformat()}"
    row = job_verbs.Job(kind=JOB, key=key, payload=payload, due_at=due_at, created_at=told.now)
    job_verbs.put(session, [row])


def rest(_: Engine, payload: dict[str, Any], now: datetime) -> Forgotten:
    """What a job of kind `JOB` is about."""
    since, until = (datetime.fromisoformat(payload[name]) for name in ("since", "until"))
    return Forgotten(payload["conversation_id"], payload["seq"], since, until, now)


def forget(session: Session, found: Sequence[Forgotten]) -> None:
    """Take the address away, once they know. Who has written since is there as somebody new, and stays."""
    for each in found:
        m = messages.c
        since = (m.conversation_id == each.conversation_id, m.received_at > each.since)
        if session.scalar(select(m.id).where(*since).limit(1)) is not None:
            _begin_anew(session, each)
        elif each.now < each.until and not _arrived(session, each):
            _put_off(session, each)
        else:
            _take_away(session, each.conversation_id, each.now)


def _begin_anew(session: Session, told: Forgotten) -> None:
    """The conversation is somebody's of whom nothing else is known. What the erased one left leads there no
    more; that they asked to be forgotten stays where they asked it."""
    c = conversations.c
    here = select(c.customer_id).join(customers).where(c.id == told.conversation_id)
    erased = session.scalar(here.where(customers.c.erased_at.is_not(None)).with_for_update(of=conversations))
    if erased is None:
        return
    (new,) = numbers.take(session, "customers", 1)
    session.execute(insert(customers).values(id=new, created_at=told.since))
    for table, at in _DATED:
        theirs = update(table).where(table.c.conversation_id == told.conversation_id)
        session.execute(theirs.where(at <= told.since).values(conversation_id=None))
        session.execute(theirs.where(table.c.customer_id == erased).values(customer_id=new))
    asked = (requests.c.conversation_id == told.conversation_id) & (requests.c.customer_id == erased)
    session.execute(update(requests).where(asked).values(customer_id=new))
    session.execute(update(conversations).where(c.id == told.conversation_id).values(customer_id=new))


_DATED = (
    (complaints, complaints.c.received_at),
    (responses, responses.c.begun_at),
    (invitations, invitations.c.issued_at),
)
"""What a customer leaves in a conversation, and since when it is there."""


def _arrived(session: Session, told: Forgotten) -> bool:
    o, c = outbox.c, conversations.c
    query = select(o.state, c.seen).join_from(outbox, conversations)
    row = session.execute(query.where(o.conversation_id == told.conversation_id, o.seq == told.seq)).one()
    return row.state in ("sent", "failed") or (row.state == "fetched" and row.seen >= told.seq)


def _take_away(session: Session, conversation_id: int, at: datetime) -> None:
    """With what came from there meanwhile and said nothing: afterwards nobody could find it."""
    mails.empty(session, [conversation_id])
    there = update(conversations).where(conversations.c.id == conversation_id)
    session.execute(there.values(address=f"{GONE}{conversation_id}", language="", left_at=at, newest=0))
    marks = update(outbox).where(outbox.c.conversation_id == conversation_id)
    session.execute(marks.values(external_id=null()))

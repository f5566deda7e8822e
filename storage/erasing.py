"""A customer is forgotten (A5, GB/T 35273 8.3): every place where their words or contacts stand is emptied.

What tells nobody who it was stays: values, scores, dates, states, the history. The address stays until they
have been told, then it goes too (`forget`): from then on whoever writes from there is somebody new.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Engine, String, Table, cast, delete, insert, null, or_, select, update
from sqlalchemy.orm import Session

from storage import complaints as complaint_verbs
from storage import conversations as conversation_verbs
from storage import jobs as job_verbs
from storage import numbers
from storage.domain.complaint import OPEN
from storage.tables import (
    analyses,
    answers,
    asked_again,
    changes,
    codes,
    complaint_entries,
    complaints,
    conversations,
    customers,
    files,
    imports,
    invitations,
    jobs,
    messages,
    outbox,
    requests,
    responses,
)

STATISTICS = (
    *("scale", "nps", "ces", "stars", "hundred", "matrix", "number"),
    *("single", "multi", "yes_no", "ranking", "date"),
)
"""The kinds of questions whose value tells nobody who gave it. That of all others is in their own words."""

JOB = "forget"
"""The kind of job that takes the address away; payload: conversation_id, seq, since, until."""

SOON = timedelta(minutes=10)
LATEST = timedelta(days=3)
"""Until then the address is kept for what they are told, should it not have arrived."""

GONE = "erased:"
"""What an address begins with that is no more."""


class Forgotten(NamedTuple):
    """Of this conversation the address goes once number `seq` has arrived, or after `until`."""

    conversation_id: int
    seq: int
    since: datetime
    until: datetime
    now: datetime


def erase(session: Session, customer_id: int, at: datetime) -> list[int]:
    """Empty all that this customer said and that was said to them; the conversations. Addresses stay.

    Tables of customers that are not taken yet go whole: taken later, they would make this one anew.
    """
    _overwrite(session)
    c = conversations.c
    talks = list(
        session.scalars(select(c.id).where(c.customer_id == customer_id).order_by(c.id).with_for_update())
    )
    theirs = list(session.scalars(select(complaints.c.id).where(_of(complaints, customer_id, talks))))
    given = list(session.scalars(select(responses.c.id).where(_of(responses, customer_id, talks))))
    _withdraw(session, theirs, at)
    _empty_complaints(session, theirs)
    _empty_responses(session, given)
    _empty_talks(session, talks)
    _empty_customer(session, customer_id, talks, at)
    session.execute(delete(imports).where(imports.c.state != "taken"))
    return talks


def _overwrite(session: Session) -> None:
    """Else SQLite leaves the words in the file until something else is written there."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("pragma secure_delete = on")


def _of(table: Table, customer_id: int, talks: Sequence[int]) -> Any:
    return or_(table.c.customer_id == customer_id, table.c.conversation_id.in_(talks))


def _withdraw(session: Session, keys: Sequence[int], at: datetime) -> None:
    """Without its story nothing can be done about a complaint. They know: they are not told of it."""
    k = complaints.c
    for key in session.scalars(select(k.id).where(k.id.in_(keys), k.state.in_(OPEN)).order_by(k.id)).all():
        complaint_verbs.move(session, key, "withdraw", "customer", None, at)


def _empty_complaints(session: Session, keys: Sequence[int]) -> None:
    blank = dict.fromkeys(("story", "product", "order_number", "occurred", "remedy"), "")
    session.execute(update(complaints).where(complaints.c.id.in_(keys)).values(blank))
    entries = update(complaint_entries).where(complaint_entries.c.complaint_id.in_(keys))
    session.execute(entries.values(text=""))
    session.execute(delete(codes).where(codes.c.complaint_id.in_(keys)))
    _empty_analyses(session, "complaint", keys)


def _empty_responses(session: Session, keys: Sequence[int]) -> None:
    a, within = answers.c, answers.c.response_id.in_(keys)
    own = list(session.scalars(select(a.id).where(within)))
    session.execute(update(answers).where(within).values(text="", comment="", reason="", because=null()))
    in_words = a.kind.not_in(STATISTICS)
    session.execute(update(answers).where(within, in_words).values(value=null(), label=""))
    again = update(asked_again).where(asked_again.c.response_id.in_(keys))
    session.execute(again.values(guess=null(), because=null()))
    changed = update(changes).where(changes.c.entity == "answer", changes.c.entity_id.in_(own))
    session.execute(changed.values(old=null(), new=null()))
    _empty_analyses(session, "answer", own)


def _empty_analyses(session: Session, subject: str, keys: Sequence[int]) -> None:
    n = analyses.c
    session.execute(update(analyses).where(n.subject == subject, n.subject_id.in_(keys)).values(keywords=[]))


def _empty_talks(session: Session, talks: Sequence[int]) -> None:
    """Everything said, by both sides; what was still to be said to them is not."""
    m, o, f = messages.c, outbox.c, files.c
    names = GONE + cast(m.id, String)
    said = {"text": "", "choice": null(), "raw": null(), "reason": "", "external_id": names}
    session.execute(update(messages).where(m.conversation_id.in_(talks)).values(said))
    unhandled = update(messages).where(m.conversation_id.in_(talks), m.state.in_(("parked", "again")))
    session.execute(unhandled.values(state="dismissed"))
    told = {"payload": {"text": ""}, "external_id": null(), "reason": ""}
    session.execute(update(outbox).where(o.conversation_id.in_(talks)).values(told))
    unsent = update(outbox).where(o.conversation_id.in_(talks), o.state.in_(("waiting", "sending")))
    session.execute(unsent.values(state="failed", reason="erased", lease_until=null()))
    sent = {"name": "", "remote": "", "digest": "", "size": 0, "content": b"", "thumbnail": null()}
    own = f.conversation_id.in_(talks)
    ended = {**sent, "scanned": "", "kind": "", "state": "withdrawn"}
    fetching = [f"file:{key}" for key in session.scalars(select(f.id).where(own))]
    session.execute(update(files).where(own).values(ended))
    session.execute(delete(jobs).where(jobs.c.key.in_(fetching)))
    session.execute(delete(codes).where(codes.c.conversation_id.in_(talks)))
    again = {
        "talk": "{}",
        "response_id": null(),
        "waiting_since": null(),
        "waiting_for": "",
        "held_by": null(),
    }
    quiet = {"resume_at": null(), "reminded_at": null(), "language": ""}
    session.execute(update(conversations).where(conversations.c.id.in_(talks)).values({**again, **quiet}))


def _empty_customer(session: Session, customer_id: int, talks: Sequence[int], at: datetime) -> None:
    own = {"name": "", "own": null(), "erased_at": at}
    session.execute(update(customers).where(customers.c.id == customer_id).values(own))
    i = invitations.c
    theirs = or_(i.customer_id == customer_id, i.conversation_id.in_(talks))
    gone = {"address": GONE + cast(i.id, String), "token_digest": null(), "reason": ""}
    session.execute(update(invitations).where(theirs).values(gone))
    unsent = update(invitations).where(theirs, i.state == "planned")
    session.execute(unsent.values(state="cancelled", conversation_id=None))
    session.execute(update(requests).where(requests.c.customer_id == customer_id).values(reason=""))


def tell(session: Session, talks: Sequence[int], asked: int, number: str, at: datetime) -> None:
    """Say in the conversation where it was asked for that it is done; all addresses go, there after that."""
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
    there = update(conversations).where(conversations.c.id == conversation_id)
    session.execute(there.values(address=f"{GONE}{conversation_id}", left_at=at, newest=0))
    marks = update(outbox).where(outbox.c.conversation_id == conversation_id)
    session.execute(marks.values(external_id=null()))

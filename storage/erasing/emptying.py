"""Every place where a customer's words or contacts stand, emptied."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, delete, null, or_, select, update
from sqlalchemy.orm import Session

from storage import complaint_months, mails
from storage import complaints as complaint_verbs
from storage.domain.complaint import OPEN
from storage.domain.form import WORDS
from storage.erasing.gone import GONE
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
    follow_ups,
    imports,
    invitations,
    jobs,
    judgements,
    matters,
    messages,
    outbox,
    requests,
    responses,
    visits,
)
from storage.visits import FIELDS as VISITED

STATISTICS = (
    *("scale", "nps", "ces", "stars", "hundred", "matrix", "number"),
    *("single", "multi", "yes_no", "ranking", "date"),
)
"""The kinds of questions whose value tells nobody who gave it. That of all others is in their own words."""


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
    _empty_responses(session, given, at)  # before complaints, as whoever else locks both
    _withdraw(session, theirs, at)
    _empty_complaints(session, theirs, at)
    _empty_talks(session, talks)
    _empty_files(session, or_(files.c.conversation_id.in_(talks), files.c.complaint_id.in_(theirs)))
    _empty_visits(session, customer_id)
    mails.empty(session, talks)
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


def _empty_complaints(session: Session, keys: Sequence[int], at: datetime) -> None:
    blank = dict.fromkeys(("story", *WORDS), "")
    session.execute(update(complaints).where(complaints.c.id.in_(keys)).values(blank))
    complaint_months.forget(session, keys)
    entries = update(complaint_entries).where(complaint_entries.c.complaint_id.in_(keys))
    session.execute(entries.values(text=""))
    session.execute(delete(codes).where(codes.c.complaint_id.in_(keys)))
    _empty_changes(session, "complaint", keys)
    _empty_analyses(session, "complaint", keys, at)


def _empty_responses(session: Session, keys: Sequence[int], at: datetime) -> None:
    a, within = answers.c, answers.c.response_id.in_(keys)
    own = list(session.scalars(select(a.id).where(within)))
    session.execute(update(answers).where(within).values(text="", comment="", reason="", because=null()))
    in_words = a.kind.not_in(STATISTICS)
    session.execute(update(answers).where(within, in_words).values(value=null(), label=""))
    again = update(asked_again).where(asked_again.c.response_id.in_(keys))
    session.execute(again.values(guess=null(), because=null()))
    _empty_changes(session, "answer", own)
    _empty_analyses(session, "answer", own, at)


def _empty_changes(session: Session, entity: str, keys: Sequence[int]) -> None:
    changed = update(changes).where(changes.c.entity == entity, changes.c.entity_id.in_(keys))
    session.execute(changed.values(old=null(), new=null()))


def _empty_analyses(session: Session, subject: str, keys: Sequence[int], at: datetime) -> None:
    """What it counts for stays; nothing leads back to words, nor is learned from or followed up any more."""
    n, m, j, f = analyses.c, matters.c, judgements.c, follow_ups.c
    nothing = dict.fromkeys(("categories", "evidence", "personal", "signature", "found"), null())
    found = update(analyses).where(n.subject == subject, n.subject_id.in_(keys))
    session.execute(found.values(keywords=[], model="", **nothing))
    about = update(matters).where(m.subject == subject, m.subject_id.in_(keys))
    session.execute(about.values(start=0, end=0))
    session.execute(delete(judgements).where(j.subject == subject, j.subject_id.in_(keys)))
    noted = update(follow_ups).where(f.subject == subject, f.subject_id.in_(keys))
    session.execute(noted.values(note="", digest=null()))
    session.execute(noted.where(f.state == "open").values(state="dismissed", ended_at=at))


def _empty_talks(session: Session, talks: Sequence[int]) -> None:
    """Everything said, by both sides; what was still to be said to them is not."""
    m, o = messages.c, outbox.c
    names = GONE + cast(m.id, String)
    said = {"text": "", "choice": null(), "raw": null(), "reason": "", "external_id": names}
    session.execute(update(messages).where(m.conversation_id.in_(talks)).values(said))
    unhandled = update(messages).where(m.conversation_id.in_(talks), m.state.in_(("parked", "again")))
    session.execute(unhandled.values(state="dismissed"))
    told = {"payload": {"text": ""}, "external_id": null(), "reason": ""}
    session.execute(update(outbox).where(o.conversation_id.in_(talks)).values(told))
    unsent = update(outbox).where(o.conversation_id.in_(talks), o.state.in_(("waiting", "sending")))
    session.execute(unsent.values(state="failed", reason="erased", lease_until=null()))
    session.execute(delete(codes).where(codes.c.conversation_id.in_(talks)))
    again = {
        "talk": "{}",
        "response_id": null(),
        "waiting_since": null(),
        "waiting_for": "",
        "held_by": null(),
    }
    quiet = {"resume_at": null(), "reminded_at": null()}  # the language goes with the address: they are told
    session.execute(update(conversations).where(conversations.c.id.in_(talks)).values({**again, **quiet}))


def _empty_files(session: Session, theirs: ColumnElement[bool]) -> None:
    gone = {"name": "", "remote": "", "digest": "", "size": 0, "content": b"", "thumbnail": null()}
    ended = {**gone, "scanned": "", "kind": "", "state": "withdrawn"}
    fetching = [f"file:{key}" for key in session.scalars(select(files.c.id).where(theirs))]
    session.execute(update(files).where(theirs).values(ended))
    session.execute(delete(jobs).where(jobs.c.key.in_(fetching)))


def _empty_visits(session: Session, customer_id: int) -> None:
    own = visits.c.customer_id == customer_id
    session.execute(update(visits).where(own).values(dict.fromkeys(VISITED, "")))


def _empty_customer(session: Session, customer_id: int, talks: Sequence[int], at: datetime) -> None:
    own = {"name": "", "own": null(), "erased_at": at}
    session.execute(update(customers).where(customers.c.id == customer_id).values(own))
    i = invitations.c
    theirs = or_(i.customer_id == customer_id, i.conversation_id.in_(talks))
    gone = {"address": GONE + cast(i.id, String), "token_digest": null(), "reason": ""}
    session.execute(update(invitations).where(theirs).values(gone))
    unsent = update(invitations).where(theirs, i.issued_at.is_(None))
    session.execute(unsent.values(conversation_id=None))
    planned = update(invitations).where(theirs, i.state == "planned")
    session.execute(planned.values(state="cancelled"))
    session.execute(update(requests).where(requests.c.customer_id == customer_id).values(reason=""))

"""Every place where a customer's words or contacts stand, emptied."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, delete, null, or_, select, update
from sqlalchemy.orm import Session

from storage import complaint_months, mails
from storage import complaints as complaint_verbs
from storage.domain.complaint import OPEN
from storage.domain.form import WORDS
from storage.tables import (
    analyses,
    answers,
    asked_again,
    changes,
    codes,
    complaint_entries,
    complaints,
    conversations,
    customer_contacts,
    customers,
    files,
    follow_ups,
    holds,
    imports,
    invitations,
    jobs,
    judgements,
    matters,
    messages,
    orders,
    outbox,
    requests,
    responses,
    visits,
)
from storage.tables.sealed import GONE
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
    c = conversations.c
    talks = list(
        session.scalars(select(c.id).where(c.customer_id == customer_id).order_by(c.id).with_for_update())
    )
    theirs = list(session.scalars(select(complaints.c.id).where(_of(complaints, customer_id, talks))))
    given = list(session.scalars(select(responses.c.id).where(_of(responses, customer_id, talks))))
    empty_responses(session, given, at)  # before complaints, as whoever else locks both
    _withdraw(session, theirs, at)
    empty_complaints(session, theirs, at)
    _empty_talks(session, talks)
    f = files.c
    _empty_files(
        session, or_(f.conversation_id.in_(talks), f.complaint_id.in_(theirs), f.response_id.in_(given))
    )
    empty_visits(session, visits.c.customer_id == customer_id)
    mails.empty(session, talks)
    _empty_customer(session, customer_id, talks, at)
    session.execute(delete(imports).where(imports.c.state != "taken"))
    return talks


def _of(table: Table, customer_id: int, talks: Sequence[int]) -> Any:
    return or_(table.c.customer_id == customer_id, table.c.conversation_id.in_(talks))


def _withdraw(session: Session, keys: Sequence[int], at: datetime) -> None:
    """Without its story nothing can be done about a complaint. They know: they are not told of it."""
    k = complaints.c
    for key in session.scalars(select(k.id).where(k.id.in_(keys), k.state.in_(OPEN)).order_by(k.id)).all():
        complaint_verbs.move(session, key, "withdraw", "customer", None, at)


def empty_complaints(session: Session, keys: Sequence[int], at: datetime, kept: Collection[str] = ()) -> None:
    """All that is told in these complaints and about them, but for the fields that are `kept`."""
    blank = {name: "" for name in ("story", *WORDS, "contact_digest") if name not in kept}
    session.execute(update(complaints).where(complaints.c.id.in_(keys)).values(blank))
    complaint_months.forget(session, keys)
    entries = update(complaint_entries).where(complaint_entries.c.complaint_id.in_(keys))
    session.execute(entries.values(text=""))
    session.execute(delete(codes).where(codes.c.complaint_id.in_(keys)))
    session.execute(update(holds).where(holds.c.complaint_id.in_(keys)).values(reason=""))
    _empty_changes(session, "complaint", keys)
    _empty_analyses(session, "complaint", keys, at)


def empty_responses(session: Session, keys: Sequence[int], at: datetime) -> None:
    """The words of these responses; scores and choices stay."""
    a, within = answers.c, answers.c.response_id.in_(keys)
    session.execute(update(responses).where(responses.c.id.in_(keys)).values(note=""))
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
    empty_said(session, m.conversation_id.in_(talks), o.conversation_id.in_(talks))
    unhandled = update(messages).where(m.conversation_id.in_(talks), m.state.in_(("parked", "again")))
    session.execute(unhandled.values(state="dismissed"))
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


def empty_said(session: Session, heard: ColumnElement[bool], said: ColumnElement[bool]) -> None:
    """The words of these messages, and of these rows of the outbox."""
    names = GONE + cast(messages.c.id, String)
    gone = {"text": "", "choice": null(), "raw": null(), "reason": "", "external_id": names}
    session.execute(update(messages).where(heard).values(gone))
    told = {"payload": {"text": ""}, "external_id": null(), "reason": ""}
    session.execute(update(outbox).where(said).values(told))


def _empty_files(session: Session, theirs: ColumnElement[bool]) -> None:
    gone = {"name": "", "remote": "", "digest": "", "size": 0, "content": b"", "thumbnail": null()}
    ended = {**gone, "scanned": "", "kind": "", "state": "withdrawn"}
    fetching = [f"file:{key}" for key in session.scalars(select(files.c.id).where(theirs))]
    session.execute(update(files).where(theirs).values(ended))
    session.execute(delete(jobs).where(jobs.c.key.in_(fetching)))


def empty_visits(session: Session, these: ColumnElement[bool]) -> None:
    """What staff wrote down of these visits and calls."""
    session.execute(update(visits).where(these).values(dict.fromkeys(VISITED, "")))


def empty_requests(session: Session, these: ColumnElement[bool]) -> None:
    """Why these requests were refused, and how it was made sure whose they are."""
    session.execute(update(requests).where(these).values(reason="", identified=""))


def _empty_customer(session: Session, customer_id: int, talks: Sequence[int], at: datetime) -> None:
    own = {"name": "", "number": "", "note": "", "own": null(), "erased_at": at}
    files = [customer_id, *_gone_on_in(session, [customer_id])]
    session.execute(update(customers).where(customers.c.id.in_(files)).values(own))
    for table in (customer_contacts, orders):
        session.execute(delete(table).where(table.c.customer_id.in_(files)))
    session.execute(update(holds).where(holds.c.customer_id.in_(files)).values(reason=""))
    i = invitations.c
    theirs = or_(i.customer_id == customer_id, i.conversation_id.in_(talks))
    gone = {"address": GONE + cast(i.id, String), "token_digest": null(), "reason": ""}
    session.execute(update(invitations).where(theirs).values(gone))
    unsent = update(invitations).where(theirs, i.issued_at.is_(None))
    session.execute(unsent.values(conversation_id=None))
    planned = update(invitations).where(theirs, i.state == "planned")
    session.execute(planned.values(state="cancelled"))
    empty_requests(session, requests.c.customer_id == customer_id)


def _gone_on_in(session: Session, ids: Sequence[int]) -> list[int]:
    """The files that have become one with these (`storage.joining`), and with those."""
    c = customers.c
    gone = list(session.scalars(select(c.id).where(c.merged_into.in_(ids))))
    return [*gone, *_gone_on_in(session, gone)] if gone else []

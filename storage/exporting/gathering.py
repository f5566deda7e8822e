"""All that is kept of one customer, from every table."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage import complaints as complaint_verbs
from storage import consents, surveys
from storage.conversations import Line, transcript
from storage.tables import (
    answers,
    asked_again,
    changes,
    complaints,
    contacts,
    conversations,
    customers,
    files,
    invitations,
    requests,
    responses,
    rounds,
)

Row = dict[str, Any]

_OWN = ("name", "segment", "kind", "own", "created_at")
_ANSWER = ("question", "about", "label", "text", "comment", "reason", "missing", "score", "answered_at")
_COMPLAINT = (
    "story",
    "product",
    "order_number",
    "occurred",
    "remedy",
    "number",
    "state",
    "received_at",
    "closed_at",
)
_AGAIN = ("question", "guess", "because", "at")
_INVITATION = (
    "channel",
    "address",
    "state",
    "issued_at",
    "delivered_at",
    "reminded_at",
    "begun_at",
    "returned_at",
    "reason",
)
_REQUEST = ("number", "kind", "state", "received_at", "done_at", "reason")


def gather(session: Session, customer_id: int) -> Row:
    """Everything of theirs, as JSON would have it. Notes that staff keep for each other are not theirs."""
    c, f = conversations.c, files.c
    talks = session.execute(select(c.id, c.channel, c.created_at).where(c.customer_id == customer_id)).all()
    keys = [talk.id for talk in talks]
    sent = select(f.id, f.name, f.kind, f.size, f.received_at).where(
        f.conversation_id.in_(keys), f.state == "kept"
    )
    own = session.execute(select(*(customers.c[name] for name in _OWN)).where(customers.c.id == customer_id))
    return {
        "customer": _row(own.one()),
        "conversations": [_talk(session, talk) for talk in talks],
        "responses": _responses(session, customer_id, keys),
        "complaints": _complaints(session, customer_id, keys),
        "invitations": _invitations(session, customer_id, keys),
        "written_to": _written_to(session, customer_id),
        "requests": _rows(session, requests, _REQUEST, requests.c.customer_id == customer_id),
        "files": [_row(row) for row in session.execute(sent.order_by(f.id))],
    }


def _row(row: Any) -> Row:
    return dict(row._mapping)


def _rows(session: Session, table: Any, names: tuple[str, ...], condition: Any) -> list[Row]:
    query = select(*(table.c[name] for name in names)).where(condition).order_by(table.c.id)
    return [_row(row) for row in session.execute(query)]


def _talk(session: Session, talk: Any) -> Row:
    return {
        "channel": talk.channel,
        "since": talk.created_at,
        "consents": [each._asdict() for each in consents.of(session, talk.id)],
        "lines": [
            {"at": line.at, "by": line.side, "text": line.text, "file": line.file[1] if line.file else ""}
            for line in _lines(session, talk.id)
        ],
    }


def _lines(session: Session, conversation_id: int) -> Iterator[Line]:
    after = 0
    while lines := transcript(session, conversation_id, after):
        yield from lines
        after = lines[-1].seq


def _responses(session: Session, customer_id: int, talks: list[int]) -> list[Row]:
    r = responses.c
    theirs = or_(r.customer_id == customer_id, r.conversation_id.in_(talks))
    query = select(r.id, r.version_id, r.state, r.begun_at, r.completed_at).where(theirs).order_by(r.id)
    return [_response(session, row) for row in session.execute(query).all()]


def _response(session: Session, row: Any) -> Row:
    survey = surveys.version(session, row.version_id)
    titles = {question.key: question.title for question in survey.questions}
    given = _rows(session, answers, ("id", *_ANSWER), answers.c.response_id == row.id)
    earlier = _earlier(session, row.id)
    return {
        "survey": survey.title,
        "state": row.state,
        "begun_at": row.begun_at,
        "completed_at": row.completed_at,
        "answers": [
            {
                "title": titles.get(each["question"], each["question"]),
                "earlier": earlier.get(each.pop("id"), []),
                **each,
            }
            for each in given
        ],
        "asked_again": _rows(session, asked_again, _AGAIN, asked_again.c.response_id == row.id),
    }


def _earlier(session: Session, response_id: int) -> dict[int, list[Row]]:
    """By answer, what it was before it was corrected: `at` that time, `by` customer or staff."""
    c, found = changes.c, dict[int, list[Row]]()
    query = (
        select(c.entity_id, c.old, c.at, c.actor)
        .join(answers, (c.entity == "answer") & (answers.c.id == c.entity_id))
        .where(answers.c.response_id == response_id, c.old.is_not(None))
    )
    for row in session.execute(query.order_by(c.id)):
        found.setdefault(row.entity_id, []).append({**row.old, "at": row.at, "by": row.actor})
    return found


def _invitations(session: Session, customer_id: int, talks: list[int]) -> list[Row]:
    i = invitations.c
    theirs = or_(i.customer_id == customer_id, i.conversation_id.in_(talks))
    columns = (i[name] for name in _INVITATION)
    query = select(rounds.c.title.label("round"), *columns).join(invitations, i.round_id == rounds.c.id)
    return [_row(row) for row in session.execute(query.where(theirs).order_by(i.id))]


def _written_to(session: Session, customer_id: int) -> list[Any]:
    """When they were written to unasked."""
    c = contacts.c
    return list(session.scalars(select(c.at).where(c.customer_id == customer_id).order_by(c.at, c.id)))


def _complaints(session: Session, customer_id: int, talks: list[int]) -> list[Row]:
    k = complaints.c
    theirs = or_(k.customer_id == customer_id, k.conversation_id.in_(talks))
    query = select(k.id, *(k[name] for name in _COMPLAINT)).where(theirs).order_by(k.id)
    return [_complaint(session, _row(row)) for row in session.execute(query).all()]


def _complaint(session: Session, row: Row) -> Row:
    entries = complaint_verbs.entries(session, row.pop("id"))
    told = [{"at": each.at, "text": each.text} for each in entries if each.kind == "answer"]
    return {**row, "answers": told}

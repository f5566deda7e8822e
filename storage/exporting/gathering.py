"""All that is kept of one customer, from every table."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage import complaints as complaint_verbs
from storage import consents, surveys
from storage.conversations import Line, transcript
from storage.tables import answers, complaints, conversations, customers, files, requests, responses

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
    given = _rows(session, answers, _ANSWER, answers.c.response_id == row.id)
    return {
        "survey": survey.title,
        "state": row.state,
        "begun_at": row.begun_at,
        "completed_at": row.completed_at,
        "answers": [{**each, "title": titles.get(each["question"], each["question"])} for each in given],
    }


def _complaints(session: Session, customer_id: int, talks: list[int]) -> list[Row]:
    k = complaints.c
    theirs = or_(k.customer_id == customer_id, k.conversation_id.in_(talks))
    query = select(k.id, *(k[name] for name in _COMPLAINT)).where(theirs).order_by(k.id)
    return [_complaint(session, _row(row)) for row in session.execute(query).all()]


def _complaint(session: Session, row: Row) -> Row:
    entries = complaint_verbs.entries(session, row.pop("id"))
    told = [{"at": each.at, "text": each.text} for each in entries if each.kind == "answer"]
    return {**row, "answers": told}

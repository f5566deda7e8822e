"""All that is kept of one customer, from every table."""

from typing import Any, Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from storage import changes as kept_changes
from storage import complaints as complaint_verbs
from storage import consents, mails, surveys
from storage.customers import contacting
from storage.domain.form import FIELDS
from storage.exporting.lines import spoken, told_before
from storage.tables import (
    analyses,
    answers,
    asked_again,
    changes,
    codes,
    complaints,
    contacts,
    conversations,
    customers,
    files,
    holds,
    invitations,
    orders,
    requests,
    responses,
    rounds,
    visits,
)

Row = dict[str, Any]

_KEYS: Final = ("webchat",)
"""Channels whose address is a key to the talk, and no contact."""

_OWN = ("name", "number", "segment", "kind", "high_value", "own", "created_at")
_RESPONSE = (
    *("state", "channel", "segment", "language", "place", "note"),
    *("satisfaction_index", "begun_at", "completed_at"),
)
_ANSWER = (
    *("question", "about", "value", "label", "text", "comment", "reason"),
    *("because", "missing", "score", "answered_at"),
)
_TOLD = tuple(name for name, field in FIELDS.items() if not field.assessed)
"""Of a complaint's record what was told of it, and not what staff make of it."""

_COMPLAINT = (
    *("number", "story", *_TOLD, "state", "outcome", "referred_to", "channel", "segment", "place"),
    *("received_at", "acknowledged_at", "answered_at", "closed_at"),
)
_ANALYSIS = (
    *("polarity", "intent", "urgency", "safety", "emotion", "offensive", "sarcastic"),
    *("keywords", "categories", "evidence", "personal", "at"),
)
_CODE = ("kind", "created_at", "expires_at", "used_at")
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
_FILE = ("id", "name", "kind", "size", "digest", "received_at")
_VISIT = ("kind", "at", "person_met", "matters")
"""When, with whom and what about: what staff conclude of it, and hear of the market, is between them."""

_ORDER = ("number", "product", "ordered_on")
_HOLD = ("at", "ended_at")
_REQUEST = ("number", "kind", "state", "received_at", "done_at", "reason", "channel", "identified")


def gather(session: Session, customer_id: int, to_staff: bool = False, language: str = "") -> Row:
    """Everything of theirs, as JSON would have it. Notes that staff keep for each other are not theirs.
    Surveys are told in this language, where they are written in it.

    What goes `to_staff`, who hand it over, is without what is being told without a name.
    """
    talks = session.execute(select(*_TALK).where(conversations.c.customer_id == customer_id)).all()
    keys = [talk.id for talk in talks]
    own = session.execute(select(*(customers.c[name] for name in _OWN)).where(customers.c.id == customer_id))
    return {
        "customer": _row(own.one()),
        "contacts": contacting.told(session, customer_id),
        "orders": _rows(session, orders, _ORDER, orders.c.customer_id == customer_id),
        "conversations": [_talk(session, talk, to_staff) for talk in talks],
        "responses": _responses(session, customer_id, keys, to_staff, language),
        "complaints": _complaints(session, customer_id, keys),
        "invitations": _invitations(session, customer_id, keys),
        "written_to": _written_to(session, customer_id),
        "requests": _rows(session, requests, _REQUEST, requests.c.customer_id == customer_id),
        "kept_past_terms": _rows(session, holds, _HOLD, holds.c.customer_id == customer_id),
        "mails": [each for key in keys for each in _mails(session, key, to_staff)],
        "files": [
            *(each for key in keys for each in _files(session, key, to_staff)),
            *_put_by_staff(session, customer_id, keys),
        ],
        "visits": _rows(session, visits, _VISIT, visits.c.customer_id == customer_id),
    }


_C = conversations.c
_TALK = (_C.id, _C.channel, _C.address, _C.language, _C.place, _C.created_at)


def _row(row: Any) -> Row:
    return dict(row._mapping)


def _rows(session: Session, table: Any, names: tuple[str, ...], condition: Any) -> list[Row]:
    query = select(*(table.c[name] for name in names)).where(condition).order_by(table.c.id)
    return [_row(row) for row in session.execute(query)]


def _talk(session: Session, talk: Any, to_staff: bool) -> Row:
    return {
        "channel": talk.channel,
        "address": "" if talk.channel in _KEYS else talk.address,
        "language": talk.language,
        "place": talk.place,
        "since": talk.created_at,
        "consents": [each._asdict() for each in consents.of(session, talk.id)],
        "codes": _rows(session, codes, _CODE, codes.c.conversation_id == talk.id),
        "lines": spoken(session, talk.id, to_staff),
    }


def _mails(session: Session, conversation_id: int, to_staff: bool) -> list[Row]:
    return mails.kept_of(session, conversation_id, told_before(session, conversation_id, to_staff))


def _files(session: Session, conversation_id: int, to_staff: bool) -> list[Row]:
    f, since = files.c, told_before(session, conversation_id, to_staff)
    theirs = [f.conversation_id == conversation_id, f.state == "kept"]
    if since:
        theirs.append(f.received_at < since)
    return _rows(session, files, _FILE, and_(*theirs))


def _put_by_staff(session: Session, customer_id: int, talks: list[int]) -> list[Row]:
    """What staff put to their complaints and responses: a scan of their letter, a photo they showed."""
    f, k, r = files.c, complaints.c, responses.c
    theirs = select(k.id).where(or_(k.customer_id == customer_id, k.conversation_id.in_(talks)))
    given = select(r.id).where(r.customer_id == customer_id)
    put = or_(f.complaint_id.in_(theirs), f.response_id.in_(given))
    return _rows(session, files, _FILE, put & (f.state == "kept"))


def _responses(
    session: Session, customer_id: int, talks: list[int], to_staff: bool, language: str
) -> list[Row]:
    r = responses.c
    theirs = or_(r.customer_id == customer_id, r.conversation_id.in_(talks))
    if to_staff:
        theirs = and_(theirs, ~r.anonymous)
    columns = (r[name] for name in ("id", "version_id", *_RESPONSE))
    query = select(*columns).where(theirs).order_by(r.id)
    return [_response(session, row, language) for row in session.execute(query).all()]


def _response(session: Session, row: Any, language: str) -> Row:
    survey = surveys.version(session, row.version_id).spoken(language)
    titles = {question.key: question.title for question in survey.questions}
    given = _rows(session, answers, ("id", *_ANSWER), answers.c.response_id == row.id)
    earlier = _earlier(session, row.id)
    for each in given:
        key = each.pop("id")
        each["title"] = titles.get(each["question"], each["question"])
        each |= {"earlier": earlier.get(key, []), "found": _found(session, "answer", key)}
    return {
        "survey": survey.title,
        **{name: getattr(row, name) for name in _RESPONSE},
        "answers": given,
        "asked_again": _rows(session, asked_again, _AGAIN, asked_again.c.response_id == row.id),
    }


def _found(session: Session, subject: str, key: int) -> list[Row]:
    """What the analysis of their words found."""
    n = analyses.c
    return _rows(session, analyses, _ANALYSIS, (n.subject == subject) & (n.subject_id == key))


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
    key = row.pop("id")
    told = [
        {"at": each.at, "text": each.text}
        for each in complaint_verbs.entries(session, key)
        if each.kind in ("answer", "question")
    ]
    earlier = [
        {"field": each.field, "was": each.old, "at": each.at, "by": each.actor}
        for each in kept_changes.of_complaint(session, key)
        if each.field in _COMPLAINT
    ]
    return {**row, "answers": told, "earlier": earlier, "found": _found(session, "complaint", key)}

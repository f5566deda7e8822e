"""What of the history is told to anybody: on the pages, to programs, to other addresses. Not what customers
did without a name, nor what is about who reads (D13), with all of the customer who complains of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.tables import (
    answers,
    complaints,
    conversations,
    customer_contacts,
    events,
    files,
    follow_ups,
    mails,
    messages,
    orders,
    outbox,
    requests,
    responses,
    visits,
)

_E: Final = events.c


def shown(session: Session) -> list[ColumnElement[bool]]:
    """Conditions on `events`: who reads may know of it."""
    return [_of_nobody(), *_hidden(session)]


def _of_nobody() -> ColumnElement[bool]:
    """Not what customers did without a name: the minute, and what stands beside it, would tell who it was."""
    r, k, f, a = responses.c, complaints.c, follow_ups.c, answers.c
    about_answer = select(r.id).join_from(responses, answers).where(r.anonymous, f.subject == "answer")
    about_complaint = select(k.id).where(k.anonymous, f.subject == "complaint", k.id == f.subject_id)
    nameless = {
        "response": select(r.id).where(r.id == _E.entity_id, r.anonymous),
        "complaint": select(k.id).where(k.id == _E.entity_id, k.anonymous),
        "follow_up": select(f.id).where(
            f.id == _E.entity_id,
            or_(
                about_answer.where(a.id == f.subject_id).correlate(follow_ups).exists(),
                about_complaint.correlate(follow_ups).exists(),
            ),
        ),
    }
    named = [
        and_(_E.entity == entity, query.limit(1).correlate(events).scalar_subquery().is_(None))
        for entity, query in nameless.items()
    ]
    return or_(_E.user_id.is_not(None), _E.entity.not_in(tuple(nameless)), *named)


_OF: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "answer": answers,
        "complaint": complaints,
        "conversation": conversations,
        "customer_contact": customer_contacts,
        "file": files,
        "follow_up": follow_ups,
        "mail": mails,
        "message": messages,
        "order": orders,
        "request": requests,
        "response": responses,
        "saying": outbox,
        "visit": visits,
    }
)
"""Whose things are some customer's: what is done to them is kept from whom they complain of."""


def _hidden(session: Session) -> list[ColumnElement[bool]]:
    """Nothing that is about who reads, of no customer who complains of them. They are few, where any."""
    if not hiding.anything(session):
        return []
    k = complaints.c
    about = k.concerns_id == hiding.reader(session)
    people = set(session.scalars(select(k.customer_id).where(about, k.customer_id.is_not(None))))
    talks = set(session.scalars(select(conversations.c.id).where(conversations.c.customer_id.in_(people))))
    talks |= set(session.scalars(select(k.conversation_id).where(about, k.conversation_id.is_not(None))))
    given = set(session.scalars(select(responses.c.id).where(responses.c.customer_id.in_(people))))
    given |= set(session.scalars(select(responses.c.id).where(responses.c.conversation_id.in_(talks))))
    hidden = {"customer": select(k.customer_id).where(about, k.customer_id.is_not(None))}
    for entity, table in _OF.items():
        hidden[entity] = select(table.c.id).where(_theirs(table, people, talks, given, about))
    return [or_(_E.entity != entity, _E.entity_id.not_in(which)) for entity, which in hidden.items()]


def _theirs(
    table: Any, people: set[int], talks: set[int], given: set[int], about: ColumnElement[bool]
) -> ColumnElement[bool]:
    keys = (("customer_id", people), ("conversation_id", talks), ("response_id", given))
    found = [table.c[name].in_(some) for name, some in keys if name in table.c]
    if "complaint_id" in table.c:
        found.append(table.c.complaint_id.in_(select(complaints.c.id).where(about)))
    if table is complaints:
        found.append(about)
    if table is conversations:
        found.append(table.c.id.in_(talks))
    if table is follow_ups:
        found += _followed(people, talks, given, about)
    return or_(*found)


def _followed(
    people: set[int], talks: set[int], given: set[int], about: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    f, its = follow_ups.c, {"answer": answers, "complaint": complaints}
    which = {subject: _theirs(table, people, talks, given, about) for subject, table in its.items()}
    return [
        and_(f.subject == subject, f.subject_id.in_(select(table.c.id).where(which[subject])))
        for subject, table in its.items()
    ]

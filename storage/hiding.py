"""What is kept from who reads, wherever staff read: what is about their own conduct (D13; GB/T 19012 4.10),
and, where they see their own departments alone, what belongs to no complaint of these.

Who reads stands in the session: the staff's door puts it there, and nobody stands there where customers or
the clock work. The talks of who complained go with the complaint, whichever channel they were led on; so do
their file and what they answered under their name. A complaint without a department is seen by those alone
who see all. What a colleague is alerted to is on no page (`outbox.TO_STAFF`); what came into the place where
they are, a bounced mail that quotes it, is theirs alone.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, func, literal, select, true
from sqlalchemy.orm import Session

from storage.tables import answers, complaints, conversations, customers, responses, users

_READER: Final = "reader"
_DEPARTMENTS: Final = "departments"
_MANY: Final = 20_000
"""Complaints from which on a list is not narrowed to their customers first."""

_K: Final = complaints.c
_ABOUT: Final = complaints.alias("about")
_OWN: Final = complaints.alias("of_own")


def read_by(session: Session, user_id: int | None, departments: Collection[str] | None = None) -> None:
    """From now on this user reads what the session tells; None: nobody in particular. `departments` are those
    that they see; None: all, and what has none."""
    session.info[_READER] = user_id
    session.info[_DEPARTMENTS] = departments


def reader(session: Session) -> int | None:
    """The user who reads; None where nobody in particular does."""
    found: int | None = session.info.get(_READER)
    return found


def departments(session: Session) -> Collection[str] | None:
    """Those that who reads sees; None: all."""
    found: Collection[str] | None = session.info.get(_DEPARTMENTS)
    return found


def anything(session: Session) -> bool:
    """Whether something is hidden from who reads."""
    who = reader(session)
    if who is None or departments(session) is not None:
        return who is not None
    return session.scalar(select(_K.id).where(_K.concerns_id == who).limit(1)) is not None


def shown(session: Session) -> ColumnElement[bool]:
    """Condition on `complaints`: it is not about who reads, and of a department that they see."""
    who, own = reader(session), departments(session)
    if who is None:
        return true()
    told = _K.concerns_id.is_distinct_from(who)
    return told if own is None else told & _K.department.in_(own)


def shown_as(session: Session, complaint_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Condition on a column with ids of complaints: one that is `shown`. Who sees all is shown what has none
    too."""
    who, own = reader(session), departments(session)
    if who is None:
        return true()
    told = _none(_ABOUT.c.id == complaint_id, _ABOUT.c.concerns_id == who)
    return told if own is None else told & _some(_OWN.c.id == complaint_id, _OWN.c.department.in_(own))


def shown_text(session: Session, texts: Table) -> ColumnElement[bool]:
    """Condition on a table of texts (subject, subject_id): none of a complaint that is not `shown`, nor of an
    answer of somebody who is not `shown_of`."""
    t = texts.c
    if not anything(session):
        return true()
    of_complaint = shown_as(session, t.subject_id)
    whose = select(responses.c.customer_id).join_from(answers, responses)
    given = shown_of(session, whose.where(answers.c.id == t.subject_id).correlate(texts).scalar_subquery())
    return ((t.subject == "complaint") & of_complaint) | ((t.subject == "answer") & given)


def shown_words(session: Session, subject: str) -> ColumnElement[bool]:
    """Condition on `complaints` where these are the texts, else on the `responses` of answers: the same."""
    if subject == "complaint":
        return shown(session)
    return shown_of(session, responses.c.customer_id) if anything(session) else true()


def shown_of(session: Session, customer_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Condition on a column with customers: none of theirs is about who reads, and, where that is not all,
    one is of a department that they see."""
    who, own = reader(session), departments(session)
    if who is None:
        return true()
    told = _none(_ABOUT.c.customer_id == customer_id, _ABOUT.c.concerns_id == who)
    if own is None:
        return told
    return told & _some(_OWN.c.customer_id == customer_id, _OWN.c.department.in_(own))


def shown_in(session: Session, conversation_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Condition on a column with conversations: its customer is `shown_of`, and no colleague of theirs is
    alerted there."""
    who, own = reader(session), departments(session)
    if who is None:
        return true()
    about, c, u = _ABOUT.c, conversations.alias("held_there").c, users.alias("alerted_there").c
    theirs = _none(c.id == conversation_id, about.customer_id == c.customer_id, about.concerns_id == who)
    told = theirs & _none(u.alert_to == conversation_id, u.id != who)
    if own is None:
        return told
    k = _OWN.c
    return told & _some(c.id == conversation_id, k.customer_id == c.customer_id, k.department.in_(own))


def narrowed(session: Session, customer_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Condition beside `shown_of` on a long list: who sees few complaints need not have all customers looked
    at one by one. Who sees many finds a page of them soon."""
    own = departments(session)
    if own is None:
        return true()
    k = _OWN.c
    counted = select(k.department).where(k.department.in_(own)).limit(_MANY).subquery()
    if session.scalar(select(func.count()).select_from(counted)) == _MANY:
        return true()
    return customer_id.in_(select(k.customer_id).where(k.department.in_(own), k.customer_id.is_not(None)))


def _none(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """A value, looked up for each row: PostgreSQL makes a join of `exists`, over all complaints there are."""
    return select(literal(1)).where(*which).limit(1).scalar_subquery().is_(None)


def _some(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(literal(1)).where(*which).limit(1).scalar_subquery().is_not(None)


def known(session: Session, customer_id: int) -> bool:
    """Whether who reads may know of this customer."""
    k = customers.c
    return session.scalar(select(k.id).where(k.id == customer_id, shown_of(session, k.id))) is not None


def seen(session: Session, conversation_id: int) -> bool:
    """Whether who reads may know of this conversation."""
    c = conversations.c
    here = select(c.id).where(c.id == conversation_id, shown_of(session, c.customer_id))
    return session.scalar(here) is not None

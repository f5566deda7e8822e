"""What is about somebody's conduct is kept from that person (D13; GB/T 19012 4.10), wherever staff read.

Who reads stands in the session: the staff's door puts it there, and nobody stands there where customers or
the clock work. The talks of who complained go with the complaint, whichever channel they were led on. What a
colleague is alerted to is on no page (`outbox.TO_STAFF`); what came into the place where they are, a bounced
mail that quotes it, is theirs alone.
"""

from typing import Any, Final

from sqlalchemy import ColumnElement, Table, literal, select, true
from sqlalchemy.orm import Session

from storage.tables import complaints, conversations, users

_READER: Final = "reader"
_K: Final = complaints.c
_ABOUT: Final = complaints.alias("about")


def read_by(session: Session, user_id: int | None) -> None:
    """From now on this user reads what the session tells; None: nobody in particular."""
    session.info[_READER] = user_id


def reader(session: Session) -> int | None:
    """The user who reads; None where nobody in particular does."""
    found: int | None = session.info.get(_READER)
    return found


def anything(session: Session) -> bool:
    """Whether something is hidden from who reads."""
    who = reader(session)
    about = select(_K.id).where(_K.concerns_id == who).limit(1)
    return who is not None and session.scalar(about) is not None


def shown(session: Session) -> ColumnElement[bool]:
    """Condition on `complaints`: it is not about who reads."""
    who = reader(session)
    return true() if who is None else _K.concerns_id.is_distinct_from(who)


def shown_as(session: Session, complaint_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Condition on a column with ids of complaints: it is not about who reads."""
    who = reader(session)
    if who is None:
        return true()
    return _none(_ABOUT.c.id == complaint_id, _ABOUT.c.concerns_id == who)


def shown_text(session: Session, texts: Table) -> ColumnElement[bool]:
    """Condition on a table of texts (subject, subject_id): none of a complaint that is about who reads."""
    return (texts.c.subject != "complaint") | shown_as(session, texts.c.subject_id)


def shown_of(session: Session, customer_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Condition on a column with customers: none of theirs is about who reads."""
    who = reader(session)
    if who is None:
        return true()
    about = _ABOUT.c
    return _none(about.customer_id == customer_id, about.concerns_id == who)


def shown_in(session: Session, conversation_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Condition on a column with conversations: none of that customer's complaints is about who reads, and no
    colleague of theirs is alerted there."""
    who = reader(session)
    if who is None:
        return true()
    about, c, u = _ABOUT.c, conversations.alias("held_there").c, users.alias("alerted_there").c
    theirs = _none(c.id == conversation_id, about.customer_id == c.customer_id, about.concerns_id == who)
    return theirs & _none(u.alert_to == conversation_id, u.id != who)


def _none(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """A value, looked up for each row: PostgreSQL makes a join of `exists`, over all complaints there are."""
    return select(literal(1)).where(*which).limit(1).scalar_subquery().is_(None)


def seen(session: Session, conversation_id: int) -> bool:
    """Whether who reads may know of this conversation."""
    c = conversations.c
    here = select(c.id).where(c.id == conversation_id, shown_of(session, c.customer_id))
    return session.scalar(here) is not None

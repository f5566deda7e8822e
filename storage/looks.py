"""Who looked at what is masked: a line of the history of the customer, complaint or mail whose it is, never
what it says. So nobody can take it out again, and it is sealed with the rest (`storage.seals`)."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import events
from storage.tables import events as table
from storage.tables import users

LOOK: Final = "look"
"""The trigger; the event's `target` is what was looked at: a kind of contact, or the channel of a talk."""

SHOWN: Final = 20


class Look(NamedTuple):
    """Who looked at what, when."""

    at: datetime
    name: str
    what: str


def note(session: Session, customer_id: int, what: str, user_id: int, at: datetime) -> None:
    """This user looks at what of this customer is masked."""
    row = events.event(at, "customer", customer_id, LOOK, "staff", target=what, user_id=user_id)
    events.append(session, [row])


def note_contact(session: Session, complaint_id: int, user_id: int, at: datetime) -> None:
    """This user looks at how who made this complaint is reached."""
    row = events.event(at, "complaint", complaint_id, LOOK, "staff", user_id=user_id)
    events.append(session, [row])


def note_sender(session: Session, mail_id: int, user_id: int, at: datetime) -> None:
    """This user looks at who sent this mail."""
    events.append(session, [events.event(at, "mail", mail_id, LOOK, "staff", user_id=user_id)])


def at_customer(session: Session, customer_id: int) -> list[Look]:
    """The last of those who looked, the latest first."""
    e = table.c
    query = select(e.at, users.c.name, e.target).join_from(table, users, users.c.id == e.user_id)
    theirs = (e.entity == "customer", e.entity_id == customer_id, e.trigger == LOOK)
    return [Look(*row) for row in session.execute(query.where(*theirs).order_by(e.id.desc()).limit(SHOWN))]

"""Mails that staff have to look at: held, because nobody knows whose they are, or parked, because they could
not be read."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import events, hiding, looks
from storage.tables import mails


def sender_of(session: Session, mail_id: int, user_id: int, at: datetime) -> str:
    """Who sent such a mail, for who asks: that they did is kept. Empty where it is none."""
    m = mails.c
    theirs = hiding.shown_in(session, m.conversation_id)
    found = session.scalar(select(m.sender).where(m.id == mail_id, m.state.in_(("held", "parked")), theirs))
    if found:
        looks.note_sender(session, mail_id, user_id, at)
    return found or ""


def raw(session: Session, mail_id: int) -> bytes | None:
    """Such a mail as it came."""
    m = mails.c
    theirs = hiding.shown_in(session, m.conversation_id)
    return session.scalar(select(m.raw).where(m.id == mail_id, m.state.in_(("held", "parked")), theirs))


def put_back(session: Session, mail_id: int, at: datetime, user_id: int | None = None) -> bool:
    """Let it be read once more; one that was held is let in. False: a colleague was quicker."""
    trusted = mails.c.trusted | (mails.c.state == "held")
    return _settle(session, mail_id, "waiting", "put_back", at, user_id, trusted=trusted, attempts=0)


def dismiss(session: Session, mail_id: int, at: datetime, user_id: int | None = None) -> bool:
    """Nothing is to be done about it. Otherwise as `put_back`."""
    return _settle(session, mail_id, "dismissed", "dismiss", at, user_id)


def _settle(
    session: Session,
    mail_id: int,
    state: str,
    trigger: str,
    at: datetime,
    user_id: int | None,
    **more: object,
) -> bool:
    m = mails.c
    theirs = hiding.shown_in(session, m.conversation_id)
    query = select(m.state).where(m.id == mail_id, m.state.in_(("held", "parked")), theirs)
    was = session.scalar(query.with_for_update())
    if was is None:
        return False
    values = {"state": state, "subject": "", "text": "", **more}
    session.execute(update(mails).where(m.id == mail_id).values(values))
    events.append(session, [events.event(at, "mail", mail_id, trigger, "staff", was, state, user_id)])
    return True

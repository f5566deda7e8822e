"""What stands in mails goes: with the customer who is forgotten, with what was said without a name, and when
its term is over. That a mail came, and under which key, stays: else it could come a second time."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, null, or_, select, update
from sqlalchemy.orm import Session

from storage.days import day
from storage.tables import conversations, mails

CHANNEL: Final = "email"

_OPEN: Final = ("waiting", "held", "parked")
"""The states in which a mail still waits for something."""

_OF_ITS_SENDER: Final = ("waiting", "noted", "parked")
"""The states in which a mail is nobody's but the sender's."""

_EMPTY: Final = {"raw": null(), "sender": "", "subject": "", "text": "", "words": "", "size": 0}


def theirs(talks: Sequence[int]) -> ColumnElement[bool]:
    """The mails about these conversations: what went there, and what else came from their addresses."""
    return or_(mails.c.conversation_id.in_(talks), mails.c.sender.in_(_addresses(talks)))


def _addresses(talks: Sequence[int]) -> Select[str]:
    c = conversations.c
    return select(c.address).where(c.id.in_(talks), c.channel == CHANNEL)


def kept_of(session: Session, talk: int, before: datetime | None = None) -> list[dict[str, Any]]:
    """What was said here by mail, or came from its address and says nothing, while its content is still
    there; only what came before that moment. What staff have not let in is not theirs: a stranger may have
    sent it, with their token or in their name."""
    m = mails.c
    taken = and_(m.state == "taken", m.conversation_id == talk)
    here = or_(m.conversation_id == talk, m.conversation_id.is_(None))
    not_taken = and_(m.state.in_(_OF_ITS_SENDER), m.sender.in_(_addresses([talk])), here)
    query = select(m.id, m.sender, m.received_at).where(or_(taken, not_taken), m.raw.is_not(None))
    if before is not None:
        query = query.where(m.received_at < before)
    return [dict(row._mapping) for row in session.execute(query.order_by(m.id))]


def raw_of(session: Session, mail_id: int) -> bytes:
    """A mail as it came."""
    return session.scalar(select(mails.c.raw).where(mails.c.id == mail_id)) or b""


def empty(session: Session, talks: Sequence[int]) -> None:
    """Empty all mails of these conversations, while their addresses still stand there; those that wait are
    not taken any more."""
    _empty(session, theirs(talks))


def forget(session: Session, conversation_id: int, said: Select[Any]) -> None:
    """Empty those by which the messages with these external ids came; of when, the day alone stays. One may
    not have been settled yet: with its message it is taken."""
    m = mails.c
    here = or_(m.conversation_id == conversation_id, m.conversation_id.is_(None))
    for row in session.execute(select(m.id, m.received_at).where(here, m.key.in_(said))).all():
        gone = {**_EMPTY, "received_at": day(row.received_at), "state": "taken"}
        session.execute(update(mails).where(m.id == row.id).values(gone))


def expired(before: datetime, limit: int) -> Select[int]:
    """Those received before this moment that still have their content."""
    m = mails.c
    return select(m.id).where(m.raw.is_not(None), m.received_at < before).order_by(m.id).limit(limit)


def expire(session: Session, ids: Collection[int]) -> None:
    """Empty these."""
    _empty(session, mails.c.id.in_(ids))


def _empty(session: Session, these: ColumnElement[bool]) -> None:
    open_ones = update(mails).where(these, mails.c.state.in_(_OPEN))
    session.execute(open_ones.values(state="dismissed", reason="expired"))
    session.execute(update(mails).where(these).values(_EMPTY))

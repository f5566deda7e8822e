"""Mails that wait to be read: claimed, and settled when it is known what they come to."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Select, func, select, text, update
from sqlalchemy.orm import Session

from storage.tables import conversations, mails

OPEN: Final = text("mails.state in ('waiting', 'held', 'parked')")
"""As text: with a parameter SQLite does not use the partial index."""

HOUR: Final = timedelta(hours=1)


class Waiting(NamedTuple):
    """A mail to be read. `attempts` counts the times before that nothing came of it."""

    id: int
    key: str
    raw: bytes
    sender: str
    trusted: bool
    attempts: int
    received_at: datetime


class Settled(NamedTuple):
    """What a mail comes to: its state, and what is known of it then."""

    id: int
    state: str
    kind: str = ""
    reason: str = ""
    conversation_id: int | None = None
    subject: str = ""
    text: str = ""
    words: str = ""


class Talk(NamedTuple):
    """A conversation, as far as the way to it is concerned."""

    id: int
    channel: str
    address: str
    language: str


class Before(NamedTuple):
    """How many mails this sender had sent in the hour before, and how many of those said the same."""

    mails: int
    same: int


def waits(session: Session) -> bool:
    """Whether any mail waits."""
    return session.scalar(_waiting().limit(1)) is not None


def claim(session: Session, most: int, largest: int) -> list[Waiting]:
    """The next mails, in the order in which they came, of so many bytes in all, or one that is larger. One
    that somebody may have died at is claimed alone."""
    m = mails.c
    chosen, size = list[int](), 0
    for row in session.execute(_waiting().add_columns(m.size, m.attempts).limit(most)):
        if chosen and (row.attempts or size + row.size > largest):
            break
        chosen.append(row.id)
        size += row.size
        if row.attempts:
            break
    session.execute(update(mails).where(m.id.in_(chosen)).values(attempts=m.attempts + 1))
    columns = (m.id, m.key, m.raw, m.sender, m.trusted, m.attempts - 1, m.received_at)
    rows = session.execute(select(*columns).where(m.id.in_(chosen)).order_by(m.id))
    return [Waiting(*row[:2], row.raw or b"", *row[3:]) for row in rows]


def _waiting() -> Select[int]:
    return select(mails.c.id).where(OPEN, mails.c.state == "waiting").order_by(mails.c.id)


def leave(session: Session, ids: Iterable[int]) -> None:
    """These wait on: it was no fault of theirs."""
    session.execute(update(mails).where(mails.c.id.in_(ids)).values(attempts=0))


def settle(session: Session, settled: Sequence[Settled]) -> None:
    """So it stands with these; what has been erased meanwhile stays so."""
    for each in settled:
        known = each._asdict()
        there = (mails.c.id == known.pop("id"), mails.c.state == "waiting")
        session.execute(update(mails).where(*there).values(known))


def talk(session: Session, conversation_id: int) -> Talk | None:
    """The conversation under this number."""
    c = conversations.c
    query = select(c.id, c.channel, c.address, c.language).where(c.id == conversation_id)
    row = session.execute(query).one_or_none()
    return Talk(*row) if row else None


def before(session: Session, mail: Waiting, words: str) -> Before:
    """What this sender has sent in the hour before this mail. Staff let in what they have looked at: from
    then on it is counted anew."""
    m = mails.c
    since = (m.sender == mail.sender, m.received_at > mail.received_at - HOUR, m.id < mail.id)
    same = func.count().filter(m.words == words)
    row = session.execute(select(func.count(), same).where(*since)).one()
    return Before(row[0], row[1] if words else 0)

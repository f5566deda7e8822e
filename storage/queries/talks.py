"""The list of conversations that staff read and take over."""

from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Row, Select, case, or_, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.customers import NEVER
from storage.tables import conversations, customers, messages, users

Kind = Literal["", "waiting", "held", "silent"]
KINDS: tuple[Kind, ...] = ("", "waiting", "held", "silent")
"""Where anything was said, or staff took it up; who waits for a person; whom one answers; who never said a
word: invited, or only come."""


class Listed(NamedTuple):
    """One conversation. `last` is what the customer said last, empty where they speak without a name.

    `waiting_since` and `waiting_for` (human, crisis, misunderstood …) are set while a person is wanted,
    `held_by` and `holder` (a name) while one answers. `left_at`: the customer has blocked us since.
    """

    id: int
    channel: str
    customer: str
    segment: str
    seq: int
    last: str
    since: datetime
    active_at: datetime
    waiting_since: datetime | None
    waiting_for: str
    held_by: int | None
    holder: str
    preview: bool
    left_at: datetime | None


def talks(session: Session, only: Kind = "", limit: int = 100, offset: int = 0) -> list[Listed]:
    """Those who wait for a person first, the longest waiting at the top; then the last active first."""
    c = conversations.c
    listed = _talks(session).where(~c.preview, c.active_at > NEVER)
    waiting = listed.where(c.waiting_since.is_not(None)).order_by(c.waiting_since, c.id)
    if only == "waiting":
        return _read(session, waiting, limit, offset)
    quiet = listed.order_by(c.active_at.desc(), c.id.desc())
    if only == "held":
        return _read(session, quiet.where(c.held_by.is_not(None)), limit, offset)
    calm = quiet.where(c.waiting_since.is_(None))
    if only == "silent":
        return _read(session, calm.where(~c.heard), limit, offset)
    # two queries, each along its index, instead of one that sorts all there are
    first = _read(session, waiting, offset + limit, 0)
    page = first[offset:]
    return page + _read(session, calm.where(c.heard), limit - len(page), max(0, offset - len(first)))


def _read(session: Session, query: Select[Any], limit: int, offset: int) -> list[Listed]:
    return [_talk(row) for row in session.execute(query.limit(limit).offset(offset))]


def talk(session: Session, conversation_id: int) -> Listed | None:
    """One conversation as the list shows it."""
    row = session.execute(_talks(session).where(conversations.c.id == conversation_id)).one_or_none()
    return _talk(row) if row else None


def _talks(session: Session) -> Select[Any]:
    c = conversations.c
    heard = (
        select(messages.c.text)
        .where(messages.c.conversation_id == c.id, messages.c.text != "", messages.c.state != "withdrawn")
        .order_by(messages.c.seq.desc())
        .limit(1)
        .correlate(conversations)
        .scalar_subquery()
    )
    unnamed = or_(c.talk.contains('"unnamed":true'), c.talk.contains('"nameless":true'))
    return (
        select(
            c.id,
            c.channel,
            customers.c.name,
            customers.c.segment,
            c.seq,
            case((unnamed, ""), else_=heard),
            c.created_at,
            c.active_at,
            c.waiting_since,
            c.waiting_for,
            c.held_by,
            users.c.name,
            c.preview,
            c.left_at,
        )
        .join_from(conversations, customers)
        .join(users, users.c.id == c.held_by, isouter=True)
        .where(hiding.shown_of(session, c.customer_id))
    )


def _talk(row: Row[Any]) -> Listed:
    talk = Listed._make(row)
    return talk._replace(last=talk.last or "", holder=talk.holder or "")

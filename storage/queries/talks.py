"""The list of conversations that staff read and take over."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, case, or_, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.customers import NEVER
from storage.queries import edges
from storage.queries.edges import Edge, Page, Part
from storage.tables import conversations, customers, messages, users

Kind = Literal["", "waiting", "held", "silent"]
KINDS: tuple[Kind, ...] = ("", "waiting", "held", "silent")
"""Where anything was said, or staff took it up; who waits for a person; whom one answers; who never said a
word: invited, or only come."""

SORTS = ("", "oldest")
"""Who was active last comes first, or who has been silent longest."""


class Listed(NamedTuple):
    """One conversation. `last` is what the customer said last, empty where they speak without a name.

    `waiting_since` and `waiting_for` (human, crisis, misunderstood …) are set while a person is wanted,
    `held_by` and `holder` (a name) while one answers. `left_at`: the customer has blocked us since.
    `erased`: they asked to be forgotten, and were.
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
    customer_id: int
    erased: bool


def page(
    session: Session, only: Kind = "", size: int = 100, edge: Edge | None = None, sort: str = ""
) -> Page:
    """Those who wait for a person first, the longest waiting at the top; then the last active first."""
    return edges.page(session, _parts(session, only, sort), size, edge)


def talks(session: Session, only: Kind = "", limit: int = 100) -> list[Listed]:
    """The first of them."""
    return those(session, page(session, only, limit).keys)


def every(session: Session, only: Kind = "", sort: str = "") -> Iterator[int]:
    """The ids of all of them, in the order of the list."""
    return edges.every(session, _parts(session, only, sort))


def those(session: Session, ids: Sequence[int]) -> list[Listed]:
    """These, as far as they are there, in this order."""
    query = _talks(session).where(conversations.c.id.in_(ids))
    there = {row.id: _talk(row) for row in session.execute(query)} if ids else {}
    return [there[key] for key in ids if key in there]


def _parts(session: Session, only: Kind, sort: str) -> list[Part]:
    """What the list is made of, each along its index: instead of all there are sorted."""
    c = conversations.c
    shown = (hiding.shown_of(session, c.customer_id), hiding.narrowed(session, c.customer_id))
    listed = select(c.id).where(~c.preview, c.active_at > NEVER, *shown)
    waiting = Part(c.waiting_since, c.id, [listed.where(c.waiting_since.is_not(None))])
    if only == "waiting":
        return [waiting]
    which: dict[str, list[ColumnElement[bool]]] = {
        "": [c.waiting_since.is_(None), c.heard],
        "silent": [c.waiting_since.is_(None), ~c.heard],
        "held": [c.held_by.is_not(None)],
    }
    quiet = Part(c.active_at, c.id, [listed.where(*which[only])], down=sort != "oldest")
    return [quiet] if only else [waiting, quiet]


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
            c.customer_id,
            customers.c.erased_at.is_not(None),
        )
        .join_from(conversations, customers)
        .join(users, users.c.id == c.held_by, isouter=True)
        .where(hiding.shown_of(session, c.customer_id))
    )


def _talk(row: Row[Any]) -> Listed:
    talk = Listed._make(row)
    return talk._replace(last=talk.last or "", holder=talk.holder or "")

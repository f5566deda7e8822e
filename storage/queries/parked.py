"""What staff have to look at because it could not be handled: messages, and mails.

Both wait along an index of what waits alone, however many came before.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.domain.customer import masked_address
from storage.mails.reading import OPEN
from storage.messages import WAITING
from storage.queries import edges
from storage.queries.edges import Edge, Page, Part
from storage.tables import conversations, mails, messages

Kind = Literal["messages", "mails"]
KINDS: tuple[Kind, ...] = ("messages", "mails")

SORTS = ("", "newest")
"""What has waited longest comes first, or what came last."""

_M, _L = messages.c, mails.c
_ASIDE = ("held", "parked")  # mails: nobody knows whose, or not to be read


class Parked(NamedTuple):
    """A message or a mail. `conversation_id`: where it belongs, of a mail where it would. Only a mail has a
    `subject`, and a `sender`, of whom as much is told as may be read before somebody asks."""

    id: int
    channel: str
    state: str
    reason: str
    sender: str
    subject: str
    text: str
    conversation_id: int | None
    received_at: datetime


def page(session: Session, kind: Kind, size: int = 100, edge: Edge | None = None, sort: str = "") -> Page:
    """In the order in which they came, or the last first."""
    return edges.page(session, _parts(session, kind, sort), size, edge)


def listing(session: Session, kind: Kind = "messages", limit: int = 100) -> list[Parked]:
    """The first of them."""
    return those(session, kind, page(session, kind, limit).keys)


def every(session: Session, kind: Kind, sort: str = "") -> Iterator[int]:
    """The ids of all of them, in the order of the list."""
    return edges.every(session, _parts(session, kind, sort))


def those(session: Session, kind: Kind, ids: Sequence[int]) -> list[Parked]:
    """These, as far as they wait still, in this order."""
    key = _COLUMNS[kind][0]
    query = _waiting(session, kind).where(key.in_(ids)).with_only_columns(*_COLUMNS[kind])
    there = {row.id: Parked._make(row) for row in session.execute(query)} if ids else {}
    found = (there[key] for key in ids if key in there)
    return [each._replace(sender=masked_address(each.sender)) for each in found]


def counts(session: Session) -> dict[Kind, int]:
    """How many there are of each kind."""
    row = session.execute(select(*(counted(session, kind).scalar_subquery() for kind in KINDS))).one()
    return dict(zip(KINDS, row, strict=True))


def counted(session: Session, kind: Kind) -> Select[int]:
    """How many there are, for a query that asks more."""
    return _waiting(session, kind).with_only_columns(func.count())


def _parts(session: Session, kind: Kind, sort: str) -> list[Part]:
    down, waiting = sort == "newest", _waiting(session, kind)
    if kind == "messages":
        return [Part(_M.received_at, _M.id, [waiting], down)]
    return [Part(_L.id, _L.id, [waiting.where(_L.state == state) for state in _ASIDE], down)]


def _waiting(session: Session, kind: Kind) -> Select[Any]:
    """All of them; what was said to try a survey out waits for nobody."""
    if kind == "messages":
        c = conversations.c
        said = select(_M.id).join_from(messages, conversations)
        return said.where(WAITING, _M.state == "parked", ~c.preview, hiding.shown_in(session, c.id))
    return select(_L.id).where(OPEN, _L.state.in_(_ASIDE), hiding.shown_in(session, _L.conversation_id))


_NONE = literal("")
_COLUMNS: Mapping[Kind, tuple[ColumnElement[Any], ...]] = {
    "messages": (
        *(_M.id, _M.channel, _M.state, _M.reason, _NONE, _NONE),
        *(_M.text, _M.conversation_id, _M.received_at),
    ),
    "mails": (
        *(_L.id, literal("email"), _L.state, _L.reason, _L.sender, _L.subject),
        *(_L.text, _L.conversation_id, _L.received_at),
    ),
}
"""As `Parked` has them."""

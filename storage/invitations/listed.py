"""The invitations of a round as its table shows them, a page of them or all."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from storage.domain.customer import masked_address
from storage.queries import edges
from storage.queries.edges import Edge, Page, Part
from storage.tables import customers, invitations


class Listed(NamedTuple):
    """An invitation as the table of its round shows it; of the `address` what may be read before somebody
    asks for it, in the file of the customer."""

    id: int
    name: str
    segment: str
    channel: str
    address: str
    state: str
    reason: str
    wave: int
    due_at: datetime
    issued_at: datetime | None
    begun_at: datetime | None
    returned_at: datetime | None
    conversation_id: int | None


def page(
    session: Session, round_id: int, states: Sequence[str], size: int = 100, edge: Edge | None = None
) -> Page:
    """The invitations of a round, in these states (none given: in any), in the order in which they go out."""
    return edges.page(session, [_part(round_id, states)], size, edge)


def listing(session: Session, round_id: int, states: Sequence[str], limit: int = 100) -> list[Listed]:
    """The first of them."""
    return those(session, page(session, round_id, states, limit).keys)


def every(session: Session, round_id: int, states: Sequence[str]) -> Iterator[int]:
    """The ids of all of them, in the order of the list."""
    return edges.every(session, [_part(round_id, states)])


def _part(round_id: int, states: Sequence[str]) -> Part:
    i = invitations.c
    here = select(i.id).where(i.round_id == round_id)
    return Part(i.id, i.id, [here.where(i.state == state) for state in states] or [here])


def those(session: Session, ids: Sequence[int]) -> list[Listed]:
    """These, as far as they are there, by their ids."""
    query = _listed().where(invitations.c.id.in_(ids)).order_by(invitations.c.id)
    return _read(session, query) if ids else []


def _listed() -> Select[Any]:
    i, k = invitations.c, customers.c
    columns = [
        k.name if name == "name" else k.segment if name == "segment" else i[name] for name in Listed._fields
    ]
    return select(*columns).join_from(invitations, customers, i.customer_id == k.id, isouter=True)


def _read(session: Session, query: Select[Any]) -> list[Listed]:
    rows = session.execute(query)
    return [
        Listed(row[0], row[1] or "", row[2] or "", row[3], masked_address(row.address), *row[5:])
        for row in rows
    ]

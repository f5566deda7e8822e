"""Customers as staff choose one. They are found by `storage.queries.customer_list`."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.customers import NEVER
from storage.domain.customer import masked_address
from storage.surveys import TITLE
from storage.tables import complaints, conversations, customers, responses, survey_versions

KEYS: Final = ("webchat",)
"""Channels whose address is a key to the talk: nobody looks for it, and nobody is shown it."""


class Place(NamedTuple):
    """Where a customer is reached; the `address`, masked, is empty where it says nothing to anybody."""

    channel: str
    address: str


class Known(NamedTuple):
    """A customer as staff choose one: when they were last heard or complained, if ever, and how often they
    complained."""

    id: int
    name: str
    segment: str
    places: tuple[Place, ...]
    complaints: int
    last_at: datetime | None


class Given(NamedTuple):
    """A response of theirs: to which survey, its index (0 to 100, None where it has none), the talk it was
    given in, if any."""

    title: str
    satisfaction_index: float | None
    at: datetime
    conversation_id: int | None


def these(session: Session, ids: Collection[int]) -> list[Known]:
    """These, in the order of their ids; without those who have been forgotten."""
    k, c, told = customers.c, conversations.c, complaints.c
    where: dict[int, list[Any]] = defaultdict(list)
    query = select(c.customer_id, c.channel, c.address, c.active_at).where(c.customer_id.in_(ids), ~c.preview)
    for row in session.execute(query.where(c.moved_to.is_(None)).order_by(c.active_at.desc(), c.id)):
        where[row.customer_id].append(row)
    count, last = func.count(told.id).label("n"), func.max(told.received_at).label("last")
    joined = and_(told.customer_id == k.id, hiding.shown(session))
    own = select(k.id, k.name, k.segment, count, last)
    found = own.join_from(customers, complaints, joined, isouter=True).where(
        k.id.in_(ids), k.erased_at.is_(None), k.merged_into.is_(None), hiding.shown_of(session, k.id)
    )
    rows = session.execute(found.group_by(k.id, k.name, k.segment).order_by(k.id))
    return [_known(row.id, row.name, row.segment, row.n, row.last, where[row.id]) for row in rows]


def valued(session: Session, customer_id: int) -> bool:
    """Whether they are of high value to us."""
    return bool(session.scalar(select(customers.c.high_value).where(customers.c.id == customer_id)))


def given(session: Session, customer_id: int, limit: int = 3) -> list[Given]:
    """What they handed in last, under their name."""
    r, v = responses.c, survey_versions.c
    query = select(TITLE, r.satisfaction_index, r.completed_at, r.conversation_id)
    query = query.join_from(responses, survey_versions, v.id == r.version_id)
    theirs = query.where(r.customer_id == customer_id, r.state == "completed", ~r.preview, ~r.anonymous)
    rows = session.execute(theirs.order_by(r.completed_at.desc(), r.id.desc()).limit(limit))
    return [Given._make(row) for row in rows]


def _known(key: int, name: str, segment: str, count: int, last: datetime | None, rows: list[Any]) -> Known:
    places = tuple(
        Place(row.channel, "" if row.channel in KEYS else masked_address(row.address)) for row in rows
    )
    times = [at for at in (last, *(row.active_at for row in rows)) if at is not None and at > NEVER]
    return Known(key, name, segment, places, count, max(times, default=None))

"""Customers as staff look for them: by their name, by where they are reached, by an order, by a number."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Select, Text, and_, cast, func, or_, select, union
from sqlalchemy.orm import Session

from storage import hiding, search
from storage.customers import NEVER
from storage.search import grams
from storage.search.words import holding
from storage.tables import complaints, conversations, customers, responses, survey_versions, surveys
from storage.tables import search as kept

LATEST: Final = 20_000
"""Complaints that are looked through, the latest: of those before, a number typed whole is found, and what
the search has in its index."""

NEWEST: Final = 100_000
"""Customers, and places where they are reached, that are looked through, the newest: of those before, an
address typed whole is found, and whoever complained."""

INDEXED: Final = 200
"""Complaints that are taken from the index of the search, the latest."""

WORDS: Final = 5
"""Words that are looked for; further ones are left out."""

_KEYS: Final = ("webchat",)
"""Channels whose address is a key to the talk: nobody looks for it, and nobody is shown it."""

_TOLD: Final = ("number", "order_number", "complainant", "contact", "representative")
"""Fields of a complaint by which its customer is known again."""


class Place(NamedTuple):
    """Where a customer is reached; the `address` is empty where it says nothing to anybody."""

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


def find(session: Session, words: str, limit: int = 12) -> list[Known]:
    """Those in whom all these words are found, the latest known first; nobody for no words."""
    k, parts = customers.c, words.split()[:WORDS]
    if not parts:
        return []
    query = select(k.id).where(k.erased_at.is_(None), hiding.shown_of(session, k.id))
    for part in parts:
        found = union(*_customers(session, part), *_places(session, part), *_complaints(session, part))
        query = query.where(k.id.in_(found))
    ids = session.scalars(query.order_by(k.id.desc()).limit(limit)).all()
    return these(session, ids)


def _customers(session: Session, part: str) -> list[Select[Any]]:
    """Those of the newest with this in their name, or in a column of the organisation's own."""
    k = customers.c
    since = _before_last(session, k.id, NEWEST)
    return [select(k.id).where(k.id > since, or_(_in(k.name, part), _in(cast(k.own, Text), part)))]


def _places(session: Session, part: str) -> list[Select[Any]]:
    """Who is reached where this is the address; of the newest, where it is in the address."""
    c = conversations.c
    since = _before_last(session, c.id, NEWEST)
    theirs = select(c.customer_id).where(c.channel.not_in(_KEYS))
    whole = theirs.where(c.channel.in_(_channels()), c.address.in_({part, part.lower()}))
    return [whole, theirs.where(c.id > since, _in(c.address, part))]


def _complaints(session: Session, part: str) -> list[Select[Any]]:
    """Who complained under this number; with this in what they are known by: of the latest, and of those that
    the search finds."""
    told = complaints.c
    theirs = select(told.customer_id).where(~told.preview, told.customer_id.is_not(None))
    inside = or_(*(_in(told[name], part) for name in _TOLD))
    since = _before_last(session, told.id, LATEST)
    known = theirs.where(told.id.in_(_indexed(session, part)), inside)
    return [theirs.where(told.number == part.upper()), theirs.where(told.id > since, inside), known]


def _indexed(session: Session, part: str) -> list[int]:
    """The complaints that the index of the search gives for this; none for a mere letter."""
    try:
        whole, beginnings = grams.sought(search.terms(part))
    except search.Unsearchable:
        return []
    held = holding(session, whole, beginnings).where(kept.c.kind == complaints.name)
    rows = session.execute(held.order_by(kept.c.at.desc(), kept.c.row_id.desc()).limit(INDEXED))
    return [row.row_id for row in rows]


def _before_last(session: Session, key: Column[int], most: int) -> int:
    """The id behind which so many ids are the newest; below nothing where there are no more of them."""
    return (session.scalar(select(func.max(key))) or 0) - most


def _channels() -> Select[Any]:
    """The channels of which there are conversations, found along the index, one step each."""
    further = conversations.alias("further").c.channel
    first = select(func.min(conversations.c.channel).label("channel")).cte(recursive=True)
    step = select(select(func.min(further)).where(further > first.c.channel).scalar_subquery())
    return select(first.union_all(step.where(first.c.channel.is_not(None))).c.channel)


def _in(column: Any, part: str) -> Any:
    return column.icontains(part, autoescape=True)


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
        k.id.in_(ids), k.erased_at.is_(None), hiding.shown_of(session, k.id)
    )
    rows = session.execute(found.group_by(k.id, k.name, k.segment).order_by(k.id))
    return [_known(row.id, row.name, row.segment, row.n, row.last, where[row.id]) for row in rows]


def valued(session: Session, customer_id: int) -> bool:
    """Whether they are of high value to us."""
    return bool(session.scalar(select(customers.c.high_value).where(customers.c.id == customer_id)))


def given(session: Session, customer_id: int, limit: int = 3) -> list[Given]:
    """What they handed in last, under their name."""
    r, v, s = responses.c, survey_versions.c, surveys.c
    query = select(s.title, r.satisfaction_index, r.completed_at, r.conversation_id)
    query = query.join_from(responses, survey_versions, v.id == r.version_id).join(
        surveys, s.id == v.survey_id
    )
    theirs = query.where(r.customer_id == customer_id, r.state == "completed", ~r.preview, ~r.anonymous)
    rows = session.execute(theirs.order_by(r.completed_at.desc(), r.id.desc()).limit(limit))
    return [Given._make(row) for row in rows]


def _known(key: int, name: str, segment: str, count: int, last: datetime | None, rows: list[Any]) -> Known:
    places = tuple(Place(row.channel, "" if row.channel in _KEYS else row.address) for row in rows)
    times = [at for at in (last, *(row.active_at for row in rows)) if at is not None and at > NEVER]
    return Known(key, name, segment, places, count, max(times, default=None))

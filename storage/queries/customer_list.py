"""The list of customers, a page at a time, and those of them who were looked for: quick with a million of
them, for whatever is asked goes along an index."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, literal_column, or_, select
from sqlalchemy.orm import Session

from storage import hiding, search
from storage.customers import contacting
from storage.domain.complaint import OPEN
from storage.domain.customer import KINDS
from storage.queries import customers as customers_known
from storage.queries.customers import Known
from storage.queries.keys import streamed
from storage.tables import complaints, conversations, customer_contacts, customers, orders, responses
from storage.tables.complaints import REACHED

ONLY: Final = ("", "valued", "complaints")
"""All, those of high value, those with open complaints."""

ORDERS: Final = ("", "name", "name_down")
"""Who came last first, or by name, there or back."""

MOST: Final = 500
"""Who is found by one name or word, at most."""

SEGMENTS: Final = 60
"""Segments that are offered, at most."""

TOLD_BY: Final = 200
"""Complaints by whose words customers are found, the latest."""

WORDS: Final = 5
"""Words that are looked for one by one; further ones are left out."""

_TOLD: Final = ("order_number", "complainant", "representative")
"""Fields of a complaint by which its customer is known again."""

_REACHED: Final = ("email", "telegram", "link")
"""Channels with an address that somebody may look for."""

HEARD: Final = case((conversations.c.heard & ~conversations.c.preview, conversations.c.active_at))
"""When a talk was heard last; not a condition, for SQLite would go along an index of all that were heard."""

ANSWERED: Final = case((~responses.c.preview & ~responses.c.anonymous, responses.c.completed_at))
"""When they completed a response under their name; not a condition either."""

_K: Final = customers.c


class Asked(NamedTuple):
    """Which customers; empty words leave all in. `words` are those that they were looked for by. `after`:
    behind this one in the list."""

    only: str = ""
    kind: str = ""
    segment: str = ""
    order: str = ""
    words: str = ""
    after: int = 0


class Row(NamedTuple):
    """A customer in the list: the `revision` of their file, `open` complaints, when they were `heard`,
    answered or complained last."""

    id: int
    name: str
    number: str
    kind: str
    segment: str
    high_value: bool
    revision: int
    open: int
    heard: datetime | None


def listing(session: Session, asked: Asked, limit: int) -> list[Row]:
    """Those who are asked for, without who is kept from who reads, was forgotten or goes on in another's
    file, nor who only tried a survey out."""
    return rows(session, list(session.scalars(_which(session, asked).limit(limit)).all()))


def every(session: Session, asked: Asked) -> Iterator[int]:
    """The ids of all of them, in the order of the list."""
    return (row[0] for row in streamed(session, _which(session, asked)))


def _which(session: Session, asked: Asked) -> Select[Any]:
    shown = (hiding.shown_of(session, _K.id), hiding.narrowed(session, _K.id))
    query = select(_K.id).where(*_conditions(asked), *shown)
    if asked.only == "complaints":
        query = query.where(_K.id.in_(_with_open(session)))
    if asked.words:
        query = query.where(_K.id.in_(found(session, asked.words)))
    return _ordered(session, query, asked)


def rows(session: Session, ids: Sequence[int]) -> list[Row]:
    """These, as far as they are there, in this order."""
    shown = (_K.id, _K.name, _K.number, _K.kind, _K.segment, _K.high_value, _K.revision)
    query = select(*shown).where(_K.id.in_(ids))
    there = {row.id: row for row in session.execute(query)} if ids else {}
    counts, heard = _open(session, ids), _heard(session, ids)
    return [Row._make((*there[key], counts.get(key, 0), heard.get(key))) for key in ids if key in there]


_TRIES: Final = (conversations.c.customer_id == _K.id, conversations.c.preview)
_REAL: Final = select(literal(1)).where(~exists().where(*_TRIES).correlate(customers)).scalar_subquery()
"""A value, and one that is most often there: so PostgreSQL goes along the index until the page is full."""


def _conditions(asked: Asked) -> Iterator[ColumnElement[bool]]:
    yield from (_K.erased_at.is_(None), _K.merged_into.is_(None), _REAL.is_not(None))
    if asked.only == "valued":
        yield _K.high_value
    if asked.kind in KINDS:
        yield _K.kind == asked.kind
        if asked.kind != _MOST_ARE:
            yield _K.kind != literal_column("'external'")  # as the index has it
    if asked.segment:
        yield _K.segment == asked.segment


_MOST_ARE: Final = "external"


def _ordered(session: Session, query: Select[Any], asked: Asked) -> Select[Any]:
    if not asked.order:
        query = query.order_by(_K.id.desc())
        return query.where(_K.id < asked.after) if asked.after else query
    down = asked.order == "name_down"
    order = (_K.name.desc(), _K.id.desc()) if down else (_K.name, _K.id)
    query = query.where(_K.name > "").order_by(*order)
    name = session.scalar(select(_K.name).where(_K.id == asked.after)) if asked.after else None
    if name is None:
        return query
    if down:
        return query.where(_K.name <= name, or_(_K.name < name, _K.id < asked.after))
    return query.where(_K.name >= name, or_(_K.name > name, _K.id > asked.after))


def _with_open(session: Session) -> Select[Any]:
    k = complaints.c
    theirs = (k.state.in_(OPEN), ~k.preview, k.customer_id.is_not(None), hiding.shown(session))
    return select(k.customer_id).where(*theirs)


def _open(session: Session, ids: Collection[int]) -> dict[int, int]:
    k = complaints.c
    still = func.count(case((k.state.in_(OPEN), k.id)))  # not a condition, as with `HEARD`
    query = select(k.customer_id, still.label("n")).where(k.customer_id.in_(ids), ~k.preview)
    rows = session.execute(query.where(hiding.shown(session)).group_by(k.customer_id))
    return {row.customer_id: row.n for row in rows}


def _heard(session: Session, ids: Collection[int]) -> dict[int, datetime]:
    c, r, k = conversations.c, responses.c, complaints.c
    said = select(c.customer_id, func.max(HEARD)).where(c.customer_id.in_(ids))
    gave = select(r.customer_id, func.max(ANSWERED)).where(r.customer_id.in_(ids))
    told = select(k.customer_id, func.max(k.received_at)).where(k.customer_id.in_(ids), hiding.shown(session))
    latest: dict[int, datetime] = {}
    latest_of = said.group_by(c.customer_id), gave.group_by(r.customer_id), told.group_by(k.customer_id)
    for query in latest_of:
        for key, at in session.execute(query):
            if at is not None:
                latest[key] = max(at, latest.get(key, at))
    return latest


def found(session: Session, words: str) -> list[int]:
    """Customers of this name, number, address or order, typed whole, and those in whose name, number or note
    the words stand, or in what their complaints tell of them; then those of whom that is so of each word."""
    whole, parts = words.strip(), words.split()[:WORDS]
    all_of_it = _found(session, whole) if whole else []
    each = [_found(session, part) for part in parts] if len(parts) > 1 else []
    of_each = [key for key in each[0] if all(key in other for other in each[1:])] if each else []
    return list(dict.fromkeys([*all_of_it, *of_each]))[:MOST]


def picked(session: Session, words: str, limit: int = 12) -> list[Known]:
    """The same, as staff choose one of them; without who only tried a survey out."""
    ids = found(session, words)
    real = session.scalars(select(_K.id).where(_K.id.in_(ids), _REAL.is_not(None))).all() if ids else []
    there = {each.id: each for each in customers_known.these(session, real)}
    return [there[key] for key in ids if key in there][:limit]


def _found(session: Session, words: str) -> list[int]:
    return [*exactly(session, words), *_searched(session, words)]


def exactly(session: Session, whole: str) -> list[int]:
    """Those of whom this is the name, the number, an address, an order, a complaint."""
    c, t, o, k = conversations.c, customer_contacts.c, orders.c, complaints.c
    queries = (
        select(_K.id).where(_K.number == whole),
        select(_K.id).where(_K.name == whole),
        select(c.customer_id).where(c.channel.in_(_REACHED), c.address.in_([whole, whole.casefold()])),
        select(t.customer_id).where(t.digest.in_(contacting.digests(whole))),
        select(o.customer_id).where(o.number == whole),
        select(k.customer_id).where(k.number == whole.upper(), ~k.preview, hiding.shown(session)),
        select(k.customer_id).where(
            k.contact_digest.in_(contacting.digests(whole)), REACHED, hiding.shown(session)
        ),
    )
    return [key for query in queries for key in session.scalars(query.limit(MOST)) if key is not None]


def _searched(session: Session, words: str) -> list[int]:
    try:
        terms = search.terms(words)
    except search.Unsearchable:
        return []
    hits = search.find(session, search.Wanted(terms, "customers"), limit=MOST).hits
    return [*(hit.row.id for hit in hits), *_told(session, words, terms)]


def _told(session: Session, words: str, terms: Sequence[str]) -> Sequence[int]:
    """Those whose complaints, of the latest in which this stands, tell it of them."""
    hits = search.find(session, search.Wanted(terms, "complaints"), limit=TOLD_BY).hits
    k, keys = complaints.c, [hit.row.id for hit in hits if hit.row.kind == complaints.name]
    inside = or_(*(k[name].icontains(words, autoescape=True) for name in _TOLD))
    theirs = (k.id.in_(keys), k.customer_id.is_not(None), ~k.preview, hiding.shown(session))
    return session.scalars(select(k.customer_id).where(*theirs, inside)).all() if keys else []


def segments(session: Session) -> list[str]:
    """Those that there are, by name: from one to the next along the index."""
    told, last = [], ""
    for _ in range(SEGMENTS):
        query = select(_K.segment).where(_K.segment > last).order_by(_K.segment).limit(1)
        following = session.scalar(query)
        if following is None:
            break
        told.append(last := following)
    return told

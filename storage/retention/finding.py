"""The next whose words are over their term.

Tables are looked through in the order in which their rows came, up to the first that is younger than the
term. What came late, typed in from paper or brought in from a table, may be older than what stands before
it: it is looked for behind that, among what staff entered.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session

from storage import holds
from storage.domain.retention import Retention, over
from storage.erasing.emptying import STATISTICS
from storage.holds import Kept
from storage.tables import answers, complaints, counters, messages, outbox, requests, responses, visits
from storage.tables.complaints import TOLD
from storage.visits import FIELDS as VISITED

KINDS: Final = ("answers", "talks", "complaints", "visits", "requests")


class Part(NamedTuple):
    """A table that is looked through from its first row on, in the order in which they came: since when a row
    is there, the talk that it belongs to; `late`, what may have come late and has its words still."""

    table: Any
    since: ColumnElement[Any]
    talk: Any = None
    late: Sequence[ColumnElement[bool]] = ()


_WORDED: Final = select(answers.c.id).where(
    answers.c.response_id == responses.c.id,
    or_(
        answers.c.text != "",
        answers.c.comment != "",
        (answers.c.label != "") & answers.c.kind.not_in(STATISTICS),
    ),
)

PARTS: Final[Mapping[str, Part]] = {
    "responses": Part(
        responses,
        func.coalesce(responses.c.completed_at, responses.c.begun_at),
        responses.c.conversation_id,
        (responses.c.entered_by.is_not(None), or_(responses.c.note != "", _WORDED.exists())),
    ),
    "messages": Part(messages, messages.c.received_at, messages.c.conversation_id),
    "outbox": Part(outbox, outbox.c.created_at, outbox.c.conversation_id),
    "visits": Part(visits, visits.c.at, late=(or_(*(visits.c[name] != "" for name in VISITED)),)),
}

OF: Final[Mapping[str, tuple[str, ...]]] = {
    "answers": ("responses",),
    "talks": ("messages", "outbox"),
    "visits": ("visits",),
}
"""The kinds that are looked through, and in which parts."""


class Aged(NamedTuple):
    """Rows of a part that are over their term: all up to `upto` are, and some that came late; `ids` leaves
    out what is kept with a complaint, or held. `looked`: as many as were asked
    for where there may be more."""

    ids: Sequence[int]
    upto: int
    looked: int


class Found(NamedTuple):
    """The rows to be emptied, by part; the complaints and the requests; whose hold was lifted, by hold;
    whether there may be more."""

    parts: Mapping[str, Aged]
    complaints: Sequence[int]
    requests: Sequence[int]
    lifted: Mapping[int, int]
    terms: Retention
    now: datetime
    more: bool


def find(session: Session, terms: Retention, now: datetime, limit: int) -> Found:
    """At most so many of each."""
    kept = holds.kept(session)
    parts = {
        name: aged(session, name, over(getattr(terms, kind), now), limit, kept)
        for kind, names in OF.items()
        if getattr(terms, kind)
        for name in names
    }
    ended = closed(session, terms, now, limit, kept)
    answered = refused(session, terms, now, limit, kept)
    more = limit in (len(ended), len(answered), *(each.looked for each in parts.values()))
    return Found(parts, ended, answered, holds.lifted(session), terms, now, more)


def aged(session: Session, name: str, before: datetime, limit: int, kept: Kept) -> Aged:
    """The next of this part, from where it has been looked through."""
    part, mark = PARTS[name], marked(session, name)
    key = part.table.c.id
    query = select(key, part.since.label("since"), _stays(part, kept).label("kept")).where(key > mark)
    rows = session.execute(query.order_by(key).limit(limit)).all()
    old = []
    for row in rows:
        if row.since >= before:
            break
        old.append(row)
    upto, found = old[-1].id if old else mark, [row.id for row in old if not row.kept]
    if not part.late or len(old) == limit:
        return Aged(found, upto, len(old))
    came = select(key).where(key > upto, part.since < before, *part.late, ~_stays(part, kept))
    late = session.scalars(came.order_by(key).limit(limit)).all()
    return Aged([*found, *late], upto, max(len(old), len(late)))


def _stays(part: Part, kept: Kept) -> ColumnElement[bool]:
    """Because of a complaint, or because it is held."""
    theirs = part.table.c.get("customer_id")
    found: list[ColumnElement[bool]] = [_told_in(part.talk)] if part.talk is not None else []
    if part.talk is not None and kept.talks:
        found.append(func.coalesce(part.talk.in_(kept.talks), false()))
    if theirs is not None and kept.customers:
        found.append(func.coalesce(theirs.in_(kept.customers), false()))
    return or_(false(), *found)


def closed(session: Session, terms: Retention, now: datetime, limit: int, kept: Kept) -> Sequence[int]:
    """The complaints that ended so long ago and have their words still."""
    if not terms.complaints:
        return []
    k = complaints.c
    free = k.id.not_in(kept.complaints), or_(k.customer_id.is_(None), k.customer_id.not_in(kept.customers))
    query = select(k.id).where(TOLD, k.closed_at < over(terms.complaints, now), *free)
    return session.scalars(query.order_by(k.closed_at, k.id).limit(limit)).all()


def refused(session: Session, terms: Retention, now: datetime, limit: int, kept: Kept) -> Sequence[int]:
    """The requests that ended so long ago and say why, or how it was made sure whose they are."""
    if not terms.requests:
        return []
    r = requests.c
    free = r.customer_id.not_in(kept.customers)
    said = or_(r.reason != "", r.identified != "")
    query = select(r.id).where(said, r.done_at < over(terms.requests, now), free)
    return session.scalars(query.order_by(r.id).limit(limit)).all()


def marked(session: Session, name: str) -> int:
    """Up to which id this part has been looked through."""
    return session.scalar(select(counters.c.value).where(counters.c.key == mark_key(name))) or 0


def mark_key(name: str) -> str:
    """Under which that is kept."""
    return f"retention:{name}"


def _told_in(talk: Any) -> ColumnElement[bool]:
    """In this talk stands a complaint that has its words still: a value, looked up for each row. PostgreSQL
    makes a join of `exists`, over all complaints there are."""
    k = complaints.alias("told").c
    told = select(k.id).where(k.conversation_id == talk, or_(k.story != "", k.closed_at.is_(None)))
    return told.limit(1).scalar_subquery().is_not(None)

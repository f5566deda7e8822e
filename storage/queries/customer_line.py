"""What happened with one customer, one line of time: answers, complaints, visits, messages, invitations,
orders and requests, the latest first."""

from collections.abc import Callable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select, true
from sqlalchemy.orm import Session

from storage import hiding, readable
from storage.days import day
from storage.settings import settings
from storage.surveys import TITLE
from storage.tables import (
    complaints,
    conversations,
    invitations,
    messages,
    orders,
    requests,
    responses,
    rounds,
    survey_versions,
    users,
    visits,
)


class Before(NamedTuple):
    """Where the page before ended: at its last entry."""

    at: datetime
    kind: str
    id: int


class Entry(NamedTuple):
    """Something that happened; `told` is what is said of it, by kind. Of messages that follow each other in a
    talk `n` are one entry, the last of them."""

    kind: str
    id: int
    at: datetime
    told: Mapping[str, Any]
    n: int = 1

    @property
    def mark(self) -> Before:
        """What follows it in the line comes before this."""
        return Before(self.at, self.kind, self.id)


def line(
    session: Session, customer_id: int, kind: str = "", before: Before | None = None, limit: int = 50
) -> tuple[list[Entry], Before | None]:
    """So much that happened, of one kind or of all, and where the next page begins, if there is any."""
    found: list[Entry] = []
    for each in [kind] if kind in KINDS else KINDS:
        query, at = KINDS[each](session, customer_id)
        rows = session.execute(_from(query, at, each, before).limit(limit + 1))
        found += [_entry(each, row._mapping) for row in rows]
    found.sort(key=attrgetter("at", "kind", "id"), reverse=True)
    page = found[:limit]
    return _together(page), page[-1].mark if len(found) > limit else None


def _entry(kind: str, row: Mapping[Any, Any]) -> Entry:
    told = {str(name): value for name, value in row.items() if name not in ("id", "at")}
    at = row["at"] if isinstance(row["at"], datetime) else _midnight(row["at"])
    return Entry(kind, row["id"], at, told)


def _midnight(on: Any) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(settings().timezone))


def _from(query: Select[Any], at: ColumnElement[Any], kind: str, before: Before | None) -> Select[Any]:
    """From there on, in the order of the line."""
    key = query.selected_columns["id"]
    if before is not None:
        query = query.where(
            _days(at, key, kind, before) if kind == "orders" else _past(at, key, kind, before)
        )
    return query.order_by(at.desc(), key.desc())


def _past(at: ColumnElement[Any], key: ColumnElement[Any], kind: str, before: Before) -> ColumnElement[bool]:
    return or_(at < before.at, and_(at == before.at, _beside(key, kind, before)))


def _beside(key: ColumnElement[Any], kind: str, before: Before) -> ColumnElement[bool]:
    if kind == before.kind:
        return key < before.id
    return true() if kind < before.kind else false()


def _days(at: ColumnElement[Any], key: ColumnElement[Any], kind: str, before: Before) -> ColumnElement[bool]:
    """An order is of a day, and stands where that day begins."""
    on = day(before.at)
    beside = true() if before.at > on else _beside(key, kind, before)
    return or_(at < on.date(), and_(at == on.date(), beside))


def _together(page: list[Entry]) -> list[Entry]:
    told: list[Entry] = []
    for each in page:
        last = told[-1] if told else None
        talk = each.told.get("conversation_id") if each.kind == "messages" else None
        if talk is not None and last and last.kind == "messages" and last.told["conversation_id"] == talk:
            told[-1] = last._replace(n=last.n + 1)
        else:
            told.append(each)
    return told


Line = tuple[Select[Any], ColumnElement[Any]]


def _responses(_: Session, customer_id: int) -> Line:
    r, v = responses.c, survey_versions.c
    at = func.coalesce(r.completed_at, r.begun_at, type_=r.begun_at.type)
    told = (TITLE.label("title"), r.state, r.satisfaction_index, r.channel, r.conversation_id)
    query = select(r.id, at.label("at"), *told).join_from(responses, survey_versions, v.id == r.version_id)
    return query.where(r.customer_id == customer_id, ~r.preview, ~r.anonymous), at


def _complaints(session: Session, customer_id: int) -> Line:
    k = complaints.c
    query = select(k.id, k.received_at.label("at"), k.number, k.state, k.kind.label("sort"), k.story)
    return query.where(k.customer_id == customer_id, ~k.preview, hiding.shown(session)), k.received_at


def _visits(session: Session, customer_id: int) -> Line:
    v = visits.c
    query = select(v.id, v.at.label("at"), v.kind.label("sort"), v.matters, users.c.name.label("by"))
    query = query.join_from(visits, users, users.c.id == v.user_id)
    its = v.complaint_id.is_(None) | hiding.shown_as(session, v.complaint_id)
    return query.where(v.customer_id == customer_id, v.matters != "", its), v.at


def _messages(session: Session, customer_id: int) -> Line:
    """Without what is being told without a name."""
    m, c = messages.c, conversations.c
    query = select(
        m.id, m.received_at.label("at"), m.text, m.kind.label("sort"), m.conversation_id, c.channel
    )
    query = query.join_from(messages, conversations, c.id == m.conversation_id)
    said = (c.customer_id == customer_id, ~c.preview, m.state != "withdrawn")
    return query.where(*said, m.kind.not_in(("open", "withdraw")), _told(session, customer_id)), m.received_at


def _told(session: Session, customer_id: int) -> ColumnElement[bool]:
    m, withheld = messages.c, readable.withheld(session, conversations.c.customer_id == customer_id)
    kept = [and_(m.conversation_id == talk, m.received_at >= since) for talk, since in withheld.items()]
    return not_(or_(*kept)) if kept else true()


def _invitations(_: Session, customer_id: int) -> Line:
    i, o = invitations.c, rounds.c
    query = select(i.id, i.issued_at.label("at"), o.title, i.round_id, i.state, i.channel)
    query = query.join_from(invitations, rounds, o.id == i.round_id)
    return query.where(i.customer_id == customer_id, i.issued_at.is_not(None)), i.issued_at


def _orders(_: Session, customer_id: int) -> Line:
    o = orders.c
    query = select(o.id, o.ordered_on.label("at"), o.number, o.product)
    return query.where(o.customer_id == customer_id, o.ordered_on.is_not(None)), o.ordered_on


def _requests(_: Session, customer_id: int) -> Line:
    q = requests.c
    query = select(q.id, q.received_at.label("at"), q.number, q.kind.label("sort"), q.state)
    return query.where(q.customer_id == customer_id), q.received_at


KINDS: Final[Mapping[str, Callable[[Session, int], Line]]] = {
    "responses": _responses,
    "complaints": _complaints,
    "visits": _visits,
    "messages": _messages,
    "invitations": _invitations,
    "orders": _orders,
    "requests": _requests,
}
"""Kind -> its rows, and the column that says when it was."""

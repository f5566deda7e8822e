"""Staff are told what is due or cannot wait, in the conversation that they chose for it (`users.alert_to`);
who has none sees it on the pages alone. In quiet hours only of what cannot wait until they end. Never what a
customer said: who, what, by when, and where to see it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from storage import conversations, definitions
from storage.domain.complaint import OPEN
from storage.domain.escalation import Person
from storage.domain.locale import Texts
from storage.domain.quiet import next_allowed
from storage.domain.rules import OF_TEXTS
from storage.settings import settings
from storage.tables import complaints, customers, users
from storage.tables import conversations as places
from storage.users import seeing

ON_DUTY: Final = ("handler", "department_head", "manager", "administrator")
"""Roles that see to customers."""

ALARMING: Final = (*OF_TEXTS, "crisis")
"""Why a person is needed at once (`conversations.waiting_for`)."""

_AT_NIGHT: Final = "human"
"""Who asks for a person in quiet hours finds nobody at the pages."""


_UNDATED: Final = "_undated"
"""Behind the key of a text that names no moment."""

_C: Final = places.c


class Text(NamedTuple):
    """A value that is a text itself, in the language of who reads it; `other` where there is no such text.
    What it needs filled in is `values`."""

    key: str
    other: str = ""
    values: Mapping[str, object] = MappingProxyType({})


def people(session: Session) -> list[Person]:
    """The staff who may sign in."""
    u, own = users.c, seeing.limited(session)
    query = select(u.id, u.name, u.role, u.department).where(u.active).order_by(u.id)
    return [Person(*row, own.get(row.id)) for row in session.execute(query)]


def tell(
    session: Session,
    user_ids: Collection[int],
    key: str,
    at: datetime,
    busy: int | None = None,
    *,
    at_once: bool = False,
    details: Mapping[str, Any] = MappingProxyType({}),
    **values: Any,
) -> None:
    """Tell these the text under this key, `at_once` or when quiet hours are over. Moments among the values
    are told in the organisation's own time; a value may be a `Text`. Nothing is told in the conversation that
    is `busy` with what it is about. A mail is called by what the alert is: `alert.subject`. What it has
    besides is in `details`: outbox.TABLES, (title, [(name, figure, length of its bar in percent or None, what
    is said of it)]); outbox.HEAD, (how the text begins that says the same, name, figure, what is said of it);
    outbox.LINKS, (words, address)."""
    subject = f"alert.subject.{key.removeprefix('alert.').removesuffix(_UNDATED)}"
    way: Any = {"asked": at_once, "to_staff": True, "subject": subject, "details": details}
    for place in _places(session, user_ids, busy):
        texts = definitions.texts(conversations.spoken(session, place))
        conversations.notify(session, place, key, at, **way, **_told(texts, values))


def morning(at: datetime) -> datetime:
    """When quiet hours end; `at` itself where it is not within them."""
    return next_allowed(at, definitions.policy().quiet, ZoneInfo(settings().timezone))


def called(session: Session, whys: Mapping[int, str], at: datetime) -> None:
    """A person is needed in these conversations, for this reason: whoever is on duty is told of what cannot
    wait and, in quiet hours, of who asks for a person."""
    quiet = morning(at) > at
    whys = {key: why for key, why in whys.items() if why in ALARMING or (quiet and why == _AT_NIGHT)}
    if not whys:
        return
    staff = people(session)
    duty = [each.id for each in staff if {each.role, *(each.departments or {}).values()} & {*ON_DUTY}]
    _places(session, duty, None)  # all that are told of several are locked before the first is told
    here = select(_C.id).where(_C.id.in_(whys), ~_C.preview, _C.held_by.is_(None)).order_by(_C.id)
    for key in session.scalars(here).all():
        there, what = set(duty) - _concerned(session, key) - _elsewhere(session, key, staff), "alert.called"
        told: dict[str, Any] = {"link": f"{settings().admin_address}/talks/{key}"}
        if whys[key] in ALARMING and (known := _complaint(session, key)):
            what, told = "alert.called_of", known
        tell(session, there, what, at, key, at_once=True, why=Text(f"alert.why.{whys[key]}"), **told)


def _complaint(session: Session, conversation_id: int) -> dict[str, Any]:
    """The number of the complaint under way that this customer made last, and the link to it, with what they
    said beside it; empty where there is none. To one without a name nobody is led."""
    k = complaints.c
    theirs = select(k.id, k.number).join_from(complaints, places, _C.customer_id == k.customer_id)
    under_way = theirs.where(_C.id == conversation_id, k.state.in_(OPEN), ~k.anonymous, ~k.preview)
    row = session.execute(under_way.order_by(k.id.desc()).limit(1)).one_or_none()
    return {"number": row.number, "link": f"{settings().admin_address}/complaints/{row.id}"} if row else {}


def _concerned(session: Session, conversation_id: int) -> set[int]:
    """Whose conduct a complaint of this customer's is about: they are told nothing of it."""
    k = complaints.c
    query = select(k.concerns_id).join_from(complaints, places, _C.customer_id == k.customer_id)
    return set(session.scalars(query.where(_C.id == conversation_id, k.concerns_id.is_not(None))))


def _elsewhere(session: Session, conversation_id: int, staff: Sequence[Person]) -> set[int]:
    """Who sees their own departments alone, and none that a complaint of this customer's is of."""
    if all(each.departments is None for each in staff):
        return set()
    k = complaints.c
    query = select(k.department).join_from(complaints, places, _C.customer_id == k.customer_id)
    names = set(session.scalars(query.where(_C.id == conversation_id)))
    return {each.id for each in staff if not any(map(each.sees, names or {""}))}


def _places(session: Session, user_ids: Collection[int], busy: int | None) -> Sequence[int]:
    """The conversations that these are told in, each once; none that was left. Locked until the commit, in
    the order of the message road, so that nobody waits for us while we wait for them."""
    there = select(_C.id).where(_C.id.in_(_chosen(users.c.id.in_(user_ids))), _C.left_at.is_(None))
    there = there.where(_C.id.is_distinct_from(busy)).order_by(_C.channel, _C.address)
    return session.scalars(there.with_for_update(key_share=True)).all()


def told_in(session: Session, conversation_ids: Collection[int]) -> frozenset[int]:
    """Those of these conversations that staff are told in."""
    where = func.coalesce(_C.moved_to, _C.id)
    linked = select(where).join_from(users, places, _C.id == users.c.alert_to)
    return frozenset(session.scalars(linked.where(users.c.active, where.in_(conversation_ids))))


def reached(session: Session) -> frozenset[int]:
    """The staff who have chosen where they are told."""
    return frozenset(session.scalars(select(users.c.id).where(users.c.alert_to.is_not(None))))


def chats(session: Session) -> Sequence[int]:
    """The conversations that staff are told in, for whoever has to lock them before anything else."""
    return session.scalars(_chosen(users.c.alert_to.is_not(None))).all()


def _chosen(who: ColumnElement[bool]) -> Select[Any]:
    """Where these staff are told: where the talk that they chose goes on, unless they were forgotten."""
    chosen, u = places.alias("chosen"), users.c
    there = select(func.coalesce(chosen.c.moved_to, chosen.c.id)).join_from(
        users, chosen, chosen.c.id == u.alert_to
    )
    there = there.join(customers, customers.c.id == chosen.c.customer_id)
    return there.where(who, u.active, customers.c.erased_at.is_(None))


def _told(texts: Texts, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(texts, value) for name, value in values.items()}


def _value(texts: Texts, value: Any) -> object:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(settings().timezone))
    if isinstance(value, Text):
        key = value.key if texts.has(value.key) else value.other
        return texts(key, **value.values) if key else ""
    return value

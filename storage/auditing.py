"""What was done, by whom, to what, when: the history as a whole, sought and read in pages, the newest first.

It grows without end and stands on the road of every message, so no index has its moments: that it is written
in the order of time is what a moment is found by.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from storage import events_shown
from storage.looks import LOOK
from storage.queries import edges
from storage.queries.edges import Edge, Page, Part
from storage.tables import events, users

ACTORS: Final = ("staff", "customer", "bot", "clock")

_E: Final = events.c

NEAR: Final = 25
"""So many neighbours are asked when it was: what is entered late has the moment at which it happened."""


class Kind(NamedTuple):
    """What is sought together: everything done to these things, or these triggers alone. `staff`: only staff
    do it."""

    entities: tuple[str, ...]
    triggers: tuple[str, ...] = ()
    staff: bool = False


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "sign_in": Kind(
            ("user",),
            (
                *("sign_in", "sign_in_failed", "session_ended", "second_factor", "second_factor_failed"),
                *("proof", "proof_failed", "password", "identity", "identity_failed"),
                *("link", "unlink"),
            ),
        ),
        "users": Kind(
            ("user", "department"), ("add", "place", "let_in", "keep_out", "retire", "take_up", "see")
        ),
        "look": Kind(("customer", "complaint", "mail"), (LOOK,), staff=True),
        "take": Kind(("user", "round", "request"), ("export", "links", "download", "import"), staff=True),
        "settings": Kind(
            ("ruling", "taxonomy", "phrase", "model", "department", "option", "token", "hook"),
        ),
        "complaint": Kind(("complaint",)),
        "response": Kind(("response", "answer", "follow_up")),
        "survey": Kind(("survey_version", "round")),
        "talk": Kind(("conversation", "message", "saying", "mail", "file")),
        "customer": Kind(("customer", "customer_contact", "order", "visit")),
        "request": Kind(("request",)),
        "work": Kind(("job", "retention", "database")),
    }
)


class Wanted(NamedTuple):
    """`who` is an actor or the id of a user; `what` one of KINDS; from `since` on, and before `until`; `of`
    one thing: its entity and id."""

    who: str = ""
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None
    of: tuple[str, int] | None = None


class Told(NamedTuple):
    """An event, with the name of the member of staff."""

    id: int
    at: datetime
    entity: str
    entity_id: int
    trigger: str
    source: str
    target: str
    actor: str
    user_id: int | None
    name: str


_QUERY: Select[Any] = select(
    *(_E.id, _E.at, _E.entity, _E.entity_id, _E.trigger),
    *(_E.source, _E.target, _E.actor, _E.user_id, func.coalesce(users.c.name, "")),
).join_from(events, users, users.c.id == _E.user_id, isouter=True)


def page(session: Session, wanted: Wanted, size: int, edge: Edge | None = None) -> Page:
    """So many of those that are sought, the newest first."""
    return edges.page(session, [_part(session, wanted)], size, edge)


def every(session: Session, wanted: Wanted) -> Iterator[int]:
    """The ids of all that are sought, the newest first."""
    return edges.every(session, [_part(session, wanted)])


def _part(session: Session, wanted: Wanted) -> Part:
    return Part(_E.id, _E.id, [select(_E.id).where(*_which(session, wanted))], down=True)


def those(session: Session, ids: Sequence[int]) -> list[Told]:
    """These, in this order."""
    found = {row[0]: Told(*row) for row in session.execute(_QUERY.where(_E.id.in_(ids)))}
    return [found[key] for key in ids if key in found]


def _which(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [*_by(wanted.who), *_done(wanted.what), *events_shown.shown(session)]
    if wanted.of:
        found += [_E.entity == wanted.of[0], _E.entity_id == wanted.of[1]]
    if wanted.since:
        found.append(_E.id >= first_since(session, wanted.since))
    if wanted.until:
        found.append(_E.id < first_since(session, wanted.until))
    return found


def _by(who: str) -> list[ColumnElement[bool]]:
    if who == "staff":
        return [_E.user_id.is_not(None)]
    if who in ACTORS:
        return [_E.actor == who]
    return [_E.user_id == int(who)] if who else []


def _done(what: str) -> list[ColumnElement[bool]]:
    kind = KINDS.get(what)
    if kind is None:
        return []
    triggers = [_E.trigger.in_(kind.triggers)] if kind.triggers else []
    staff = [_E.user_id.is_not(None)] if kind.staff else []
    return [_E.entity.in_(kind.entities), *triggers, *staff]


def first_since(session: Session, moment: datetime) -> int:
    """The id from which on events were written at this moment or later, found by halving."""
    low, high = 1, (session.scalar(select(func.max(_E.id))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        near = select(_E.at).where(_E.id >= middle).order_by(_E.id).limit(NEAR).subquery()
        if (at := session.scalar(select(func.max(near.c.at)))) is None or at >= moment:
            high = middle
        else:
            low = middle + 1
    return _exactly(session, low, moment)


def _exactly(session: Session, about: int, moment: datetime) -> int:
    """The first of those near it that was not before the moment."""
    query = select(_E.id, _E.at).where(_E.id >= about).order_by(_E.id).limit(NEAR)
    rows = session.execute(query).all()
    return next((row.id for row in rows if row.at >= moment), about + len(rows))

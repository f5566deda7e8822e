"""The next seal of the chain, put on over what is settled."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from storage import sealing, settled
from storage.tables import events, seals

PORTION: Final = 5_000
"""Events under one seal: so small a range is where somebody has to look."""

SEALED_FOR: Final = "history"

_E, _S = events.c, seals.c


class Seal(NamedTuple):
    """One of the chain; `previous` is the signature of the one before, empty for the first."""

    first_id: int
    upto_id: int
    n: int
    digest: str
    previous: str
    signature: str
    at: datetime


NOTED: Final = 16
"""Characters of a signature that somebody notes down."""


def ready(session: Session) -> int:
    """The id up to which there is nothing more to come."""
    return settled.upto(session, events)


def next_seal(session: Session, upto: int, now: datetime) -> Seal | None:
    """The next of the chain over a portion of the events up to this id; None: all are under one."""
    row = session.execute(select(_S.upto_id, _S.signature).order_by(_S.id.desc()).limit(1)).one_or_none()
    first, previous = (row.upto_id + 1, row.signature) if row else (1, "")
    within = select(_E.id).where(_E.id >= first, _E.id <= upto).order_by(_E.id).limit(PORTION)
    last = max(session.scalars(within), default=None)
    if last is None:
        return None
    n, digest = covered(session, first, last)
    at = now.astimezone(UTC)
    return Seal(first, last, n, digest, previous, signed(first, last, n, digest, previous, at), at)


def add(session: Session, seal: Seal) -> int:
    """Put it on: its number, the one after the last. A sequence leaves numbers out when the server dies, and
    it would look as if seals had been taken away. The database refuses a second one over the same."""
    following = select(func.coalesce(func.max(_S.id), 0) + 1).scalar_subquery()
    new = insert(seals).values(id=following, **seal._asdict())
    number: int = session.scalars(new.returning(_S.id)).one()
    return number


def seal_up(session: Session, upto: int, now: datetime) -> int:
    """Seal the next portion of the events up to this id: how many those were."""
    found = next_seal(session, upto, now)
    if found is None:
        return 0
    add(session, found)
    return found.n


class Last(NamedTuple):
    """The newest seal: its number, when it was put on, what is noted of its signature."""

    id: int
    at: datetime
    noted: str


def last(session: Session) -> Last | None:
    """The newest; None: there is none."""
    row = session.execute(select(_S.id, _S.at, _S.signature).order_by(_S.id.desc()).limit(1)).one_or_none()
    return Last(row.id, row.at, row.signature[:NOTED]) if row else None


def signed(first: int, upto: int, n: int, digest: str, previous: str, at: datetime) -> str:
    """What a seal that says so is signed with."""
    told = "\n".join((str(first), str(upto), str(n), digest, previous, _moment(at)))
    return sealing.blind(SEALED_FOR, told)


_COLUMNS = (
    *(_E.id, _E.at, _E.entity, _E.entity_id, _E.trigger),
    *(_E.source, _E.target, _E.actor, _E.user_id),
)


def covered(session: Session, first: int, upto: int) -> tuple[int, str]:
    """How many events there are of these ids, and the digest of them."""
    query = select(*_COLUMNS).where(_E.id >= first, _E.id <= upto).order_by(_E.id)
    return _digested(session.execute(query))


def _digested(rows: Iterable[Any]) -> tuple[int, str]:
    """Each is one line of JSON: the same on whatever database."""
    number, whole = 0, sha256()
    for key, at, *rest in rows:
        number += 1
        whole.update(orjson.dumps([key, _moment(at), *rest]) + b"\n")
    return number, whole.hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(" ", "microseconds")

"""The history sealed, so that who has the database alone can't change it unseen.

A seal covers the events of a range of ids: their digest, with the signature of the seal before, signed under
a key outside the database (`storage.sealing`). The events of the last minute are under no seal yet: to hash
them as they are written would make all who write wait for each other, and on PostgreSQL an id is given before
its row is there to see (`storage.settled`).

Where a key was lost, what was sealed under it is checked by the chain and the digests alone: whoever has the
database could have made those anew, up to the first seal under the present key.
"""

import hmac
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Row, func, insert, select
from sqlalchemy.orm import Session

from storage import sealing, settled
from storage.tables import events, sealing_keys, seals

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


class Broken(NamedTuple):
    """The first seal that does not hold, and the ids of the events that it is about. `why`: chain (the seals
    before it are not those that were), signature (another key, or the seal was changed), events."""

    seal: int
    first_id: int
    upto_id: int
    why: str


class Verified(NamedTuple):
    """How many seals hold, over how many events; the first that does not; how many events are under none
    yet; the last seal that holds, by its number and the beginning of its signature (to be noted elsewhere:
    what is cut off at the end of a chain leaves no trace in it); how many of the seals are under a key that
    was lost, so that nobody can say whether they are ours."""

    seals: int
    events: int
    broken: Broken | None
    unsealed: int
    last: tuple[int, str] | None
    lost: int = 0


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
    n, digest = _digested(_rows(session, first, last))
    at = now.astimezone(UTC)
    return Seal(first, last, n, digest, previous, _signed(first, last, n, digest, previous, at), at)


def add(session: Session, seal: Seal) -> None:
    """Put it on. The database refuses a second one over the same."""
    session.execute(insert(seals), [seal._asdict()])


def seal_up(session: Session, upto: int, now: datetime) -> int:
    """Seal the next portion of the events up to this id: how many those were."""
    found = next_seal(session, upto, now)
    if found is None:
        return 0
    add(session, found)
    return found.n


def verify(session: Session, deepest: int | None = None) -> Verified:
    """Reckon it all again, or of the events only those under so many of the last seals. All: that takes
    minutes, where there are many millions."""
    number, sealed, upto, previous, noted = 0, 0, 0, "", None
    keys, lost, at = _keys(session), 0, None
    whole = session.scalar(select(func.count()).select_from(seals)) or 0
    for row in session.execute(select(seals).order_by(_S.id).execution_options(yield_per=1000)):
        number += 1
        deep = deepest is None or number > whole - deepest
        why = _wrong(session, row, upto, previous, deep=deep)
        if why == "signature" and _of_lost(keys, row.at) and (at is None or row.at >= at):
            lost += 1
            why = _unlike(session, row) if deep else ""
        if why:
            gone = min(row.first_id, upto + 1)
            return Verified(number - 1, sealed, Broken(row.id, gone, row.upto_id, why), 0, noted, lost)
        at = row.at
        sealed, upto, previous = sealed + row.n, row.upto_id, row.signature
        noted = (row.id, row.signature[:NOTED])
    rest = session.scalar(select(func.count()).where(_E.id > upto)) or 0
    return Verified(number, sealed, None, rest, noted, lost)


class Last(NamedTuple):
    """The newest seal: its number, when it was put on, what is noted of its signature."""

    id: int
    at: datetime
    noted: str


def last(session: Session) -> Last | None:
    """The newest; None: there is none."""
    row = session.execute(select(_S.id, _S.at, _S.signature).order_by(_S.id.desc()).limit(1)).one_or_none()
    return Last(row.id, row.at, row.signature[:NOTED]) if row else None


def holds(session: Session, number: int, noted: str) -> bool:
    """Whether the seal of this number is the one whose signature somebody noted down."""
    found = session.scalar(select(_S.signature).where(_S.id == number)) or ""
    given = noted.strip().lower()
    return len(given) >= NOTED and hmac.compare_digest(found[: len(given)].encode(), given.encode())


def _wrong(session: Session, row: Row[Any], upto: int, previous: str, *, deep: bool) -> str:
    """Why this seal does not hold; empty: it does."""
    if row.first_id != upto + 1 or row.previous != previous:
        return "chain"
    told = _signed(row.first_id, row.upto_id, row.n, row.digest, row.previous, row.at)
    if not hmac.compare_digest(told, row.signature.encode("ascii", "replace").decode()):
        return "signature"
    return _unlike(session, row) if deep else ""


def _unlike(session: Session, row: Row[Any]) -> str:
    """Why the events are not those that were sealed; empty: they are."""
    found = _digested(_rows(session, row.first_id, row.upto_id))
    return "" if found == (row.n, row.digest) else "events"


def _keys(session: Session) -> Sequence[Any]:
    """The keys that were sealed under: their proof, and since when, the first first."""
    k = sealing_keys.c
    return session.execute(select(k.proof, k.begun_at).order_by(k.id)).all()


def _of_lost(keys: Sequence[Any], at: datetime) -> bool:
    """Whether what was sealed then is under another key than ours, which is the one in use."""
    ours = sealing.proof()
    under = [key.proof for number, key in enumerate(keys) if not number or key.begun_at <= at]
    return bool(keys) and keys[-1].proof == ours != under[-1]


def _signed(first: int, upto: int, n: int, digest: str, previous: str, at: datetime) -> str:
    told = "\n".join((str(first), str(upto), str(n), digest, previous, _moment(at)))
    return sealing.blind(SEALED_FOR, told)


_COLUMNS = (
    *(_E.id, _E.at, _E.entity, _E.entity_id, _E.trigger),
    *(_E.source, _E.target, _E.actor, _E.user_id),
)


def _rows(session: Session, first: int, upto: int) -> Iterable[Any]:
    query = select(*_COLUMNS).where(_E.id >= first, _E.id <= upto).order_by(_E.id)
    return session.execute(query)


def _digested(rows: Iterable[Any]) -> tuple[int, str]:
    """How many, and the digest of them, each one line of JSON: the same on whatever database."""
    number, whole = 0, sha256()
    for key, at, *rest in rows:
        number += 1
        whole.update(orjson.dumps([key, _moment(at), *rest]) + b"\n")
    return number, whole.hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(" ", "microseconds")

"""The chain of seals gone along again, from the first to the last.

Where a key was lost, what was sealed under it is checked by the chain and the digests alone: whoever has the
database could have made those anew, up to the first seal under the present key.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from storage import sealing
from storage.seals.making import NOTED, covered, signed
from storage.tables import events, sealing_keys, seals

_E, _S = events.c, seals.c


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

    @property
    def gaps(self) -> int:
        """Numbers that no seal of this whole chain has: those of before were given by a sequence."""
        return self.last[0] - self.seals if self.last and not self.broken else 0


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


def holds(session: Session, number: int, noted: str) -> bool:
    """Whether the seal of this number is the one whose signature somebody noted down."""
    found = session.scalar(select(_S.signature).where(_S.id == number)) or ""
    given = noted.strip().lower()
    return len(given) >= NOTED and hmac.compare_digest(found[: len(given)].encode(), given.encode())


def _wrong(session: Session, row: Row[Any], upto: int, previous: str, *, deep: bool) -> str:
    """Why this seal does not hold; empty: it does."""
    if row.first_id != upto + 1 or row.previous != previous:
        return "chain"
    told = signed(row.first_id, row.upto_id, row.n, row.digest, row.previous, row.at)
    if not hmac.compare_digest(told, row.signature.encode("ascii", "replace").decode()):
        return "signature"
    return _unlike(session, row) if deep else ""


def _unlike(session: Session, row: Row[Any]) -> str:
    """Why the events are not those that were sealed; empty: they are."""
    found = covered(session, row.first_id, row.upto_id)
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

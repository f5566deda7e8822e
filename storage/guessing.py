"""Failures of late, of passwords and of codes: they slow the next try down, as `storage.domain.brake` has it.

Kept under signed digests: nobody reads in the database who tried, or what. What was noted by a clock that has
gone back since counts for nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from storage.domain import brake
from storage.domain.brake import Failures
from storage.leases import SKEW
from storage.secret import sign
from storage.tables import failures


def key(kind: str, of: str) -> str:
    """What failures of this kind are counted under: of a login, of a place."""
    return sign("guess", f"{kind}:{of}")


def wait(
    session: Session, keys: Sequence[str], now: datetime, common: str = "", free: int = brake.FREE
) -> int:
    """Seconds until the next try under these keys is looked at. `common`: the key that all who try share;
    `free`: so many tries are."""
    f = failures.c
    recent = f.at.between(now - brake.REMEMBERED, now + SKEW)
    own = select(func.count(), func.max(f.at)).where(f.key.in_(keys), recent).group_by(f.key)
    rows = session.execute(own).all()
    if not rows:
        return 0
    counted = select(f.id).where(f.key == common, recent).limit(brake.MANY).subquery()
    everywhere = session.scalars(select(func.count()).select_from(counted)).one() if common else 0
    return max(brake.wait(Failures(*row), everywhere, now, free) for row in rows)


def count(session: Session, keys: Sequence[str], now: datetime) -> tuple[int, ...]:
    """A failure under each of these keys; the rows that stand for it. Those of long ago go."""
    f = failures.c
    session.execute(delete(failures).where(f.at < now - brake.REMEMBERED))
    counted = insert(failures).returning(f.id)
    return tuple(session.scalars(counted, [{"key": key, "at": now} for key in keys]))


def forgive(session: Session, key: str, counted: Sequence[int]) -> None:
    """These were none, and those under this key are forgotten."""
    f = failures.c
    session.execute(delete(failures).where((f.key == key) | f.id.in_(counted)))

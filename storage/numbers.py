"""Running numbers, taken in blocks: one statement, whatever the count. Gaps are allowed."""

from sqlalchemy.orm import Session

from storage import dialects
from storage.tables import counters


def take(session: Session, key: str, count: int) -> range:
    """So many numbers of this series, none of which anybody else gets."""
    new = dialects.insert(session, counters).values(key=key, value=count)
    taken = new.on_conflict_do_update(index_elements=["key"], set_={"value": counters.c.value + count})
    last = session.scalars(taken.returning(counters.c.value)).one()
    return range(last - count + 1, last + 1)

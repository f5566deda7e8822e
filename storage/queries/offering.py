"""What responses can be sought by: the channels and segments that there are, the rounds begun last. None of
it reads the table from end to end."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Column, func, select
from sqlalchemy.orm import Session

from storage.tables import responses
from storage.tables import rounds as rounds_table

_MOST: Final = 200
"""That are offered to choose from."""


def channels(session: Session) -> list[str]:
    """The channels that there are responses of."""
    return list(different(session, responses.c.channel))


def segments(session: Session) -> list[str]:
    """The segments that there are responses of."""
    return list(different(session, responses.c.segment))


def rounds(session: Session) -> list[tuple[int, str]]:
    """(id, title) of the rounds begun last."""
    query = select(rounds_table.c.id, rounds_table.c.title).order_by(rounds_table.c.id.desc()).limit(_MOST)
    return [(row.id, row.title) for row in session.execute(query)]


def different(session: Session, column: Column[str]) -> Iterator[str]:
    """Each value once: from one to the next along the index that begins with it."""
    last: str | None = ""
    for _ in range(_MOST):
        last = session.scalar(select(func.min(column)).where(column > last))
        if last is None:
            return
        yield last

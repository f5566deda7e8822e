"""All that a list shows, by id alone and in its order; what is shown of them is read a portion at a time."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Select
from sqlalchemy.orm import Session

_AT_ONCE: Final = 5_000


def streamed(session: Session, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of the query as the database hands them out, never all of them at once."""
    for row in session.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield tuple(row)

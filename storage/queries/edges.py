"""A list, a page at a time along its indexes: a page begins behind a row, or ends before one, and what lies
before it is not counted through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, or_
from sqlalchemy.orm import Session

from storage.queries.keys import streamed


class Edge(NamedTuple):
    """Where a page of a list begins, behind the row of this id; or ends, `before` it."""

    id: int
    before: bool = False


class Page(NamedTuple):
    """The ids of its rows in the order of the list, and whether there are others `earlier` and `later`."""

    keys: list[int]
    earlier: bool
    later: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that stand together in a list, sorted by a column that is never NULL there and then by their
    `key`, `down` from the largest or up. Each of the `queries` goes along an index of its own: that is quick
    where one of them all would have to sort."""

    by: ColumnElement[Any]
    key: ColumnElement[int]
    queries: Sequence[Select[Any]]
    down: bool = False


def page(session: Session, parts: Sequence[Part], size: int, edge: Edge | None = None) -> Page:
    """So many rows of these parts, one after the other, next to the edge. Where that stands no longer in the
    list, the first."""
    at, value = _place(session, parts, edge)
    if edge is None or at < 0:
        keys = _walked(session, parts, size + 1, False, None)
        return Page(keys[:size], False, len(keys) > size)
    ahead = parts[at::-1] if edge.before else parts[at:]
    keys = _walked(session, ahead, size + 1, edge.before, (value, edge.id))
    more = len(keys) > size
    if edge.before:
        return Page(keys[:size][::-1], more, True)
    return Page(keys[:size], True, more)


def every(session: Session, parts: Sequence[Part]) -> Iterator[int]:
    """The ids of all of them, in the order of the list."""
    for part in parts:
        found = [streamed(session, _sorted(part, query, part.down)) for query in part.queries]
        yield from (key for _, key in merge(*found, reverse=part.down))


def _place(session: Session, parts: Sequence[Part], edge: Edge | None) -> tuple[int, Any]:
    """(number of the part that the edge stands in, what it is sorted by there); -1: in none."""
    if edge is None:
        return -1, None
    for number, part in enumerate(parts):
        for query in part.queries:
            here = query.with_only_columns(part.by).where(part.key == edge.id)
            if (row := session.execute(here).first()) is not None:
                return number, row[0]
    return -1, None


def _walked(
    session: Session, parts: Sequence[Part], most: int, back: bool, beyond: tuple[Any, int] | None
) -> list[int]:
    """The ids of so many rows, from the beginning of the first part on, or from `beyond` what is there."""
    keys: list[int] = []
    for part in parts:
        down, few = part.down != back, most - len(keys)
        behind = _behind(part, down, *beyond) if beyond else []
        queries = [_sorted(part, query.where(*behind), down).limit(few) for query in part.queries]
        found = [[(row[0], row[1]) for row in session.execute(query)] for query in queries]
        keys += (key for _, key in islice(merge(*found, reverse=down), few))
        if len(keys) == most:
            break
        beyond = None
    return keys


def _behind(part: Part, down: bool, value: Any, key: int) -> list[ColumnElement[bool]]:
    """Conditions: further on than this one."""
    if part.by is part.key:
        return [part.key < key if down else part.key > key]
    if down:
        return [part.by <= value, or_(part.by < value, part.key < key)]
    return [part.by >= value, or_(part.by > value, part.key > key)]


def _sorted(part: Part, query: Select[Any], down: bool) -> Select[Any]:
    columns = [part.by] if part.by is part.key else [part.by, part.key]
    order = [column.desc() if down else column for column in columns]
    return query.with_only_columns(part.by, part.key).order_by(*order)

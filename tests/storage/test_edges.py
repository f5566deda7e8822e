"""Lists read behind a row and before one: every row once, in order, whichever way they are walked."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Engine, Integer, MetaData, Table, create_engine, insert, select
from sqlalchemy.orm import Session

from storage.queries import edges
from storage.queries.edges import Edge, Part

ROWS = Table(
    "rows",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("part", Integer),
    Column("at", Integer),
)
_R = ROWS.c


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = create_engine("sqlite://")
    ROWS.metadata.create_all(made)
    yield made
    made.dispose()


def parts(ways: list[bool]) -> list[Part]:
    """Parts 0 and 1 stand together, the third is sorted by id alone."""
    of = [select(_R.id).where(_R.part == number) for number in range(4)]
    return [
        Part(_R.at, _R.id, of[:2], down=ways[0]),
        Part(_R.at, _R.id, [of[2]], down=ways[1]),
        Part(_R.id, _R.id, [of[3]], down=ways[2]),
    ]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12),
    ways=st.lists(st.booleans(), min_size=3, max_size=3),
    size=st.integers(1, 5),
)
def test_every_row_is_met_once_there_and_back(
    engine: Engine, rows: list[tuple[int, int]], ways: list[bool], size: int
) -> None:
    with Session(engine) as session:
        if rows:
            made = [{"id": n + 1, "part": part, "at": at} for n, (part, at) in enumerate(rows)]
            session.execute(insert(ROWS), made)
        those = parts(ways)
        whole = list(edges.every(session, those))
        page, there = edges.page(session, those, size), list[int]()
        assert not page.earlier
        while True:
            there += page.keys
            assert len(page.keys) <= size
            if not page.later:
                break
            page = edges.page(session, those, size, Edge(page.keys[-1]))
            assert page.earlier
        back = list(page.keys)
        while page.earlier and page.keys:
            page = edges.page(session, those, size, Edge(page.keys[0], before=True))
            back = page.keys + back
        session.rollback()
    assert there == whole == back
    assert sorted(whole) == list(range(1, len(rows) + 1))


def test_behind_what_stands_there_no_longer_the_list_begins_anew(engine: Engine) -> None:
    with Session(engine) as session:
        session.execute(insert(ROWS), [{"id": n, "part": 3, "at": n} for n in (1, 2, 3)])
        first = edges.page(session, parts([False] * 3), 2)
        assert edges.page(session, parts([False] * 3), 2, Edge(404)) == first
        assert edges.page(session, parts([False] * 3), 2, Edge(404, before=True)) == first
        session.rollback()
    assert (first.keys, first.earlier, first.later) == ([1, 2], False, True)

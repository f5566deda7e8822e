"""With many rows, what the road, the senders and the pages ask for is found along an index."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import Engine

from storage import db
from tests.databases import KINDS, Copies
from tests.storage import grown

PREPARE = partial(grown.prepare, count=50_000)


@pytest.fixture(scope="module", params=KINDS)
def full(
    request: pytest.FixtureRequest, copies: Copies, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    url = copies.make(request.param, PREPARE, tmp_path_factory.mktemp("grown"))
    made = db.engine(url)
    yield made
    made.dispose()
    copies.drop(url)


@pytest.mark.parametrize("name", grown.LOOKS)
def test_no_table_that_grows_is_read_from_end_to_end(full: Engine, name: str) -> None:
    assert grown.whole_tables(full, name) == set()


@pytest.mark.parametrize("full", KINDS[:1], indirect=True)
@pytest.mark.parametrize("name", grown.ALONG)
def test_what_is_looked_for_has_an_index_of_its_own(full: Engine, name: str) -> None:
    assert any(f"INDEX {grown.ALONG[name]}" in plan for _, plan in grown.plans(full, name))

"""With many rows, what the road, the senders and the pages ask for is found along an index."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage import db, definitions, surveys
from tests.databases import KINDS, Copies
from tests.storage import grown
from tests.storage.conftest import NOW

ROWS = 50_000


def prepare(url: str) -> None:
    db.upgrade(url)
    engine = db.engine(url)
    with db.writing(engine) as session:
        source = (definitions.DATA / "surveys" / "satisfaction.toml").read_text("utf-8")
        surveys.import_(session, source, NOW)
        version = surveys.publish(session, "satisfaction", NOW)
    grown.fill(engine, ROWS, version)
    engine.dispose()


@pytest.fixture(scope="module", params=KINDS)
def full(
    request: pytest.FixtureRequest, copies: Copies, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    url = copies.make(request.param, prepare, tmp_path_factory.mktemp("grown"))
    made = db.engine(url)
    yield made
    made.dispose()
    copies.drop(url)


@pytest.mark.parametrize("name", grown.LOOKS)
def test_no_table_that_grows_is_read_from_end_to_end(full: Engine, name: str) -> None:
    assert grown.whole_tables(full, name) == set()

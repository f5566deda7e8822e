"""What tests of all floors share: a database of their own, on each kind that Manyi runs on."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from tests.databases import KINDS, Cluster, Copies, Prepare, programs

# The first example of a test loads the lexicons, on whatever machine: what may take how long is in test_cost.
settings.register_profile("manyi", deadline=None)
settings.load_profile("manyi")

os.environ.setdefault("MANYI_SECRET", "only-for-tests-0123456789")


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """Who configures them, as a process does when it starts, does so for one test: the stream is its own."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The PostgreSQL of this test run; started by the first test that asks, one a worker."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    made = Cluster()
    yield made
    made.close()


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Copies:
    """Where databases are copied from."""
    return Copies(tmp_path_factory.mktemp("templates"), lambda: request.getfixturevalue("cluster"))


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """sqlite, then postgresql: whoever uses this runs on both."""
    return request.param


@pytest.fixture
def new_database(kind: str, copies: Copies, tmp_path: Path) -> Iterator[Callable[[Prepare], str]]:
    """`new_database(db.upgrade)`: the URL of a database of this test's own, made ready by that function."""
    made: list[str] = []

    def make(prepare: Prepare) -> str:
        made.append(copies.make(kind, prepare, tmp_path))
        return made[-1]

    yield make
    for url in made:
        copies.drop(url)

"""What tests of all floors share: a database of their own, on each kind that Manyi runs on."""

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType

import jinja2
import pytest
import structlog
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import Engine

from storage import db, logs, rulings
from storage.users import accounts
from tests.databases import KINDS, Cluster, Copies, Prepare, in_memory, programs
from tests.in_turn import in_turn
from tests.ports import free_port

# The first example of a test loads the lexicons, on whatever machine: what may take how long is in test_cost.
settings.register_profile("manyi", deadline=None)
settings.load_profile("manyi")

os.environ.setdefault("MANYI_SECRET", "only-for-tests-0123456789")
os.environ.setdefault("MANYI_SEALING_KEY", "only-for-tests-0123456789-0123456789")
if room := in_memory():
    os.environ["TMPDIR"] = tempfile.tempdir = str(room)  # of whatever the tests start, too
if sys.dont_write_bytecode:
    # hundreds of processes are started, and each would compile all of it: seconds apiece. The next run finds
    # it there: what has changed since is compiled anew.
    own = f"manyi-compiled-{os.getuid()}-{sys.implementation.cache_tag}"
    compiled = Path(tempfile.gettempdir()) / own
    compiled.mkdir(mode=0o700, exist_ok=True)
    if compiled.stat().st_uid == os.getuid():
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(compiled)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        sys.dont_write_bytecode = False


STORAGE = Path(__file__).parent / "storage"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Above storage, where what differs between the databases is under test, rows take them in turn."""
    left = set(
        in_turn([item for item in items if STORAGE not in item.path.parents], "kind", "sqlite", "postgresql")
    )
    items[:] = [item for item in items if STORAGE in item.path.parents or item in left]


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """Who configures them, as a process does when it starts, does so for one test: the stream is its own."""
    yield
    structlog.reset_defaults()
    root = logging.getLogger()
    root.handlers[:] = [each for each in root.handlers if not isinstance(each, logs.Libraries)]


@pytest.fixture(autouse=True)
def _policies_as_they_ship() -> Iterator[None]:
    """Whose policy or calendar came into force in a test, it was that test's own."""
    yield
    rulings.forget()


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_cheap() -> Iterator[None]:
    """Each organisation of the tests has a staff, and few of them care how long a guess would take."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    """Each test has a door of its own, and so templates of its own, of the same source."""
    compiled: dict[tuple[object, ...], CodeType] = {}
    compile_ = jinja2.Environment.compile

    def remembered(made: jinja2.Environment, source: str, *how: object) -> CodeType:
        key = (source, *how, made.autoescape, made.trim_blocks, made.lstrip_blocks)
        if key not in compiled:
            compiled[key] = compile_(made, source, *how)  # type: ignore[call-overload]
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", remembered)
        yield


@pytest.fixture
def unused_tcp_port() -> int:
    """For pytest-asyncio's tests too, one that stays free until the server is up."""
    return free_port()


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


@pytest.fixture
def url(new_database: Callable[[Prepare], str]) -> str:
    """A migrated database of this test's own."""
    return new_database(db.upgrade)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An engine on it."""
    made = db.engine(url)
    yield made
    made.dispose()

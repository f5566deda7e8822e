"""Processes wake each other: by sockets in a folder, or by their PostgreSQL."""

import asyncio
import os
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from structlog.testing import capture_logs

from storage.wake import Wake
from storage.wake.folder import Folder
from storage.wake.line import AGAIN_SECONDS, Line
from tests.databases import Cluster, Prepare

LONG = 120.0
ROOT = Path(__file__).parents[2]

RINGS = """
import sys
from pathlib import Path
from storage.wake import Wake
wake = Wake(Path(sys.argv[1]), sys.argv[2])
wake.listen()
wake.ring()
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name, as installations have."""
    with TemporaryDirectory(prefix="wake") as name:
        yield Path(name)


@pytest.fixture
def address(new_database: Callable[[Prepare], str]) -> str:
    """Wakes need no tables."""
    return new_database(nothing)


def nothing(url: str) -> None:
    """Leaves it empty."""


@pytest.fixture
def wakes(folder: Path, address: str) -> Iterator[Callable[[], Wake]]:
    made: list[Wake] = []

    def make() -> Wake:
        made.append(Wake(folder, address))
        return made[-1]

    yield make
    for each in made:
        each.close()


async def listening(wake: Wake) -> Wake:
    """On PostgreSQL the first signal says that from now on all are heard."""
    wake.listen()
    if isinstance(wake._way, Folder):
        return wake
    assert await wake.wait(LONG)
    return wake


async def test_a_ring_from_another_process_wakes(
    wakes: Callable[[], Wake], folder: Path, address: str
) -> None:
    wake = await listening(wakes())
    with subprocess.Popen(  # noqa: ASYNC220 - starting is quick
        [sys.executable, "-c", RINGS, str(folder), address], stdin=subprocess.PIPE, cwd=ROOT
    ) as other:
        assert await wake.wait(LONG)
        assert other.stdin
        other.stdin.close()


async def test_a_ring_between_two_waits_is_not_lost_and_many_are_one(wakes: Callable[[], Wake]) -> None:
    wake, other = await listening(wakes()), await listening(wakes())
    for _ in range(1000):
        other.ring()
    count = 0
    while await wake.wait(LONG if not count else 0.2):
        count += 1
    assert 1 <= count < 100


async def test_all_who_wait_hear_it(wakes: Callable[[], Wake]) -> None:
    one, other = await listening(wakes()), await listening(wakes())
    one.ring()
    assert await asyncio.gather(one.wait(LONG), other.wait(LONG)) == [True, True]


async def test_ringing_and_waiting_never_wait_for_the_server(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        wake = Wake(folder, at(silent))
        began = time.monotonic()
        wake.listen()
        wake.ring()
        assert not await wake.wait(0.05)
        wake.close()
        assert time.monotonic() - began < LONG  # who waits for it waits for minutes


def at(silent: socket.socket) -> str:
    """A server that lets everybody in and never answers."""
    return f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/nowhere?connect_timeout=600"


def test_who_has_hung_up_tells_of_no_trouble() -> None:
    with capture_logs() as logs:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            silent.settimeout(LONG)
            line = Line(at(silent))
            line.listen()
            connection, _ = silent.accept()
            line.close()
            connection.close()
        assert line._thread
        line._thread.join(LONG)
        assert not line._thread.is_alive()
    assert logs == []


@pytest.mark.postgresql
async def test_who_was_cut_off_is_woken_when_the_server_is_back_and_hears_again(
    cluster: Cluster, folder: Path
) -> None:
    wake = await listening(Wake(folder, cluster.url("postgres")))
    other = await listening(Wake(folder, cluster.url("postgres")))
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where query ilike %s and pid <> %s",
            ["listen manyi", connection.info.backend_pid],
        )
    assert await wake.wait(LONG)
    assert await other.wait(LONG)
    other.ring()
    assert await wake.wait(LONG)
    wake.close()
    other.close()


@pytest.fixture
def many_descriptors() -> Iterator[None]:
    """As a process has that holds a thousand customers' connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    opened = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
    yield
    for each in opened:
        os.close(each)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.postgresql
async def test_it_rings_and_hears_where_a_thousand_sockets_are_open(
    cluster: Cluster, folder: Path, many_descriptors: None
) -> None:
    wake = await listening(Wake(folder, cluster.url("postgres")))
    wake.ring()
    assert await wake.wait(LONG)
    wake.close()


@pytest.mark.postgresql
async def test_a_standby_rings_nobody_until_it_is_promoted(folder: Path) -> None:
    cluster = Cluster()
    try:
        cluster.stop()
        (cluster.data / "standby.signal").touch()
        cluster.start()
        with capture_logs() as logs:
            wake = Wake(folder, cluster.url("postgres"))
            async with asyncio.timeout(LONG):
                while not logs:
                    assert not await wake.wait(0.1)
            assert not await wake.wait(1.5 * AGAIN_SECONDS)
            cluster.execute("select pg_promote()")
            assert await wake.wait(LONG)
            wake.ring()
            assert await wake.wait(LONG)
            wake.close()
        (told,) = logs
        assert told["error"] == "ReadOnlySqlTransaction"
    finally:
        cluster.close()


# Sockets in a folder


async def test_a_ring_never_raises_and_reaches_all_that_can_be_reached(folder: Path) -> None:
    wake = Folder(folder, "sqlite:///one.db")
    wake.ring()  # there is no folder yet
    inbox = wake.listen()
    assert inbox
    for name in ("0", "z"):
        (wake.path / f"{name} no socket").mkdir()
        (wake.path / f"{name} loop").symlink_to(wake.path / f"{name} loop")
        (wake.path / (name * 200)).touch()
    wake.ring()
    assert inbox.recv(1) == b"r"
    wake.close()
    shutil.rmtree(wake.path)
    wake.path.touch()
    wake.ring()  # no folder of ours


async def test_another_database_is_not_meant(folder: Path) -> None:
    wake = Folder(folder, "sqlite:///one.db")
    inbox = wake.listen()
    assert inbox
    Folder(folder, "sqlite:///another.db").ring()
    with pytest.raises(BlockingIOError):
        inbox.recv(1)
    wake.close()


def test_who_has_gone_is_forgotten(folder: Path) -> None:
    wake, gone = (Folder(folder, "sqlite:///one.db") for _ in range(2))
    wake.listen()
    left = gone.listen()
    assert left
    left.close()  # killed: its process could not tidy up
    assert len(list(wake.path.iterdir())) == 2
    wake.ring()
    assert len(list(wake.path.iterdir())) == 1
    wake.close()
    assert list(wake.path.iterdir()) == []


async def test_a_folder_with_a_long_name_will_do(tmp_path: Path) -> None:
    far = tmp_path / ("很长" * 40)
    one, other = (Wake(far, "sqlite:///one.db") for _ in range(2))
    assert far not in Folder(far, "sqlite:///one.db").path.parents
    one.listen()
    other.ring()
    assert await one.wait(LONG)
    one.close()

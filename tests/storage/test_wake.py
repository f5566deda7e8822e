"""Processes wake each other."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from storage.wake import Wake

URL = "sqlite:///somewhere.db"
LONG = 30.0

RINGS = """
import sys
from pathlib import Path
from storage.wake import Wake
Wake(Path(sys.argv[1]), sys.argv[2]).ring()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name, as installations have."""
    with TemporaryDirectory(prefix="wake") as name:
        yield Path(name)


@pytest.fixture
def wake(folder: Path) -> Iterator[Wake]:
    made = Wake(folder, URL)
    made.listen()
    yield made
    made.close()


async def test_a_ring_from_another_process_wakes(wake: Wake, folder: Path) -> None:
    waiting = asyncio.create_task(wake.wait(LONG))
    command = [sys.executable, "-c", RINGS, str(folder), URL]
    await asyncio.to_thread(subprocess.run, command, check=True, cwd=Path(__file__).parents[2])
    assert await waiting


async def test_a_ring_between_two_waits_is_not_lost_and_many_are_one(wake: Wake, folder: Path) -> None:
    other = Wake(folder, URL)
    for _ in range(1000):
        other.ring()
    assert await wake.wait(LONG)
    assert not await wake.wait(0.01)


async def test_all_who_wait_hear_it(wake: Wake, folder: Path) -> None:
    other = Wake(folder, URL)
    waits = [asyncio.create_task(each.wait(LONG)) for each in (wake, other)]
    await asyncio.sleep(0)
    other.listen()
    wake.ring()
    assert await asyncio.gather(*waits) == [True, True]


async def test_another_database_is_not_meant(wake: Wake, folder: Path) -> None:
    Wake(folder, "sqlite:///another.db").ring()
    assert not await wake.wait(0.01)


def test_who_has_gone_is_forgotten(wake: Wake, folder: Path) -> None:
    gone = Wake(folder, URL)
    gone.listen().close()  # killed: its process could not tidy up
    assert len(list(wake.folder.iterdir())) == 2
    wake.ring()
    assert len(list(wake.folder.iterdir())) == 1
    wake.close()
    assert list(wake.folder.iterdir()) == []


async def test_a_folder_with_a_long_name_will_do(tmp_path: Path) -> None:
    far = tmp_path / ("很长" * 40)
    one, other = Wake(far, URL), Wake(far, URL)
    assert far not in one.folder.parents
    one.listen()
    other.ring()
    assert await one.wait(LONG)
    one.close()

"""The disk of the database is full for seconds."""

import asyncio
import contextlib
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from storage import db
from tests.bench.house import House
from tests.bench.storm import Storm

SIZES = {"sqlite": "48m", "postgresql": "256m"}
LONGEST = 4.0
BETWEEN = 3.0
RECOVERS_WITHIN = 8.0
PIECE = bytes(64 * 1024)


def missing() -> str:
    """Why there can be no disk of our own; empty where there can."""
    with TemporaryDirectory(prefix="manyi-") as folder:
        try:
            with small_disk(Path(folder) / "disk", "sqlite"):
                return ""
        except (OSError, subprocess.CalledProcessError):
            return "a small disk can't be mounted (only root can, and not in every container)"


@contextmanager
def small_disk(at: Path, database: str) -> Iterator[Path]:
    """A file system of its own, in memory, at this folder."""
    at.parent.chmod(0o711)  # PostgreSQL, as another user, passes through
    at.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZES[database]},mode=1777", "manyi", at], check=True
    )
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", at], check=True)


async def harm(storm: Storm, count: int) -> None:
    """A file takes all that is left, and goes after a while. A PostgreSQL that has given up is started."""
    assert storm.disk is not None
    for _ in range(count):
        await storm.moment(BETWEEN)
        await storm.aim.at("telegram taken", "webchat taken", patience=BETWEEN)
        hog = storm.disk / "hog"
        await asyncio.to_thread(fill, hog)
        await storm.moment(LONGEST)
        await asyncio.to_thread(fill, hog)
        await storm.moment(LONGEST)
        hog.unlink()
        storm.faults["full disks"] += 1
        if storm.cluster and not await asyncio.to_thread(recovered, storm.house):
            await asyncio.to_thread(storm.cluster.restart, signal.SIGQUIT)
            storm.faults["databases started again"] += 1


def fill(file: Path) -> None:
    """Write until nothing more can be written."""
    with contextlib.suppress(OSError), file.open("ab", buffering=0) as hog:
        while True:
            hog.write(PIECE)


def recovered(house: House) -> bool:
    """Whether the database lets us in, before long."""
    end = time.monotonic() + RECOVERS_WITHIN
    while time.monotonic() < end:
        with contextlib.suppress(db.OutOfReach), db.reading(house.engine) as session:
            session.execute(text("select 1"))
            return True
        time.sleep(0.2)
    return False

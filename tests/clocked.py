"""A module of ours run under a clock that can be put forth and back: `clocked FILE MODULE [ARGUMENT …]`.

FILE holds the seconds by which the clock is wrong, and is looked at twenty times a second. Only the time of
day is moved: what measures spans (the monotonic clock) goes on as in life.
"""

import runpy
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import time_machine

LOOK_SECONDS = 0.05


def wrong_by(file: Path) -> float:
    """Seconds. A file that is just being written, or not there, changes nothing."""
    try:
        return float(file.read_text() or 0)
    except (FileNotFoundError, ValueError):
        return 0.0


def put(file: Path, seconds: float) -> None:
    """Let every process under this file's clock be wrong by so much."""
    new = file.with_suffix(".new")
    new.write_text(str(seconds))
    new.replace(file)


def _follow(traveller: Any, file: Path, now: float) -> None:
    while True:
        wanted = wrong_by(file)
        if wanted != now:
            traveller.shift(timedelta(seconds=wanted - now))
            now = wanted
        time.sleep(LOOK_SECONDS)


def main(file: Path, module: str) -> None:
    now = wrong_by(file)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=now), tick=True) as traveller:
        Thread(target=_follow, args=(traveller, file, now), daemon=True).start()
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    del sys.argv[0]
    main(Path(sys.argv.pop(0)), sys.argv[0])

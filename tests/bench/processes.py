"""Processes of a benchmark's own: what they cost, and servers that live as long as they are needed."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
TICK = os.sysconf("SC_CLK_TCK")


def cpu(pid: int) -> float:
    """Seconds of a processor that this process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory(pid: int) -> dict[str, float]:
    """MB that this process holds: `rss` with, `pss` without the others' part of what it shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    found = {name.lower(): int(rest.split()[0]) / 1024 for name, _, rest in (x.partition(":") for x in lines)}
    return {name: round(found[name], 1) for name in ("rss", "pss")}


def main_of(module: str, *arguments: str | int) -> list[str]:
    """The command that runs `main` of one of our modules, with these arguments, in a process of its own."""
    return [sys.executable, "-c", f"from tests.bench.{module} import main; main(*{arguments!r})"]


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process, ended at the end."""
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def listens(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the process listens."""
    while process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)  # another process starts
    raise RuntimeError(f"ended with {process.returncode}")

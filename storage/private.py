"""The file of an SQLite database is its owner's alone, as keys and backups are: in it is what customers said.
What SQLite keeps beside it gets the same mode from SQLite.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_BESIDE: Final = ("", "-wal", "-shm")


def make(file: Path) -> None:
    """Make it, empty, where there is none: SQLite would let everybody read it. Where that fails, SQLite says
    why."""
    with suppress(OSError, RuntimeError):  # a loop of links is a RuntimeError before Python 3.13
        os.close(os.open(file.resolve(), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def tighten(file: Path) -> None:
    """Take from others what an older version left them; from a group, unless it may write: then it shares
    the database on purpose. What is not ours stays as it is."""
    for each in (file.with_name(file.name + ending) for ending in _BESIDE):
        with suppress(FileNotFoundError, PermissionError):
            mode = each.stat().st_mode
            each.chmod(mode & (0o660 if mode & 0o020 else 0o600))

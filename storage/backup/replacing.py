"""A file is there as a whole or as it was before."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database, under its name with these endings."""


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A new file to be filled, that only its owner can read; at the end it takes the place of `file`.

    After an error nothing of it is left, and `file` is as it was.
    """
    new = file.with_name(f".{file.name}.{token_hex(4)}")
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield new
        _flush(new)
        for ending in BESIDE:
            beside(file, ending).unlink(missing_ok=True)
        new.replace(file)
        _flush(file.parent)
    finally:
        for rest in (new, *(beside(new, ending) for ending in BESIDE)):
            rest.unlink(missing_ok=True)


def beside(file: Path, ending: str) -> Path:
    """The file that SQLite keeps beside this one."""
    return file.with_name(file.name + ending)


def _flush(path: Path) -> None:
    """Onto the disk: a rename too is only safe there once its folder is."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

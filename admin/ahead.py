"""Pieces that are made at full speed, and taken as fast as the other side takes them: a file without a name
stands between the two, so that what makes them is over (and its transaction with it) whoever is slow."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from io import SEEK_END
from threading import Lock
from typing import IO, Final

PIECE: Final = 256 * 1024
"""Bytes that are taken at a time."""

PAUSE: Final = 0.1
"""Seconds until it is looked again whether there is more."""


class _Between:
    """Written at its end in one thread, read from anywhere in another."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._lock = file, Lock()
        self._left = False

    def write(self, made: Iterator[bytes]) -> None:
        """All of it, unless nobody wants it any more."""
        try:
            for piece in made:
                with self._lock:
                    if self._left:
                        return
                    self._file.seek(0, SEEK_END)
                    self._file.write(piece)
        finally:
            if close := getattr(made, "close", None):
                close()

    def read(self, at: int) -> bytes:
        """What stands there from this byte on; empty: nothing yet."""
        with self._lock:
            self._file.seek(at)
            return self._file.read(PIECE)

    def leave(self) -> None:
        """Nobody wants it any more."""
        with self._lock:
            self._left = True


@asynccontextmanager
async def ahead(made: Iterator[bytes]) -> AsyncIterator[AsyncIterator[bytes]]:
    """The same bytes. Raises what making them raises; what is left when the block ends is not made."""
    with tempfile.TemporaryFile() as file:
        between = _Between(file)
        making = asyncio.create_task(asyncio.to_thread(between.write, made))
        try:
            yield _taken(between, making)
        finally:
            between.leave()
            await asyncio.wait([making])


async def _taken(between: _Between, making: asyncio.Task[None]) -> AsyncIterator[bytes]:
    at = 0
    while True:
        over = making.done()
        if piece := await asyncio.to_thread(between.read, at):
            at += len(piece)
            yield piece
        elif over:
            break
        else:
            await asyncio.wait([making], timeout=PAUSE)
    making.result()

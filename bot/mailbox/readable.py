"""Waiting for a socket on the event loop: no thread is held, and whoever waits can be cancelled."""

import asyncio
from typing import Final

POLL_SECONDS: Final = 20.0
"""Where the loop can't wait for a socket."""


async def readable(fileno: int, seconds: float) -> None:
    """Return when there is something to read, or the time is up."""
    loop = asyncio.get_running_loop()
    something = asyncio.Event()
    try:
        loop.add_reader(fileno, something.set)
    except NotImplementedError:  # Windows
        await asyncio.sleep(min(seconds, POLL_SECONDS))
        return
    try:
        async with asyncio.timeout(seconds):
            await something.wait()
    except TimeoutError:
        return
    finally:
        loop.remove_reader(fileno)

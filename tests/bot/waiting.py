"""Waiting for something in the database to come true."""

import asyncio
from collections.abc import Callable

PATIENCE = 60.0
BETWEEN = 0.01


async def until(happened: Callable[[], bool]) -> None:
    """Look again and again, with a short pause between; TimeoutError when it never does."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if await asyncio.to_thread(happened):
                return
            await asyncio.sleep(BETWEEN)

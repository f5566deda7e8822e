"""Waiting for something in the database to come true."""

import asyncio
from collections.abc import Callable

PATIENCE = 10.0


async def until(happened: Callable[[], bool]) -> None:
    """Look again and again; AssertionError when it never does."""
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(happened):
            pass

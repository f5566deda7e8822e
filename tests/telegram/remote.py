"""The stand-in as a process of its own, for the benchmarks: started, driven, ended."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from tests.telegram.deeds import Deed
from tests.telegram.world import TOKEN, Row

ROOT = Path(__file__).parents[2]


class Remote:
    """`url` and `token` are what the bot is given; `order` is any of `tests.telegram.control`."""

    def __init__(self, url: str, control: int, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.token = TOKEN
        self._control = f"http://127.0.0.1:{control}/control/"
        self._http = http
        self._after = 0

    async def order(self, name: str, **asked: Any) -> Any:
        async with self._http.post(self._control + name, data=orjson.dumps(asked)) as answer:
            found = orjson.loads(await answer.read())
            if answer.status != 200:
                raise ValueError(f"{name}: {found['error']}")
            return found

    async def does(self, name: str, *given: Any, **named: Any) -> Deed:
        """One customer does one thing: `await remote.does("says", 1001, "你好")`."""
        return (await self.do([(name, given, named)]))[0]

    async def do(self, deeds: list[tuple[str, Any, dict[str, Any]]]) -> list[Deed]:
        """Many at once."""
        return [Deed(*deed) for deed in await self.order("do", deeds=deeds)]

    async def news(self, wait: float = 5.0) -> list[Row]:
        """What the bot has sent since the last time, to whomever; waits for it so long."""
        found = await self.order("news", after=self._after, wait=wait)
        self._after = found["after"]
        return list(found["rows"])

    async def state(self) -> Row:
        return dict(await self.order("state"))


@asynccontextmanager
async def started(*arguments: str) -> AsyncIterator[Remote]:
    """`async with started("--seed", "3") as telegram:`; ended with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.telegram.standin", *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        told = orjson.loads(await process.stdout.readline())
        timeout = aiohttp.ClientTimeout(total=300)
        async with aiohttp.ClientSession(timeout=timeout) as http:
            yield Remote(told["url"], told["control"], http)
    finally:
        process.terminate()
        await process.wait()

"""Staff at the admin door, over HTTP: signed in, reading, putting back."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from tests.bench.house import LOGIN, House

TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Staff:
    """Somebody who is signed in."""

    http: aiohttp.ClientSession

    async def counted(self) -> dict[str, int]:
        """The summary page: responses completed, and of how many the index is made."""
        html = await self._read("/")
        return {
            "index": int(re.search(r'id="hero".*?共 (\d+) 份', html, re.DOTALL)[1]),
            "completed": int(re.search(r'id="tiles".*?class="value">(\d+)<', html, re.DOTALL)[1]),
        }

    async def put_back(self) -> int:
        """Puts back all that the page of parked messages shows; how many that were."""
        html = await self._read("/parked")
        found = re.findall(r'action="(/parked/\d+/put-back[^"]*)"', html)
        for action in found:
            async with self.http.post(action, data={"csrf": TOKEN.search(html)[1]}) as answer:
                assert answer.status in (200, 409), answer.status
        return len(found)

    async def _read(self, path: str) -> str:
        async with self.http.get(path) as page:
            assert page.status == 200, page.status
            return await page.text()


@asynccontextmanager
async def staff(house: House) -> AsyncIterator[Staff]:
    """Signs in."""
    jar = aiohttp.CookieJar(unsafe=True)  # unsafe: the door stands at a bare address
    async with aiohttp.ClientSession(house.url("admin"), cookie_jar=jar) as http:
        async with http.get("/sign-in") as form:
            token = TOKEN.search(await form.text())[1]
        async with http.post("/sign-in", data={"csrf": token, "login": LOGIN, "password": house.password}):
            yield Staff(http)

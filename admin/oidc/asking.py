"""JSON from the sign-in service. Nothing that it says is logged: there may be names in it."""

from typing import Any, Final

import aiohttp
import orjson

SECONDS: Final = 8.0
LARGEST: Final = 262_144
"""Bytes of an answer."""


class Refused(Exception):
    """It cannot be done; `code` says why, and is the end of a text `page.oidc.refused.<code>`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def ask(
    url: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """(status, the object answered); a form is posted. Nobody is followed elsewhere. Raises Refused:
    unreachable, stranger."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.request(
                "POST" if form else "GET",
                url,
                data=form,
                headers={"Accept": "application/json", **(headers or {})},
                allow_redirects=False,
            ) as answer,
        ):
            status, body = answer.status, await _body(answer)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise Refused("unreachable") from error
    if status >= 500:
        raise Refused("unreachable")
    return status, _object(body)


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    found = bytearray()
    async for part in answer.content.iter_chunked(16_384):
        found += part
        if len(found) > LARGEST:
            raise Refused("stranger")
    return bytes(found)


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = orjson.loads(body)
    except ValueError as error:
        raise Refused("stranger") from error
    if not isinstance(told, dict):
        raise Refused("stranger")
    return told

"""Who may show the chat in a frame is told by the same law that browsers keep."""

from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.__main__ import app
from bot.web.framing import PATH, admits


@pytest.mark.parametrize(
    ("listed", "origin", "may"),
    [
        ("https://shop.example.com", "https://shop.example.com", True),
        ("https://shop.example.com", "https://SHOP.example.com", True),
        ("https://shop.example.com", "https://shop.example.com:8443", False),
        ("https://shop.example.com", "http://shop.example.com", False),
        ("https://shop.example.com", "https://evil.example.com", False),
        ("https://shop.example.com", "https://shop.example.com.evil.org", False),
        ("http://shop.example.com", "https://shop.example.com", True),
        ("http://localhost:8080", "http://localhost:8080", True),
        ("http://localhost:8080", "http://localhost", False),
        ("https://*.example.com", "https://a.b.example.com", True),
        ("https://*.example.com", "https://example.com", False),
        ("https://*.example.com", "https://evilexample.com", False),
        ("https://*.example.com", "null", False),
        ("https://*.example.com", "", False),
        ("https://*.example.com", "https://a.example.com:bad", False),
        ("https://*.example.com", "https://[::1", False),
    ],
)
def test_an_origin_is_listed_or_not(listed: str, origin: str, may: bool) -> None:
    assert admits(urlsplit(listed), origin) is may


async def test_only_listed_websites_get_leave(engine, settings):
    settings.widget_origins = "https://shop.example.com"
    async with TestServer(app(engine, settings)) as door, ClientSession() as http:
        for origin, status in (("https://shop.example.com", 200), ("https://other.example.com", 403)):
            async with http.get(door.make_url(PATH), headers={"Origin": origin}) as answer:
                assert answer.status == status
                leave = answer.headers.get("Access-Control-Allow-Origin")
                assert leave == (origin if status == 200 else None)
        async with http.get(door.make_url(PATH)) as answer:  # our own page
            assert answer.status == 200

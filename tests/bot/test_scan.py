"""A code to go on elsewhere with, as something to scan."""

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.__main__ import app
from bot.conversation.passing import start
from tests.bot.talks import Someone
from tests.bot.test_moving import NOW, code_of


@pytest.fixture
async def outside(engine, settings):
    """A door that can be reached from outside, as its settings say."""
    settings.bot_url = "https://chat.example.com"
    server = TestServer(app(engine, settings))
    await server.start_server()
    yield server
    await server.close()


async def test_the_link_is_drawn(outside):
    async with ClientSession() as session:
        answer = await session.get(outside.make_url("/chat/scan/7K3DM9QX.svg"))
        assert answer.status == 200
        assert answer.content_type == "image/svg+xml"
        assert (await answer.text()).startswith("<?xml")


@pytest.mark.parametrize("code", ["7K3DM9QU", "7K3D-M9QX", "short", "7k3dm9qx"])
async def test_what_is_no_code_is_not_drawn(outside, code):
    async with ClientSession() as session:
        assert (await session.get(outside.make_url(f"/chat/scan/{code}.svg"))).status == 404


async def test_without_a_way_in_from_outside_there_is_nothing_to_draw(door):
    async with ClientSession() as session:
        assert (await session.get(door.make_url("/chat/scan/7K3DM9QX.svg"))).status == 404


def test_who_asks_for_a_code_gets_the_link_and_what_draws_it(engine, settings):
    settings.bot_url = "https://chat.example.com/"
    web = Someone(engine, settings, "webchat", "li", NOW).opens().says("可以", "5")
    code = code_of(web)
    web.hears(f"https://chat.example.com/?survey={start(code)}")
    assert [dict(each.details) for each in web.said if each.details] == [{"scan": code.replace("-", "")}]

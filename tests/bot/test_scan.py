"""A code to go on elsewhere with, as something to scan."""

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.__main__ import app
from bot.conversation.passing import start
from bot.telegram.commands import survey
from bot.web.frames import hello
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


async def draws(door, code: str) -> tuple[int, str]:
    async with ClientSession() as session, session.post(door.make_url("/chat/scan"), data=code) as answer:
        return answer.status, await answer.text() if answer.content_type == "image/svg+xml" else ""


@pytest.mark.parametrize("code", ["7K3DM9QX", "7K3D-M9QX", "7k3dm9qx"])
async def test_the_link_is_drawn(outside, code):
    status, drawn = await draws(outside, code)
    assert status == 200
    assert drawn.startswith("<?xml")


@pytest.mark.parametrize("code", ["7K3DM9QU", "short", "", "7" * 100_000, "👍"])
async def test_what_is_no_code_is_not_drawn(outside, code):
    assert await draws(outside, code) == (404, "")


async def test_without_a_way_in_from_outside_there_is_nothing_to_draw(door):
    assert await draws(door, "7K3DM9QX") == (404, "")


def test_who_asks_for_a_code_gets_the_link_and_what_draws_it(engine, settings):
    settings.bot_url = "https://chat.example.com/"
    web = Someone(engine, settings, "webchat", "li", NOW).opens().says("可以", "5")
    code = code_of(web)
    web.hears(f"https://chat.example.com/#{start(code)}")
    assert [dict(each.details) for each in web.said if each.details] == [{"scan": code.replace("-", "")}]


def test_where_telegram_is_set_up_one_tap_leads_there_and_another_back(engine, settings):
    settings.bot_url, settings.telegram_name = "https://chat.example.com/", "QingheBot"
    web = Someone(engine, settings, "webchat", "li", NOW).opens().says("可以", "5")
    there = f"https://t.me/QingheBot?start={start(code_of(web))}"
    web.hears(there)
    phone = Someone(engine, settings, "telegram", "1001", NOW)
    phone.opens(survey(there.rpartition("=")[2])).hears("接上了", "物流")
    back = f"https://chat.example.com/#{start(code_of(phone))}"
    phone.hears(back, "换到网页")
    assert not any("t.me" in each.text for each in phone.said)
    assert not any(each.details for each in phone.said), "nothing is to be scanned on the phone itself"
    other = Someone(engine, settings, "webchat", "other", NOW)
    other.opens(hello({"type": "hello", "survey": back.rpartition("#")[2]}).survey).hears("接上了", "物流")

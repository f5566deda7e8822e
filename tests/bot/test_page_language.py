"""The customers' page in the language that the browser or the address asks for, and the talk behind it."""

import json
import re

import aiohttp
import pytest
from sqlalchemy import select

from storage import db
from storage.tables import conversations, messages, responses


async def words(door, path="/", **headers):
    async with aiohttp.ClientSession() as http, http.get(door.make_url(path), headers=headers) as page:
        html = await page.text()
        told = re.search(r'<script type="application/json" id="texts">(.*?)</script>', html, re.DOTALL)
        return re.search(r'<html lang="([^"]+)"', html)[1], json.loads(told[1]), page.headers


@pytest.mark.parametrize(
    ("path", "wanted", "lang", "send"),
    [
        ("/", "en-GB,en;q=0.9", "en", "Send"),
        ("/", "zh-HK", "zh-TW", "傳送"),
        ("/", "zh-CN", "zh-CN", "发送"),
        ("/", "fr", "zh-CN", "发送"),
        ("/?lang=en", "zh-CN", "en", "Send"),
        ("/?lang=tlh", "zh-TW", "zh-TW", "傳送"),
    ],
)
async def test_the_page_is_in_the_language_wanted(door, path, wanted, lang, send):
    found, texts, headers = await words(door, path, **{"Accept-Language": wanted})
    assert (found, texts["send"]) == (lang, send)
    assert "Accept-Language" in headers["Vary"]


async def test_the_page_suggests_its_language_and_the_talk_keeps_what_comes_of_it(arrive, engine):
    customer = await arrive(language="en")
    await customer.hears("May we start?")
    await customer.says("yes")
    await customer.hears("quality of the product")
    mark = await customer.says("说中文")
    await customer.hears("产品质量")
    with db.reading(engine) as session:
        assert session.scalar(select(conversations.c.language)) == "zh-CN"
        assert session.scalar(select(responses.c.language)) == "en"
        said = select(messages.c.choice).where(messages.c.external_id == mark)
        assert session.scalar(said) == {"of": "language", "keys": ["zh-CN"]}


async def test_a_refusal_is_told_in_the_language_of_the_page(arrive):
    customer = await arrive(language="en")
    await customer.hears("May we start?")
    await customer.sends(type="none")
    await customer.until(lambda: customer.refused)
    assert "isn't supported" in customer.refused[-1]["text"]


@pytest.mark.parametrize("language", ["tlh", "", "x" * 500, 7, None, ["en"]])
async def test_a_language_that_is_none_is_our_own(arrive, language):
    customer = await arrive(language=language)
    await customer.hears("可以开始吗")

"""The stand-in as a process of its own, driven over HTTP."""

import aiohttp
import pytest

from tests.telegram.remote import started


@pytest.fixture
async def telegram():
    async with started("--seed", "3") as made:
        yield made


@pytest.fixture
async def call(telegram):
    async with aiohttp.ClientSession() as http:

        async def post(method, **fields):
            async with http.post(f"{telegram.url}/bot{telegram.token}/{method}", json=fields) as answer:
                return await answer.json()

        yield post


async def test_customers_act_and_hear_from_another_process(telegram, call):
    said, started_by = await telegram.do([("says", (7, "你好"), {}), ("starts", (8, "nps"), {})])
    updates = (await call("getUpdates"))["result"]
    assert [update["message"]["text"] for update in updates] == ["你好", "/start nps"]
    assert not await telegram.order("arrived", ticket=said.ticket)
    await call("sendMessage", chat_id=7, text="您好", offset=1)
    await call("getUpdates", offset=updates[-1]["update_id"] + 1)
    assert await telegram.order("arrived", ticket=started_by.ticket)
    assert [(row["chat"], row["text"]) for row in await telegram.news()] == [(7, "您好")]
    assert await telegram.news(wait=0) == []


async def test_in_an_outage_it_is_still_driven(telegram, call):
    await telegram.order("fails")
    with pytest.raises(aiohttp.ClientConnectionError):
        await call("getMe")
    assert (await telegram.state())["waiting"] == 0
    await telegram.order("back", shift=200)
    assert (await call("getMe"))["ok"]


async def test_a_wrong_order_says_what_is_wrong(telegram):
    with pytest.raises(ValueError, match="no dial is called refused"):
        await telegram.order("faults", refused=1.0)
    with pytest.raises(ValueError, match="NoButton"):
        await telegram.does("presses", 7, "满意")

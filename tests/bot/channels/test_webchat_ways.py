"""The web chat by a QR code with its place, and by long polling: what only they have."""

import json

import aiohttp
import pytest
from sqlalchemy import select

from bot.web import polling
from storage import db
from storage.tables import complaints, conversations, messages, responses
from tests.bot.channels.test_contract import staff_say
from tests.bot.channels.test_webchat import NO_MESSAGES, texts
from tests.bot.channels.webchat import Person
from tests.bot.waiting import until


@pytest.fixture(params=["arrive", "arrive_polling"])
def come(request):
    return request.getfixturevalue(request.param)


def places(engine, table) -> list[str]:
    with db.reading(engine) as session:
        return list(session.scalars(select(table.c.place).order_by(table.c.id)))


async def test_the_place_of_the_code_stands_with_what_is_said(come, engine):
    customer = await come(survey="satisfaction", visit="one", place="门店３")
    await customer.hears("可以开始吗")
    assert places(engine, conversations) == ["门店3"]
    await customer.picks("agree")
    await customer.hears("产品质量")
    assert places(engine, responses) == ["门店3"]
    await customer.says("我要投诉")
    await customer.says("沙发腿断了，坐下去人摔了")
    open_ = await asked(customer, "fact", "summary")
    while not open_.startswith("summary"):
        await customer.picks("skip", of=open_)
        open_ = await asked(customer, "fact", "summary", but=open_)
    await customer.picks("submit", of=open_)
    await until(lambda: places(engine, complaints) == ["门店3"])


async def asked(customer, *states: str, but: str = "") -> str:
    """The mark of what is asked next, once it is in one of these states."""
    await customer.until(lambda: customer.asked["of"].startswith(states) and customer.asked["of"] != but)
    return customer.asked["of"]


async def test_the_place_of_the_last_code_counts_and_what_is_none_changes_nothing(come, engine):
    customer = await come(survey="satisfaction", visit="one", place="门店3")
    await customer.hears("可以开始吗")
    again = await come(customer.token, customer.after, survey="satisfaction", visit="two", place="门店5")
    await again.says("你好")
    assert places(engine, conversations) == ["门店5"]
    for bad in ("<script>", "店" * 41, "a\x00b"):
        again = await come(customer.token, again.after, survey="satisfaction", visit="v3", place=bad)
        await again.says("你好")
        assert places(engine, conversations) == ["门店5"]


async def test_staff_words_arrive_while_a_request_waits(arrive_polling, engine):
    customer = await arrive_polling()
    await customer.hears("可以开始吗")
    staff_say(engine, Person(customer), "我是小王，马上帮您查")
    assert (await customer.hears("马上帮您查"))["name"] == "小王"


async def test_a_wait_that_brings_nothing_ends_and_begins_anew(arrive_polling, engine, monkeypatch):
    monkeypatch.setattr(polling, "WAIT_SECONDS", 0.05)
    customer = await arrive_polling()
    await customer.hears("可以开始吗")
    for text in ("可以", "满意"):
        await customer.says(text)
    await customer.hears("物流")
    assert customer.order == sorted(set(customer.order))


async def test_several_frames_in_one_request_are_taken_in_order_and_once(arrive_polling, engine):
    customer = await arrive_polling()
    await customer.hears("可以开始吗")
    said = [{"type": "text", "id": f"m{n}", "text": f"第{n}句", "seen": 0} for n in range(10)]
    for _ in range(2):
        status, told = await customer.posts(json.dumps(said))
        assert status == 200
        assert [frame["id"] for frame in told] == [f"m{n}" for n in range(10)]
    assert texts(engine) == [f"第{n}句" for n in range(10)]


async def test_a_socket_and_a_request_show_the_same_talk(arrive, arrive_polling):
    one = await arrive()
    await one.hears("可以开始吗")
    two = await arrive_polling(one.token)
    await two.says("可以")
    await one.hears("产品质量")
    await one.says("满意")
    await two.hears("物流")
    await two.until(lambda: two.rows.keys() == one.rows.keys())
    assert two.rows == one.rows


async def test_a_token_of_a_database_that_is_no_more_begins_anew(arrive_polling):
    customer = await arrive_polling("A" * 32, after=500)
    await customer.hears("可以开始吗")
    assert customer.token == "A" * 32


async def test_what_is_no_message_is_refused_with_a_text_and_the_talk_goes_on(arrive_polling, engine):
    customer = await arrive_polling()
    await customer.hears("可以开始吗")
    bodies = [f"[{frame}]" for frame in NO_MESSAGES if frame != '{"type":"hello"}']
    bodies += ["", "[]", "{}", "null", '"x"', "[" * 100_000, json.dumps([{"type": "text"}] * 51)]
    for body in bodies:
        status, told = await customer.posts(body)
        assert (status, [frame["type"] for frame in told]) in (
            (200, ["refused"]), (400, ["refused"]), (200, ["refused"] * 51),
        ), body[:60]  # fmt: skip
        assert len(told[0]["text"]) > 5
    assert texts(engine) == []
    await customer.says("可以")
    await customer.hears("产品质量")


async def test_who_is_not_our_page_is_turned_away(arrive_polling, door):
    customer = await arrive_polling()
    await customer.hears("可以开始吗")
    frame = json.dumps([{"type": "text", "id": "a", "text": "x", "seen": 0}])
    assert (await customer.posts(frame, Origin="https://elsewhere.example"))[0] == 403
    assert (await customer.posts(frame, **{"Content-Type": "text/plain"}))[0] == 403
    async with aiohttp.ClientSession() as http:
        url = door.make_url(polling.PATH)
        for asked in ({}, {"X-Talk": "short"}):
            async with http.get(url, headers=asked) as answer:
                assert answer.status == 400
        for after in ("-1", "x", "٣", "9" * 12):
            headers = {"X-Talk": customer.token}
            async with http.get(url, headers=headers, params={"after": after}) as answer:
                assert answer.status == 400


async def test_a_body_without_end_is_refused_before_it_fills_the_memory(arrive_polling, monkeypatch):
    monkeypatch.setattr(polling, "LARGEST", 1000)
    customer = await arrive_polling()
    await customer.hears("可以开始吗")
    status, told = await customer.posts("[" + " " * 5000 + "]")
    assert (status, told[0]["why"]) == (400, "too_long")


async def test_only_so_many_requests_of_one_talk_wait_at_a_time(arrive_polling, monkeypatch, door):
    monkeypatch.setattr(polling, "MOST_WAITS", 1)
    customer = await arrive_polling()
    await customer.hears("可以开始吗")
    async with aiohttp.ClientSession() as http:
        asked = {"headers": {"X-Talk": customer.token}, "params": {"after": str(customer.after)}}

        async def status():
            async with http.get(door.make_url(polling.PATH), **asked) as answer:
                return answer.status

        await until_async(status, 503)


async def until_async(status, wanted):
    import asyncio

    async with asyncio.timeout(30):
        while await status() != wanted:
            pass


async def test_what_was_seen_is_told_by_post(arrive_polling, engine):
    customer = await arrive_polling()
    await customer.hears("可以开始吗")
    await customer.sees()

    def seen():
        with db.reading(engine) as session:
            return session.scalar(select(conversations.c.seen))

    await until(lambda: seen() == customer.after)
    with db.reading(engine) as session:
        assert session.scalar(select(messages.c.kind)) == "open"

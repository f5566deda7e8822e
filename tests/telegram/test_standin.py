"""The stand-in is itself what the real Bot API is, where the bot could notice."""

import asyncio
from itertools import pairwise

import aiohttp
import pytest

from tests.telegram.standin import StandIn

KEYBOARD = {"inline_keyboard": [[{"text": "好", "callback_data": "1.q|5"}]]}


@pytest.fixture
async def telegram():
    async with StandIn() as made:
        yield made


@pytest.fixture
async def call(telegram):
    async with aiohttp.ClientSession() as http:

        async def post(method, token=telegram.token, **fields):
            async with http.post(f"{telegram.url}/bot{token}/{method}", json=fields) as answer:
                return answer.status, await answer.json()

        yield post


async def test_an_update_comes_again_until_its_offset_is_passed(telegram, call):
    deed = telegram.does.says(7, "你好")
    first = (await call("getUpdates"))[1]["result"]
    assert (await call("getUpdates"))[1]["result"] == first
    assert not telegram.queue.settled(deed.ticket)
    assert (await call("getUpdates", offset=first[0]["update_id"] + 1))[1]["result"] == []
    assert telegram.queue.settled(deed.ticket)


async def test_a_poll_waits_for_the_first_update(telegram, call):
    polling = asyncio.create_task(call("getUpdates", timeout=30))
    await telegram.until(lambda: telegram.polling.pollers)
    telegram.does.says(7, "你好")
    assert (await polling)[1]["result"][0]["message"]["text"] == "你好"


async def test_who_polls_beside_another_ends_it(telegram, call):
    polling = asyncio.create_task(call("getUpdates", timeout=30))
    await telegram.until(lambda: telegram.polling.pollers)
    assert (await call("getUpdates"))[0] == 200
    assert (await polling)[0] == 409
    assert telegram.polling.conflicts == 1


async def test_kinds_that_were_not_asked_for_do_not_come(telegram, call):
    await call("getUpdates", allowed_updates=["message"])
    telegram.does.raw({"poll": {}})
    telegram.does.says(7, "你好")
    (update,) = (await call("getUpdates"))[1]["result"]
    assert "message" in update


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "长" * 4097}, "message is too long"),
        ({"text": "🙂" * 2049}, "message is too long"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "a" * 65}]]}},
            "BUTTON_DATA_INVALID",
        ),
        ({"text": "x", "chat_id": 8}, "chat not found"),
        ({"text": "x", "chat_id": "x"}, "chat not found"),
    ],
)
async def test_what_the_real_one_refuses_is_refused(telegram, call, fields, words):
    telegram.does.says(7, "你好")
    status, answer = await call("sendMessage", **({"chat_id": 7} | fields))
    assert (status, answer["description"]) == (400, f"Bad Request: {words}")
    assert telegram.sent(7) == []


async def test_another_token_is_unauthorised(call):
    assert (await call("getMe", token="1:x"))[0] == 401
    assert (await call("getNothing"))[0] == 404


async def test_a_blocked_bot_is_told_so(telegram, call):
    telegram.does.blocks(7)
    assert (await call("sendMessage", chat_id=7, text="x"))[0] == 403
    telegram.does.unblocks(7)
    assert (await call("sendMessage", chat_id=7, text="x"))[0] == 200


async def test_numbers_of_messages_rise_over_all_chats(telegram, call):
    numbers = [telegram.does.says(chat, "x").message_id for chat in (7, 8, 7)]
    numbers.append((await call("sendMessage", chat_id=8, text="x"))[1]["result"]["message_id"])
    assert all(before < after for before, after in pairwise(numbers))


async def test_an_old_press_is_neither_delivered_nor_answered(telegram, call):
    telegram.does.says(7, "你好")
    await call("sendMessage", chat_id=7, text="几分？", reply_markup=KEYBOARD)
    press = telegram.does.presses(7, "好")
    assert (await call("answerCallbackQuery", callback_query_id=press.id))[0] == 200
    telegram.clock.shift(151)
    assert ["message" in update for update in (await call("getUpdates"))[1]["result"]] == [True]
    status, answer = await call("answerCallbackQuery", callback_query_id=press.id)
    assert (status, "query is too old" in answer["description"]) == (400, True)


async def test_an_edit_that_changes_nothing_is_refused(telegram, call):
    telegram.does.says(7, "你好")
    sent = (await call("sendMessage", chat_id=7, text="几分？", reply_markup=KEYBOARD))[1]["result"]
    fields = {"chat_id": 7, "message_id": sent["message_id"], "text": "几分？"}
    assert (await call("editMessageText", **fields, reply_markup=KEYBOARD))[0] == 400
    assert (await call("editMessageText", **fields))[0] == 200
    assert "reply_markup" not in telegram.shown(7)[0]


async def test_forms_say_the_same_as_json(telegram):
    telegram.does.says(7, "你好")
    fields = {"chat_id": "7", "text": "几分？", "reply_markup": '{"inline_keyboard":[[{"text":"好"}]]}'}
    mixed = aiohttp.FormData(fields)
    mixed.add_field("document", b"x", filename="x.txt")
    async with aiohttp.ClientSession() as http:
        for data in (fields, mixed):
            async with http.post(f"{telegram.url}/bot{telegram.token}/sendMessage", data=data) as answer:
                assert (await answer.json())["result"]["reply_markup"]["inline_keyboard"][0][0][
                    "text"
                ] == "好"


async def test_files_are_fetched_by_their_path(telegram, call):
    telegram.does.photo(7, b"\x89PNG" * 1000, caption="坏了")
    message = (await call("getUpdates"))[1]["result"][0]["message"]
    file = (await call("getFile", file_id=message["photo"][-1]["file_id"]))[1]["result"]
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{telegram.url}/file/bot{telegram.token}/{file['file_path']}") as answer,
    ):
        assert await answer.read() == b"\x89PNG" * 1000


async def test_one_chat_is_refused_and_another_is_not(telegram, call):
    for chat in (7, 8):
        telegram.does.says(chat, "x")
    telegram.faults.refuse_for(60, chat=7, retry_after=5)
    status, answer = await call("sendMessage", chat_id=7, text="x")
    assert (status, answer["parameters"]) == (429, {"retry_after": 5})
    assert (await call("sendMessage", chat_id=8, text="x"))[0] == 200


@pytest.mark.parametrize(("kind", "arrives"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_reset_loses_the_message_or_only_the_reply(telegram, call, kind, arrives):
    telegram.does.says(7, "x")
    telegram.faults.once("sendMessage", kind)
    with pytest.raises(aiohttp.ClientConnectionError):
        await call("sendMessage", chat_id=7, text="x")
    assert [row["lost"] for row in telegram.sent(7)] == [True] * arrives


async def test_dials_are_seeded():
    def drawn(seed):
        faults = StandIn(seed=seed).faults
        faults.set(refuse=0.2, fail=0.2, hang=0.1)
        return [faults.choose("sendMessage", 7)[0] for _ in range(200)]

    assert drawn(3) == drawn(3) != drawn(4)
    assert {"refuse", "fail", "hang", ""} == set(drawn(3))


async def test_in_an_outage_nobody_is_reached_and_what_was_done_waits(telegram, call):
    await telegram.fails()
    with pytest.raises(aiohttp.ClientConnectionError):
        await call("getMe")
    telegram.does.says(7, "你好")
    await telegram.is_back()
    assert len((await call("getUpdates"))[1]["result"]) == 1
    await telegram.fails("hang")
    hanging = asyncio.create_task(call("getMe"))
    await telegram.is_back()
    assert (await asyncio.gather(hanging, call("getMe"), return_exceptions=True))[1][0] == 200


async def test_who_was_being_let_in_as_an_outage_began_is_not_served_either(telegram, call, monkeypatch):
    await call("getMe")
    monkeypatch.setattr(telegram, "_abort", lambda: None)  # such a connection is not known yet
    await telegram.fails()
    with pytest.raises(aiohttp.ClientConnectionError):
        await call("getMe")
    assert telegram.calls == {"getMe": 1}


async def test_dials_hand_updates_over_twice_and_out_of_order(telegram, call):
    telegram.faults.set(repeat=1.0)
    telegram.does.says(7, "一")
    telegram.faults.set(repeat=0.0, reorder=1.0)
    telegram.does.says(7, "二")
    telegram.faults.set(reorder=0.0)
    telegram.does.says(7, "三")
    updates = (await call("getUpdates"))[1]["result"]
    assert [update["message"]["text"] for update in updates] == ["一", "一", "三", "二"]
    assert len({update["update_id"] for update in updates}) == 4


async def test_the_webhook_is_posted_to_until_it_says_yes(telegram, call, aiohttp_server):
    from aiohttp import web

    got = []

    async def answer(request):
        got.append(
            (request.headers["X-Telegram-Bot-Api-Secret-Token"], (await request.json())["message"]["text"])
        )
        return web.Response(status=503 if len(got) < 3 else 200)

    app = web.Application()
    app.router.add_post("/telegram", answer)
    door = await aiohttp_server(app)
    await call("setWebhook", url=str(door.make_url("/telegram")), secret_token="geheim")
    assert (await call("getUpdates"))[0] == 409
    await telegram.arrived(telegram.does.says(7, "你好"))
    assert got == [("geheim", "你好")] * 3
    assert telegram.webhook.answers == {503: 2, 200: 1}

"""What only the web chat has: its page, its socket, its files, and whatever a stranger may send to them."""

import asyncio
import itertools
import json
from datetime import UTC, datetime

import aiohttp
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from bot.pace import Pace
from bot.web.sockets import Sockets
from bot.web.uploads import Uploads
from storage import conversations, db, files
from storage.tables import files as files_table
from storage.tables import messages
from tests.bot.channels.test_contract import staff_say
from tests.bot.channels.webchat import Person

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def texts(engine) -> list[str]:
    with db.reading(engine) as session:
        query = (
            select(messages.c.text)
            .where(messages.c.kind == "text")
            .order_by(messages.c.conversation_id, messages.c.seq)
        )
        return list(session.scalars(query))


async def test_the_page_and_its_assets_are_our_own_under_a_strict_policy(door):
    async with aiohttp.ClientSession() as http, http.get(door.make_url("/")) as page:
        policy, text = page.headers["Content-Security-Policy"], await page.text()
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'self';" in policy + ";"
        assert "青禾家居" in text
        for name, kind in (
            ("chat.css", "text/css"),
            ("chat.js", "text/javascript"),
            ("icon.svg", "image/svg+xml"),
        ):
            async with http.get(door.make_url(f"/static/{name}")) as asset:
                assert asset.status == 200
                assert asset.content_type == kind
                assert asset.headers["X-Content-Type-Options"] == "nosniff"
        for name in ("frames.py", "index.html", "..%2F__main__.py"):
            async with http.get(door.make_url(f"/static/{name}")) as asset:
                assert asset.status == 404


async def test_health(door):
    async with aiohttp.ClientSession() as http, http.get(door.make_url("/health")) as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_another_site_cannot_open_a_socket(door, arrive):
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(door.make_url("/chat/ws"), headers={"Origin": "https://elsewhere.example"})
        assert refused.value.status == 403
        own = str(door.make_url("/")).rstrip("/")
        async with http.ws_connect(door.make_url("/chat/ws"), headers={"Origin": own}) as ws:
            await ws.send_json({"type": "hello", "token": None, "after": 0, "survey": ""})
            assert (await ws.receive_json())["type"] == "welcome"


async def test_a_new_customer_gets_a_token_that_cannot_be_guessed_or_read_from_the_database(arrive, engine):
    first, second = await arrive(), await arrive()
    await first.hears("可以开始吗")
    assert first.token != second.token
    assert len(first.token) >= 32
    with db.reading(engine) as session:
        dump = str(session.execute(select(messages)).all())
        assert first.token not in dump
        assert conversations.find(session, ("webchat", first.token)) is None


async def test_a_reload_shows_the_talk_as_it_was(arrive):
    customer = await arrive()
    await customer.hears("可以开始吗")
    await customer.says("可以")
    await customer.hears("产品质量")
    again = await arrive(customer.token)
    await again.hears("产品质量")
    assert again.rows == customer.rows
    shown = customer.after
    later = await arrive(customer.token, after=shown)
    await later.says("满意")
    await later.hears("物流")
    assert min(later.rows) == shown + 1


async def test_two_tabs_show_the_same_and_each_line_once_in_order(arrive):
    one = await arrive()
    await one.hears("可以开始吗")
    two = await arrive(one.token)
    await two.hears("可以开始吗")
    await one.says("可以")
    await asyncio.gather(*((one, two)[n % 2].says(f"{n % 5 + 1}") for n in range(10)))
    for tab in (one, two):
        other = two if tab is one else one
        await tab.until(
            lambda tab=tab, other=other: tab.after == other.after and len(tab.rows) == len(other.rows)
        )
    assert one.rows == two.rows
    assert one.order == sorted(set(one.order))
    assert two.order == sorted(set(two.order))


async def test_a_greeting_that_fails_leaves_no_socket_behind(arrive, monkeypatch):
    open_ones = []
    real = Sockets._find

    def find(sockets, address):
        open_ones.append(sockets._open)
        raise OperationalError("select 1", {}, Exception("database is locked"))

    monkeypatch.setattr(Sockets, "_find", find)
    customer = await arrive()
    await customer.is_sent_away()
    assert open_ones == [{}]
    monkeypatch.setattr(Sockets, "_find", real)
    again = await arrive(customer.token)
    await again.hears("可以开始吗")


async def test_a_link_followed_again_begins_the_survey_anew_and_a_break_of_the_line_does_not(arrive):
    customer = await arrive(survey="satisfaction", visit="first")
    await customer.hears("可以开始吗")
    await customer.says("可以")
    await customer.hears("产品质量")
    await customer.says("停止")
    stopped = customer.after
    await customer.leave()
    await customer.connect(stopped, "satisfaction", "first")
    await customer.says("你好")
    assert not [row for seq, row in customer.rows.items() if seq > stopped and "产品质量" in row["text"]]
    again = await arrive(customer.token, customer.after, survey="satisfaction", visit="second")
    await again.hears("产品质量")


async def test_a_token_of_a_database_that_is_no_more_begins_anew(arrive):
    customer = await arrive("A" * 32, after=500)
    await customer.hears("可以开始吗")
    assert customer.token == "A" * 32


@pytest.mark.parametrize("token", [None, "", "short", 7, ["x"], "x" * 5000, "ünï" * 20])
async def test_what_is_no_token_gets_a_new_one(arrive, token):
    customer = await arrive(token)
    await customer.hears("可以开始吗")
    assert customer.token != token


async def test_staff_words_arrive_by_themselves(arrive, engine):
    customer = await arrive()
    await customer.hears("可以开始吗")
    staff_say(engine, Person(customer), "我是小王，马上帮您查")
    row = await customer.hears("马上帮您查")
    assert (row["from"], row["name"]) == ("staff", "小王")


NO_MESSAGES = [
    "",
    "{",
    "null",
    "[]",
    '"text"',
    "[" * 100_000,
    '{"type":"text","id":"a","text":' + "9" * 5000 + "}",
    '{"type":"dance","id":"a"}',
    '{"type":["text"],"id":"a"}',
    '{"type":"hello"}',
    '{"type":"text","text":"没有编号"}',
    '{"type":"text","id":"../..","text":"x"}',
    '{"type":"text","id":"\\u0000","text":"x"}',
    '{"type":"text","id":"a","text":7}',
    '{"type":"text","id":"a","text":"x","seen":-1}',
    '{"type":"text","id":"a","text":"x","seen":1e9}',
    '{"type":"text","id":"a","text":"x","seen":99999999999999999999}',
    '{"type":"choice","id":"a","keys":"4","of":"1.quality"}',
    '{"type":"choice","id":"a","keys":[4],"of":"1.quality"}',
    '{"type":"choice","id":"a","keys":["4"]}',
    '{"type":"choice","id":"a","keys":["\\ud800"],"of":"1.quality"}',
    '{"type":"choice","id":"a","keys":' + json.dumps(["4"] * 1000) + ',"of":"1.quality"}',
    '{"type":"seen","seq":"7"}',
]


async def test_what_is_no_message_is_refused_with_a_text_and_the_talk_goes_on(arrive, engine):
    customer = await arrive()
    await customer.hears("可以开始吗")
    for count, frame in enumerate(NO_MESSAGES, 1):
        await customer.sends_raw(frame)
        await customer.until(lambda count=count: len(customer.refused) == count, f"a refusal of {frame[:60]}")
        assert len(customer.refused[-1]["text"]) > 5
    await customer.sends_bytes(b"\xff\xfe")
    await customer.until(lambda: len(customer.refused) == len(NO_MESSAGES) + 1)
    assert texts(engine) == []
    await customer.says("可以")
    await customer.hears("产品质量")


async def test_a_talk_begins_with_hello(door):
    async with aiohttp.ClientSession() as http, http.ws_connect(door.make_url("/chat/ws")) as ws:
        await ws.send_json({"type": "text", "id": "a", "text": "你好"})
        assert (await ws.receive_json())["type"] == "refused"
        assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_a_megabyte_is_refused_clearly_and_what_fits_is_kept_whole(arrive, engine):
    customer = await arrive()
    await customer.hears("可以开始吗")
    mark = await customer.says("很" * 1_000_000)
    assert customer.refused[-1]["id"] == mark
    assert "太长" in customer.refused[-1]["text"]
    await customer.says("长" * 20_000)
    assert texts(engine) == ["长" * 20_000]


@pytest.mark.parametrize(
    "text",
    ["", " ", "😡", "\u202e反了", "\x07\x1b[31m", "<script>alert(1)</script>", "=1+1", "\ufeff", "👨‍👩‍👧"],
)
async def test_whatever_is_typed_is_kept_unchanged_and_answered(arrive, engine, text):
    customer = await arrive()
    await customer.hears("可以开始吗")
    before = customer.after
    await customer.says(text)
    await customer.until(lambda: any(s > before and r["from"] == "bot" for s, r in customer.rows.items()))
    assert texts(engine) == [text]


async def test_what_no_database_takes_is_replaced_and_the_bytes_are_kept(arrive, engine):
    customer = await arrive()
    await customer.hears("可以开始吗")
    await customer.says("坏\0了\ud83d")
    with db.reading(engine) as session:
        row = session.execute(select(messages.c.text, messages.c.raw).where(messages.c.kind == "text")).one()
    assert row == ("坏\ufffd了\ufffd", "坏\0了\ud83d".encode("utf-8", "surrogatepass"))


async def test_a_flood_from_one_is_slowed_and_nobody_else_waits(arrive, engine):
    flooder, other = await arrive(), await arrive()
    await flooder.hears("可以开始吗")
    await other.hears("可以开始吗")
    numbers = itertools.count()

    async def flood() -> None:
        mark = next(numbers)
        await flooder.sends(type="text", id=f"m{mark}", text=f"第{mark}条", seen=0)

    await asyncio.gather(*(flood() for _ in range(300)))
    await other.says("可以")
    await other.hears("产品质量")
    for sent in range(300, 3000, 300):  # on a slow machine three hundred are no flood
        await flooder.until(lambda sent=sent: len(flooder.taken) + len(flooder.refused) == sent)
        if flooder.refused:
            break
        await asyncio.gather(*(flood() for _ in range(300)))
    assert flooder.refused
    assert all("慢" in row["text"] for row in flooder.refused)
    kept = [f"第{mark[1:]}条" for mark in sorted(flooder.taken, key=lambda mark: int(mark[1:]))]
    assert [text for text in texts(engine) if text.startswith("第")] == kept


async def test_a_file_is_shown_to_its_owner_only(arrive):
    owner, stranger = await arrive(), await arrive()
    await owner.hears("可以开始吗")
    await stranger.hears("可以开始吗")
    status, answer = await owner.uploads("../../照片\u202e.png", PNG)
    assert (status, answer["type"]) == (200, "taken")
    await owner.until(lambda: any("file" in row for row in owner.rows.values()))
    file = next(row["file"] for row in owner.rows.values() if "file" in row)
    assert (file["name"], file["kind"], file["size"]) == ("照片.png", "image/png", len(PNG))
    status, content, headers = await stranger.fetches(file["url"])  # the signed link opens it
    assert (status, content) == (200, PNG)
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    plain = f"chat/files/{file['id']}"
    assert (await owner.fetches(plain, **{"X-Talk": owner.token}))[0] == 200
    assert (await stranger.fetches(plain, **{"X-Talk": stranger.token}))[0] == 404
    assert (await stranger.fetches(plain))[0] == 404
    assert (await stranger.fetches(file["url"].replace("key=", "key=0")))[0] == 404
    assert (await stranger.fetches(plain + "?until=99999999999&key=" + "0" * 64))[0] == 404
    assert (await owner.fetches("chat/files/999999", **{"X-Talk": owner.token}))[0] == 404


async def test_a_file_that_staff_put_to_a_complaint_is_nobodys_here(arrive, engine):
    owner = await arrive()
    await owner.hears("可以开始吗")
    await owner.uploads("说明.txt", "箱子破了".encode())
    await owner.until(lambda: any("file" in row for row in owner.rows.values()))
    file = next(row["file"] for row in owner.rows.values() if "file" in row)
    with db.writing(engine) as session:
        session.execute(update(files_table).values(conversation_id=None))
    for address in (file["url"], f"chat/files/{file['id']}"):
        assert (await owner.fetches(address, **{"X-Talk": owner.token}))[0] == 404


async def test_other_files_are_handed_over_as_downloads(arrive):
    owner = await arrive()
    await owner.hears("可以开始吗")
    await owner.uploads("说明.txt", "箱子破了".encode())
    await owner.until(lambda: any("file" in row for row in owner.rows.values()))
    file = next(row["file"] for row in owner.rows.values() if "file" in row)
    _, _, headers = await owner.fetches(file["url"])
    assert headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"<html><script>x()</script></html>", 415, "不能发送这种文件"),
        (b"MZ\x90\0" + bytes(100), 415, "不能发送这种文件"),
        (b"", 400, "空"),
        (PNG + bytes(300_000), 413, "太大"),
    ],
)
async def test_a_file_that_is_not_taken_is_refused_with_a_reason(arrive, engine, content, status, words):
    customer = await arrive()
    await customer.hears("可以开始吗")
    got, answer = await customer.uploads("photo.png", content, mark="m1")
    assert (got, answer["type"], answer["id"]) == (status, "refused", "m1")
    assert words in answer["text"]


async def test_an_upload_that_is_none_is_refused(arrive, door):
    customer = await arrive()
    await customer.hears("可以开始吗")
    async with aiohttp.ClientSession() as http:
        for headers in ({}, {"X-Talk": "short"}, {"X-Talk": customer.token}):
            async with http.post(door.make_url("/chat/files"), data=b"x", headers=headers) as answer:
                assert answer.status == 400
                assert (await answer.json())["type"] == "refused"
    assert (await customer.uploads("a.png", PNG, mark="not a mark"))[0] == 400
    assert (await customer.uploads("a.png", PNG, seen="x"))[0] == 200


@pytest.fixture
def slow_pace(monkeypatch) -> None:
    """As many files at once as else, and no more while a test runs, however long that takes."""
    monkeypatch.setattr("bot.web.uploads.Pace", lambda rate, burst: Pace(0.001, burst))


@pytest.mark.usefixtures("slow_pace")
async def test_an_upload_that_comes_too_fast_is_refused_before_it_is_read(arrive, monkeypatch):
    customer = await arrive()
    await customer.hears("可以开始吗")
    read = []
    real = Uploads._read

    async def reading(uploads, request, form):
        read.append(form)
        await real(uploads, request, form)

    monkeypatch.setattr(Uploads, "_read", reading)
    got = await asyncio.gather(*(customer.uploads("a.png", PNG) for _ in range(40)))
    refused = [answer for status, answer in got if status == 429]
    assert 10 <= len(refused) < 40
    assert len(read) == 40 - len(refused)
    assert all("慢" in answer["text"] for answer in refused)


async def test_a_file_that_cannot_be_kept_now_is_refused_with_a_reason(arrive, monkeypatch):
    def count(*_):
        raise OperationalError("select 1", {}, Exception("disk I/O error"))

    customer = await arrive()
    await customer.hears("可以开始吗")
    monkeypatch.setattr(files, "count", count)
    status, answer = await customer.uploads("a.png", PNG)
    assert (status, answer["type"]) == (503, "refused")
    assert "稍后" in answer["text"]


async def test_only_so_many_files_are_taken_of_one_talk_and_that_is_told(arrive, monkeypatch):
    monkeypatch.setattr("bot.web.uploads.MOST_FILES", 2)
    one, other = await arrive(), await arrive()
    await one.hears("可以开始吗")
    await other.hears("可以开始吗")
    assert [(await one.uploads("a.png", PNG))[0] for _ in range(3)] == [200, 200, 409]
    assert "2 个文件" in (await one.uploads("a.png", PNG))[1]["text"]
    assert (await other.uploads("a.png", PNG))[0] == 200


async def test_an_upload_that_never_ends_gives_up_its_place(arrive, monkeypatch):
    customer = await arrive()
    await customer.hears("可以开始吗")

    async def endless():
        yield b"--x\r\nContent-Disposition: form-data; name=file; filename=a.png\r\n\r\n"
        await asyncio.Event().wait()

    headers = {"X-Talk": customer.token, "Content-Type": "multipart/form-data; boundary=x"}
    with monkeypatch.context() as impatient:
        impatient.setattr("bot.web.uploads.SECONDS", 0.05)
        async with (
            aiohttp.ClientSession() as http,
            http.post(customer.url + "chat/files", data=endless(), headers=headers) as answer,
        ):
            assert answer.status == 503
    assert (await customer.uploads("a.png", PNG))[0] == 200


async def test_an_upload_repeated_is_taken_once(arrive, engine):
    customer = await arrive()
    await customer.hears("可以开始吗")
    answers = [await customer.uploads("a.png", PNG, mark="m1") for _ in range(2)]
    assert [answer[1]["seq"] is None for answer in answers] == [False, True]
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).where(messages.c.kind == "file")) == 1


def test_links_are_good_for_an_hour_for_this_file_and_talk():
    from urllib.parse import parse_qs, urlsplit

    from bot.web import links

    now = datetime(2026, 11, 21, tzinfo=UTC).timestamp()
    query = {
        key: values[0] for key, values in parse_qs(urlsplit(links.link(7, "address", now)).query).items()
    }
    assert links.opens(7, "address", query["until"], query["key"], now + 3599)
    assert not links.opens(7, "address", query["until"], query["key"], now + 3601)
    assert not links.opens(8, "address", query["until"], query["key"], now)
    assert not links.opens(7, "another", query["until"], query["key"], now)
    assert not links.opens(7, "address", "9" * 12, query["key"], now)
    assert not links.opens(7, "address", "٣", query["key"], now)
    assert not links.opens(7, "address", query["until"], "ключ", now)


async def test_the_choice_heard_in_free_words_is_told_and_the_words_stay(arrive):
    customer = await arrive()
    await customer.hears("可以开始吗")
    await customer.picks("agree")
    await customer.hears("质量")
    asked = customer.asked
    await customer.says("不满意")
    again = await arrive(customer.token)
    for page in (customer, again):
        await page.until(lambda page=page: any(row["text"] == "不满意" for row in page.rows.values()))
        own = next(row for row in page.rows.values() if row["text"] == "不满意")
        assert (own["from"], own["of"], own["keys"]) == ("me", asked["of"], ["2"])

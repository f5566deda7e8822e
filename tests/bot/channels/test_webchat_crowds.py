"""Who would begin talks by the thousand, by whatever door, begins a few; everybody else comes in."""

import json
from unittest.mock import Mock

import aiohttp
import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict
from sqlalchemy import func, select

from bot.web import newcomers
from bot.web.polling import PATH
from storage import db
from storage.tables import conversations

ATTACKER = "203.0.113.7"
"""Where our proxy says that they come from."""


def begun(engine) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(conversations))


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(newcomers, "BURST", 3)
    monkeypatch.setattr(newcomers, "RATE", 0.001)


async def posts(http, door, frames, **headers) -> tuple[int, list]:
    asked = {"Content-Type": "application/json", "X-Forwarded-For": ATTACKER} | headers
    async with http.post(door.make_url(PATH), data=json.dumps(frames), headers=asked) as answer:
        return answer.status, await answer.json()


async def test_one_request_opens_one_talk(door, engine):
    async with aiohttp.ClientSession() as http:
        status, told = await posts(http, door, [{"type": "hello"}] * 50)
    assert status == 200
    assert [frame["type"] for frame in told] == ["welcome", *["refused"] * 49]
    assert begun(engine) == 1


async def test_requests_of_one_place_begin_few_talks(door, engine):
    """By greeting, by talking without a greeting, and by files: each under a key of its own."""
    text = {"type": "text", "id": "a", "text": "你好", "seen": 0}
    async with aiohttp.ClientSession() as http:
        for number in range(20):
            _, told = await posts(http, door, [{"type": "hello"}])
            _, more = await posts(http, door, [text], **{"X-Talk": f"{number:032}"})
            assert number < 2 or {frame["type"] for frame in (*told[1:], *more)} == {"refused"}
        form = aiohttp.FormData({"id": "f", "seen": "0"})
        form.add_field("file", b"\x89PNG\r\n\x1a\n" + bytes(40), filename="a.png")
        headers = {"X-Talk": "B" * 32, "X-Forwarded-For": ATTACKER}
        async with http.post(door.make_url("/chat/files"), data=form, headers=headers) as answer:
            assert answer.status == 429
            assert "来的人太多" in (await answer.json())["text"]
    assert begun(engine) == 3


async def test_sockets_of_one_place_begin_few_talks_and_are_told_to_come_again(door, engine):
    closed = []
    async with aiohttp.ClientSession() as http:
        for _ in range(8):
            at = door.make_url("/chat/ws")
            async with http.ws_connect(at, headers={"X-Forwarded-For": f"1.2.3.4, {ATTACKER}"}) as ws:
                await ws.send_str('{"type":"hello"}')
                assert (await ws.receive_json())["type"] == "welcome"
                answer = await ws.receive_json()
                refused = answer["type"] == "refused"
                assert refused == (answer.get("why") == "crowded")
                closed.append((await ws.receive()).data if refused else None)
    assert closed == [None] * 3 + [aiohttp.WSCloseCode.TRY_AGAIN_LATER] * 5
    assert begun(engine) == 3


async def test_a_socket_greets_once(arrive, engine):
    customer = await arrive()
    await customer.hears("可以开始吗")
    for _ in range(20):
        await customer.sends(type="hello")
    await customer.until(lambda: len(customer.refused) == 20)
    assert begun(engine) == 1


async def test_others_come_in_and_who_is_known_goes_on(door, engine):
    text = {"type": "text", "id": "a", "text": "可以", "seen": 0}
    async with aiohttp.ClientSession() as http:
        _, told = await posts(http, door, [{"type": "hello"}])
        for _ in range(5):
            await posts(http, door, [{"type": "hello"}])
        _, mine = await posts(http, door, [text], **{"X-Talk": told[0]["token"]})
        assert mine[0]["type"] == "taken"
        _, other = await posts(http, door, [{"type": "hello"}], **{"X-Forwarded-For": "198.51.100.9"})
        assert [frame["type"] for frame in other] == ["welcome"]


@pytest.mark.parametrize(
    ("remote", "forwarded", "place"),
    [
        ("8.8.8.8", [], "8.8.8.8"),
        ("8.8.8.8", ["1.1.1.1"], "8.8.8.8"),  # not our proxy: it may say what it likes
        ("127.0.0.1", [], ""),
        ("127.0.0.1", ["9.9.9.9, 1.1.1.1"], "1.1.1.1"),
        ("172.18.0.5", ["1.1.1.1"], "1.1.1.1"),
        ("100.64.3.2", ["1.1.1.1"], "1.1.1.1"),  # where a cloud has its balancers
        ("::1", ["2400:3200:1:2:3:4:5:6"], "2400:3200:1:2::/64"),
        ("127.0.0.1", ["::ffff:1.1.1.1"], "1.1.1.1"),
        ("192.168.1.9", [], "192.168.1.9"),
        (None, [], ""),
        # several lines, as HAProxy adds its own below what the customer made up
        ("10.0.0.9", ["127.0.0.1", "203.0.113.5"], "203.0.113.5"),
        ("10.0.0.9", ["9.9.9.9, 8.8.8.8", "203.0.113.5"], "203.0.113.5"),
        # two proxies
        ("10.0.0.9", ["9.9.9.9, 1.1.1.1, 10.0.0.2"], "1.1.1.1"),
        ("127.0.0.1", ["1.1.1.1", "fd00::7", "127.0.0.1"], "1.1.1.1"),
        ("10.0.0.9", ["192.168.1.20, 10.0.0.2"], "192.168.1.20"),
        # with ports
        ("127.0.0.1", ["1.1.1.1:50123"], "1.1.1.1"),
        ("127.0.0.1", ["[2400:3200:1:2::6]:50123"], "2400:3200:1:2::/64"),
        # who comes by a proxy is never taken for this machine
        ("127.0.0.1", ["127.0.0.1"], "127.0.0.1"),
        ("10.0.0.9", ["127.0.0.1"], "10.0.0.9"),
        ("127.0.0.1", ["unknown"], "127.0.0.1"),
        ("127.0.0.1", ["1.1.1.1, unknown"], "127.0.0.1"),
        ("127.0.0.1", [""], "127.0.0.1"),
        (None, ["unknown"], "proxy"),
    ],
)
def test_the_place_is_who_connects_or_whom_our_proxies_name(remote, forwarded, place):
    headers = CIMultiDict([("X-Forwarded-For", line) for line in forwarded])
    connection = Mock()
    connection.get_extra_info.return_value = (remote, 1) if remote else None
    request = make_mocked_request("GET", "/", headers=headers, transport=connection)
    assert request.remote == remote
    assert newcomers.place(request) == place

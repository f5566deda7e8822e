"""What is sent to other systems arrives signed; nothing is sent into the house, and nobody is followed."""

import asyncio
import base64
import json
import subprocess
import time
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web

from admin import hooking
from storage import db, hooks, users
from storage.domain.hook import signature, wrong
from storage.hooks import Due
from storage.settings import settings

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

UNTIL = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


def due(url, secret=SECRET):
    return Due(1, 1, str(url), secret, "evt_7", {"type": "complaint.answer", "data": {"id": 3}}, 1, UNTIL)


@pytest.fixture
def seen():
    return []


@pytest.fixture
async def other(aiohttp_server, seen):
    """Another system that notes what it is told."""

    async def take(request):
        seen.append((dict(request.headers), await request.read()))
        return web.Response(status=int(request.query.get("status", 204)), headers={"Location": "/elsewhere"})

    async def never(_):
        await asyncio.Event().wait()

    app = web.Application()
    app.router.add_post("/hook", take)
    app.router.add_post("/never", never)
    return await aiohttp_server(app)


async def test_it_arrives_signed(other, seen):
    (outcome,) = await hooking.send([due(other.make_url("/hook"))], private=True)
    assert (outcome.status, outcome.reason) == (204, "")
    ((headers, body),) = seen
    at = int(headers["webhook-timestamp"])
    assert abs(at - time.time()) < 60
    assert headers["webhook-signature"] == signature(SECRET, "evt_7", at, body)
    assert headers["webhook-signature"].split() == [signed_as_the_specification_says(headers, body)]
    assert json.loads(body) == {"type": "complaint.answer", "data": {"id": 3}}


async def test_what_goes_wrong_is_told_by_its_kind(other, seen, unused_tcp_port):
    asked = [
        due(other.make_url("/hook?status=500")),
        due(other.make_url("/hook?status=302")),
        due(f"http://127.0.0.1:{unused_tcp_port}/"),
        due(other.make_url("/hook"), secret=""),
        due("http://no-such-name.invalid/"),
    ]
    outcomes = await hooking.send(asked, private=True)
    assert [each.reason for each in outcomes] == [
        "status",
        "redirect",
        "unreachable",
        "unopened",
        "unreachable",
    ]
    assert len(seen) == 2, "nobody is followed"


async def test_who_does_not_answer_is_not_waited_for(other, monkeypatch):
    monkeypatch.setattr(hooks, "rules", lambda: Quick)
    (outcome,) = await hooking.send([due(other.make_url("/never"))], private=True)
    assert outcome.reason == "timeout"


def signed_as_the_specification_says(headers, body):
    """The formula of standardwebhooks.com, by other means than ours: openssl takes the key and the text."""
    key = base64.b64decode(SECRET[len("whsec_") :])
    text = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    openssl = ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{key.hex()}", "-binary"]
    made = subprocess.run(openssl, input=text, capture_output=True, check=True).stdout
    return "v1," + base64.b64encode(made).decode()


def test_a_known_signature_is_ours_too():
    """The example of the specification."""
    body = b'{"test": 2432232314}'
    message, at = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
    assert signature(SECRET, message, at, body) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


class Quick:
    """Rules of impatient people."""

    seconds = 0.05


INSIDE = (
    *("127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "0.0.0.0", "255.255.255.255"),
    *("169.254.169.254", "100.64.0.1", "224.0.0.1", "192.0.2.1", "[::1]", "[::]", "[fe80::1]", "[fc00::1]"),
    *("[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[ff02::1]"),
    *("[::ffff:0:127.0.0.1]", "127.1", "2130706433", "0177.0.0.1", "0x7f.1", "0x7f000001", "0", "127.0.0.1."),
    *("①②⑦.⓪.⓪.①", "localhost", "LOCALHOST.", "a.localhost", "printer.local", "vault.internal."),
    "[fe80::1%25eth0]",
)


@pytest.mark.parametrize("host", INSIDE)
async def test_nothing_is_sent_into_the_house(host, monkeypatch):
    monkeypatch.setattr(aiohttp.ClientSession, "post", lambda *_, **__: pytest.fail("it was sent"))
    for url in (f"https://{host}/", f"https://{host}:8443/hook"):
        assert wrong(url, private=False) == "url_private"
        (outcome,) = await hooking.send([due(url)], private=False)
        assert outcome.reason == "refused_address"
    (outcome,) = await hooking.send([due("http://example.com/")], private=False)
    assert outcome.reason == "refused_address", "nothing that others can read on its way"


@pytest.mark.parametrize(
    "host", ["example.com", "xn--fiqs8s.cn", "1.1.1.1", "0xabc.example", "12.example.com"]
)
def test_the_rest_of_the_world_may_be_told(host):
    assert wrong(f"https://{host}/hook", private=False) == ""


async def test_nor_to_a_name_that_leads_there(other, seen, monkeypatch):
    """The name is of the world, what it stands for is not; one of several is enough."""
    asked = []

    async def getaddrinfo(*place, **_):
        asked.append(place[0])
        return [(2, 1, 6, "", ("1.1.1.1", other.port)), (2, 1, 6, "", ("127.0.0.1", other.port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    (outcome,) = await hooking.send([due(f"https://hooks.example.com:{other.port}/hook")], private=False)
    assert (outcome.reason, asked, seen) == ("refused_address", ["hooks.example.com"], [])


def test_the_worker_hands_out_and_sends(engine, monkeypatch):
    now = datetime.now(UTC)
    sent = []

    async def send(due, private):
        sent.extend(due)
        assert private is settings().hooks_private
        return [hooks.Outcome(each, 200, "") for each in due]

    monkeypatch.setattr(hooking, "send", send)
    with db.writing(engine) as session:
        by = users.add(session, "a", "A", "administrator", "correct horse battery", now)
        hook, _ = hooks.make(session, "https://example.com", ["customer"], by, now)
        hooks.test(session, hook, now)
    assert hooking.send_due(engine, now) == 1
    assert hooking.send_due(engine, now) == 0
    assert [each.body["type"] for each in sent] == ["test"]
    assert hooking.hand_out(engine, now) == 0
    assert hooking.forget(engine, now) == 0
    assert [task.name for task in hooking.tasks()] == ["hooks", "hook_sends", "hook_forget"]

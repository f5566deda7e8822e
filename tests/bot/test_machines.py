"""What the customers' door, which is open to everybody, says to machines that watch it."""

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import text

from bot.__main__ import app
from bot.delivery import Delivery
from storage import conversations, db, outbox, ready
from storage.metrics import Metrics
from tests.storage import rows
from tests.unread import UNREADABLE, answered, is_ours

TOKEN = "only-for-tests-0123456789"


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"metrics_token": TOKEN})


async def ask(door, path, token=""):
    """(status, body, headers)"""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession(headers=headers) as http, http.get(door.make_url(path)) as answer:
        return answer.status, await answer.text(), answer.headers


async def test_who_is_well_says_so_and_who_lacks_something_what(door, engine):
    for path in ("/health", "/ready"):
        assert (await ask(door, path))[:2] == (200, '{"status": "ok"}')
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
    assert (await ask(door, "/ready"))[:2] == (503, '{"status": "not ready", "failing": ["migrated"]}')
    assert (await ask(door, "/health"))[0] == 200


async def test_no_answer_is_taken_for_something_else(door):
    for path in ("/health", "/ready", "/", "/nothere", "/metrics", "/telegram"):
        assert (await ask(door, path))[2]["X-Content-Type-Options"] == "nosniff", path


async def test_the_figures_are_for_who_carries_the_token(door):
    assert (await ask(door, "/metrics"))[:2] == (401, "")
    assert (await ask(door, "/metrics", "another-0123456789"))[:2] == (401, "")
    assert (await ask(door, "/metrics", TOKEN))[0] == 200


async def test_without_a_token_there_is_no_such_address(engine, settings):
    server = TestServer(app(engine, settings.model_copy(update={"metrics_token": ""})))
    await server.start_server()
    assert (await ask(server, "/metrics", TOKEN))[0] == 404
    await server.close()


async def test_what_customers_write_and_get_is_counted_by_channel(door, arrive):
    customer = await arrive()
    await customer.hears("可以开始吗")
    told = (await ask(door, "/metrics", TOKEN))[1]
    assert 'manyi_messages_in_total{channel="webchat"} 1.0' in told
    assert 'manyi_messages_out_total{channel="webchat"} 0.0' not in told
    assert 'manyi_messages_out_total{channel="webchat"}' in told
    assert customer.token not in told


async def test_what_is_sent_is_counted_once_it_is(engine):
    class Post:
        name = "telegram"

        async def send(self, outbound, row):
            return "1"

    with db.writing(engine) as session:
        now = db.now(session)
        talk = conversations.load(session, [("telegram", "a")], now)["telegram", "a"]
        outbox.put(session, [rows.saying(talk, n, now) for n in (1, 2)])
    counts = Metrics(engine)
    assert b'manyi_outbox_waiting{channel="telegram"} 2.0' in counts.told()
    await Delivery(engine, [Post()], sent=counts.sent).deliver()
    told = counts.told()
    assert b'manyi_messages_out_total{channel="telegram"} 2.0' in told
    assert b"manyi_outbox_waiting{" not in told


async def test_each_request_has_a_number_of_its_own(door):
    numbers = [(await ask(door, path))[2]["X-Request-Id"] for path in ("/health", "/", "/nowhere")]
    assert len({*numbers}) == 3


@pytest.mark.parametrize("path", ["/", "/nope", "/health"])
async def test_no_answer_tells_what_we_run_on(path, door):
    assert "Server" not in (await ask(door, path))[2]


@pytest.mark.parametrize("sent", UNREADABLE)
async def test_who_cannot_be_read_gets_a_page_of_ours(sent, door):
    assert is_ours(*await answered(door.make_url("/"), sent))


async def test_what_nobody_has_an_answer_for_gets_a_page_of_ours(door, monkeypatch):
    monkeypatch.setattr(ready, "failing", lambda *_: 1 / 0)
    status, page, headers = await ask(door, "/ready")
    assert (status, "系统出了点问题" in page, headers.get("Server", "")) == (500, True, "")

"""What the staff's door says to machines that watch it: whether it is well, and its figures to who may."""

import re

import pytest
from sqlalchemy import text

from admin import web
from storage import ready

TOKEN = "only-for-tests-0123456789"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
async def ask(engine, settings, aiohttp_client):
    """`await ask(path, headers)`: (status, body, headers)"""
    chosen = settings.model_copy(update={"metrics_token": TOKEN})
    client = await aiohttp_client(web.app(engine, chosen))

    async def asking(path, headers=None, method="GET"):
        answer = await client.request(method, path, headers=headers or {}, allow_redirects=False)
        return answer.status, await answer.text(), answer.headers

    return asking


async def test_who_is_well_says_so_to_everybody(ask):
    for path in ("/health", "/ready"):
        assert (await ask(path))[:2] == (200, '{"status": "ok"}')


async def test_who_lacks_something_says_what_and_no_more(engine, ask):
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
    assert (await ask("/ready"))[:2] == (503, '{"status": "not ready", "failing": ["migrated"]}')
    assert (await ask("/health"))[0] == 200, "to be started anew would not mend it"


async def test_a_database_that_does_not_answer_is_out_of_reach(ask, monkeypatch):
    monkeypatch.setattr(ready, "failing", lambda *_: (_ for _ in ()).throw(TimeoutError))
    assert (await ask("/ready"))[:2] == (503, '{"status": "not ready", "failing": ["database"]}')


@pytest.mark.parametrize("given", [None, TOKEN, f"Basic {TOKEN}", "Bearer x", "Bearer ", "Bearer \udcff"])
async def test_the_figures_are_for_who_carries_the_token(ask, given):
    status, body, answered = await ask("/metrics", given and {"Authorization": given})
    assert (status, body, answered["WWW-Authenticate"]) == (401, "", "Bearer")


async def test_without_a_token_there_is_no_such_address(engine, settings, aiohttp_client):
    client = await aiohttp_client(web.app(engine, settings))
    for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": "Bearer "}):
        assert (await client.get("/metrics", headers=headers)).status == 404


async def test_requests_are_counted_by_the_pattern_of_their_route(world, ask):
    for path in (f"/complaints/{world.complaint}", "/enter/a-very-secret-key", "/nowhere/王女士", "/health"):
        await ask(path)
    await ask("/health", method="PROPFIND")
    status, told, headers = await ask("/metrics", BEARER)
    assert (status, headers["Content-Type"].split(";")[0]) == (200, "text/plain")
    counted = r'^manyi_requests_total\{method="(\w+)",route="(.+)",status="(\d+)"\} 1.0$'
    assert sorted(re.findall(counted, told, re.MULTILINE)) == [
        ("GET", "/complaints/{id}", "303"),
        ("GET", "/enter/{key}", "403"),
        ("GET", "/health", "200"),
        ("GET", "other", "404"),
        ("other", "other", "405"),
    ]
    assert 'manyi_request_seconds_count{route="/health"} 1.0' in told
    assert "secret" not in told
    assert "王" not in told
    assert "manyi_database_up 1.0" in told


async def test_two_doors_count_apart(engine, settings, ask, aiohttp_client):
    """One process of the tests has many."""
    other = await aiohttp_client(web.app(engine, settings))
    await other.get("/health")
    assert "/health" not in (await ask("/metrics", BEARER))[1]


async def test_each_request_has_a_number_of_its_own(ask):
    numbers = [(await ask(path))[2]["X-Request-Id"] for path in ("/health", "/sign-in", "/nowhere", "/")]
    assert len({*numbers}) == len(numbers)
    assert all(re.fullmatch("[0-9a-f]{16}", number) for number in numbers)

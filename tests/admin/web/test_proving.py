"""Before what is dangerous one proves who one is; nothing that was typed is lost; who is too fast waits."""

import re
from datetime import UTC, datetime, timedelta

import aiohttp.web
import pytest
from sqlalchemy import update

from admin import pace, web
from admin.guarding import guarded
from admin.pages import Route, pages
from storage import db, events, users
from storage.domain import totp
from storage.settings import Settings
from storage.tables import sessions
from tests.admin.web.conftest import Visitor, hidden
from tests.admin.web.world import PASSWORD

ADDED = {
    "login": "new",
    "name": "新<同事>",
    "role": "viewer",
    "department": "",
    "password": "nine brown dumplings",
}


@pytest.fixture
def later(engine):
    """`later()`: everybody's proof is eleven minutes old."""

    def go():
        with db.writing(engine) as session:
            at = datetime.now(UTC) - timedelta(minutes=11)
            session.execute(update(sessions).values(proved_at=at))

    return go


async def test_what_was_typed_comes_along_and_a_password_does_not(engine, world, visit, later):
    visitor = await visit("administrator")
    later()
    status, html = await visitor.post("/users", **ADDED)
    assert (status, "请确认是您本人" in html) == (403, True)
    assert ADDED["password"] not in html
    assert re.search(r'<label for="again-password">给他的密码（至少 10 个字符）</label>', html)
    assert ("刚才填的内容都带着" in html, "没有带过来，要再填一次" in html) == (False, True)
    kept = hidden(html)
    assert {name: kept[name] for name in ("login", "name", "role", "department")} == {
        name: value for name, value in ADDED.items() if name != "password"
    }
    again = {**kept, "password": ADDED["password"]}
    status, html = await visitor.post("/users", **{**again, "proof": "wrong password"})
    assert (status, "什么都还没有做" in html) == (403, True)
    assert hidden(html)["name"] == ADDED["name"]
    with db.reading(engine) as session:
        assert users.find(session, "new") is None
    assert (await visitor.post("/users", **{**again, "proof": PASSWORD}))[0] == 303
    with db.reading(engine) as session:
        assert users.find(session, "new").name == ADDED["name"]
        made = [(e["trigger"], e["target"]) for e in events.of(session, "user", world.staff["administrator"])]
    assert made[-2:] == [("proof_failed", "password"), ("proof", "password")]


@pytest.mark.parametrize(
    ("path", "fields", "label"),
    [
        ("/channels/telegram", {"bot_token": "123:abc"}, '<label for="again-bot_token">机器人令牌</label>'),
        (
            "/channels/mail",
            {"address": "a@qq.com", "mail_password": "abcdefgh"},
            '<label for="again-mail_password">授权码或密码</label>',
        ),
        ("/channels/mail", {"address": "a@qq.com", "mail_password": ""}, "刚才填的内容都带着"),
    ],
)
async def test_what_is_typed_anew_is_called_as_on_its_own_form(path, fields, label, world, visit, later):
    visitor = await visit("administrator")
    later()
    status, html = await visitor.post(path, **fields)
    assert (status, label in html) == (403, True)
    assert "刚才填的内容都带着" not in html.replace(label, "")


async def test_after_a_proof_the_old_cookie_is_worth_nothing(world, visit, later):
    visitor = await visit("administrator")
    stolen = visitor.client.session.cookie_jar.filter_cookies(visitor.client.make_url("/"))["manyi"].value
    later()
    where = f"/users/{world.staff['viewer']}/keep-out"
    assert (await visitor.post(where, proof=PASSWORD))[0] == 303
    assert (await visitor.post(f"/users/{world.staff['viewer']}/let-in"))[0] == 303, "not asked again"
    assert (await visitor.get("/users"))[0] == 200
    thief = await visit()
    answer = await thief.client.get("/", cookies={"manyi": stolen}, allow_redirects=False)
    assert answer.status == 303


async def test_a_code_of_the_second_factor_proves_it_once(engine, world, visit, later):
    user, at = world.staff["administrator"], datetime.now(UTC) - timedelta(hours=1)
    with db.writing(engine) as session:
        users.propose(session, user)
        key = users.second_factor(session, user).key
        users.confirm(session, user, totp.code(key, totp.step(at)), at)
    visitor, code = await visit("administrator"), totp.code(key, totp.step(datetime.now(UTC)))
    for expected in (303, 403):
        later()
        where = f"/users/{world.staff['viewer']}/let-in"
        assert (await visitor.post(where, proof=code))[0] == expected


async def test_guessing_is_slowed_down_and_nobody_else_waits(world, visit, later):
    visitor, other = await visit("administrator"), await visit("handler")
    later()
    where = f"/users/{world.staff['viewer']}/let-in"
    tries = [await visitor.post(where, proof=f"guess {n}") for n in range(5)]
    assert tries[-1][0] == 429
    assert "填的内容还在" in tries[-1][1]
    assert (await visitor.post(where, proof=PASSWORD))[0] == 429
    assert (await other.post(f"/talks/{world.talk}/hold"))[0] == 303


async def test_a_proof_leads_on_to_a_page_of_ours_alone(world, visit, later):
    visitor = await visit("viewer")
    later()
    for onward, to in (
        ("/me", "/me"),
        ("//evil.example/x", "/x"),
        ("https://evil.example/x", "/x"),
        ("/\\\\evil.example", "/"),
        ("", "/"),
    ):
        data = {"csrf": visitor.csrf, "next": onward, "proof": PASSWORD}
        answer = await visitor.client.post("/prove", data=data, allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (303, to)
    status, html = await visitor.post("/prove", next="/me", proof="wrong password")
    assert (status, hidden(html)["next"]) == (403, "/me")


async def test_a_page_that_takes_a_proof_comes_after_it(engine, settings, world, aiohttp_client, later):
    async def show(request):
        return aiohttp.web.Response(text="kept safe")

    made = web.app(engine, settings)
    made.router.add_get("/kept", guarded(Route("GET", "/kept", show, "viewer", proof=True)))
    with db.writing(engine) as session:
        signed = users.sign_in(session, world.staff["viewer"], datetime.now(UTC))
    visitor = Visitor(await aiohttp_client(made, cookies={"manyi": signed.token}), signed.csrf)
    assert await visitor.get("/kept?a=1") == (200, "kept safe")
    later()
    status, html = await visitor.get("/kept?a=1")
    assert (status, hidden(html)["next"]) == (403, "/kept?a=1")
    assert 'action="/prove"' in html
    assert (await visitor.post("/prove", next="/kept?a=1", proof=PASSWORD))[0] == 303
    assert await visitor.get("/kept?a=1") == (200, "kept safe")


def test_what_takes_a_proof():
    routes = [route for page in pages(Settings(demo=True)) for route in page.routes]
    dangerous = {route.path for route in routes if route.proof}
    for path in ("/requests/{id:[0-9]{1,9}}/erase", "/requests/{id:[0-9]{1,9}}/download", "/users"):
        assert path in dangerous
    assert {route.kind for route in routes} <= set(pace.rules())


async def test_who_is_too_fast_waits_and_nobody_else(world, visit, monkeypatch):
    monkeypatch.setattr(pace, "monotonic", lambda: 100.0)
    fast, other = await visit("viewer"), await visit("viewer")
    rule = pace.rules()["search"]
    for _ in range(rule.times):
        assert (await fast.get("/search"))[0] == 200
    answer = await fast.client.get("/search")
    html = await answer.text()
    assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
    assert "请稍慢一点" in html
    assert (await fast.get("/me"))[0] == 200, "another kind"
    assert (await other.get("/search"))[0] == 200
    monkeypatch.setattr(pace, "monotonic", lambda: 101.5)
    assert (await fast.get("/search"))[0] == 200


def test_a_bucket_lets_through_as_often_as_its_rule_says():
    counted = pace.Pace({"post": pace.Rule(10, 60)})
    passed = sum(counted.wait("post", "a", second / 10) == 0 for second in range(6_000))
    assert 10 + 99 <= passed <= 10 + 100
    assert counted.wait("post", "b", 0.0) == 0


def test_who_comes_and_goes_is_forgotten(monkeypatch):
    monkeypatch.setattr(pace, "REMEMBERED", 50)
    counted = pace.Pace({"post": pace.Rule(10, 1)})
    assert all(counted.wait("post", str(n), n) == 0 for n in range(1_000))
    assert len(counted._empty_at) <= 51


def test_many_who_come_at_once_are_not_all_looked_at_each_time(monkeypatch):
    monkeypatch.setattr(pace, "REMEMBERED", 50)
    counted = pace.Pace({"post": pace.Rule(10, 600)})
    kept = []
    for n in range(1_000):
        assert counted.wait("post", str(n), n / 1_000) == 0
        kept.append(counted._empty_at)
    assert len({id(each) for each in kept}) <= 2


async def test_what_is_refused_or_asked_a_proof_for_uses_up_no_export(world, visit, later, monkeypatch):
    monkeypatch.setattr(pace, "monotonic", lambda: 100.0)
    visitor, path = await visit("administrator"), "/lists/customers/export"
    times = pace.rules()["export"].times
    for _ in range(times + 1):
        assert (await visitor.post(path, format="nope"))[0] == 404
    later()
    for _ in range(times + 1):
        assert (await visitor.post(path, format="csv"))[0] == 403
    found = [(await visitor.post(path, format="csv", proof=PASSWORD))[0] for _ in range(times + 1)]
    assert found == [200] * times + [429]

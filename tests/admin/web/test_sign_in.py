"""Signing in by two steps, one's own password, where one is signed in: each form and each refusal."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import unquote

import pytest
from yarl import URL

from admin.speaking import towards
from storage import db, events, users
from storage.domain import totp
from storage.domain.brake import SHARED
from tests.admin.web.conftest import token
from tests.admin.web.world import PASSWORD

NEW = "nine brown dumplings"


@pytest.fixture
def key(engine, world):
    """The key of the handler's second factor, in force for an hour."""
    at, user = datetime.now(UTC) - timedelta(hours=1), world.staff["handler"]
    with db.writing(engine) as session:
        users.propose(session, user)
        made = users.second_factor(session, user).key
        assert users.confirm(session, user, totp.code(made, totp.step(at)), at)
    return made


def shown(key, ahead=0):
    """What the app shows now, or so many steps on."""
    return totp.code(key, totp.step(datetime.now(UTC)) + ahead)


async def password(stranger, login="handler", typed=PASSWORD):
    """(status, where to) of the first step."""
    stranger.csrf = token((await stranger.get("/sign-in"))[1])
    data = {"csrf": stranger.csrf, "login": login, "password": typed}
    answer = await stranger.client.post("/sign-in", data=data, allow_redirects=False)
    return answer.status, answer.headers.get("Location")


def of(engine, user, trigger):
    """What the events of this trigger say of the user."""
    with db.reading(engine) as session:
        return [each["target"] for each in events.of(session, "user", user) if each["trigger"] == trigger]


async def test_a_second_factor_is_asked_for_and_nothing_opens_before(engine, key, world, visit):
    stranger = await visit()
    assert await password(stranger) == (303, "/sign-in/code")
    for path in ("/", "/me", "/complaints", "/live", "/me/second-factor"):
        answer = await stranger.client.get(path, allow_redirects=False)
        led = URL(answer.headers["Location"])
        assert (answer.status, led.path, led.query.get("back", "/")) == (303, "/sign-in", path)
    status, html = await stranger.get("/sign-in/code")
    assert (status, 'autocomplete="one-time-code"' in html) == (200, True)
    stranger.csrf = token(html)
    assert (await stranger.post("/sign-out"))[0] == 303
    status, html = await stranger.post("/sign-in/code", code="000000")
    assert (status, "请等下一个数字出来再输" in html) == (403, True)
    assert (await stranger.post("/sign-in/code", code=shown(key)))[0] == 303
    assert (await stranger.get("/"))[0] == 200
    assert of(engine, world.staff["handler"], "sign_in") == ["totp"]


async def test_a_code_that_was_seen_is_worth_nothing_in_another_browser(key, visit):
    first, second = await visit(), await visit()
    for stranger in (first, second):
        await password(stranger)
    code = shown(key)
    assert (await first.post("/sign-in/code", code=code))[0] == 303
    assert (await second.post("/sign-in/code", code=code))[0] == 403
    assert (await second.get("/"))[0] == 303


async def test_guessing_codes_is_slowed_down_and_told(key, visit):
    stranger = await visit()
    await password(stranger)
    seen = [await stranger.post("/sign-in/code", code=f"00000{n}") for n in range(5)]
    assert [status for status, _ in seen[:2]] == [403, 403]
    assert seen[-1][0] == 429
    assert "秒后再试" in seen[-1][1]
    assert (await stranger.post("/sign-in/code", code=shown(key)))[0] == 429


@pytest.mark.parametrize(
    ("back", "led"),
    [
        ("/complaints/1?sort=due&q=灯", "/complaints/1?sort=due&q=灯"),
        ("https://elsewhere.example/x", "/x"),
        ("//elsewhere.example/x", "/x"),
        ("///elsewhere.example", "/elsewhere.example"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/" + "x" * 5000, "/" + "x" * 999),
    ],
)
async def test_whoever_signs_in_is_led_on_to_the_page_they_wanted_and_to_none_elsewhere(
    engine, world, visit, key, back, led
):
    stranger = await visit()
    where = towards("/sign-in", back)
    _, html = await stranger.get(where)
    data = {"csrf": token(html), "login": "handler", "password": PASSWORD}
    answer = await stranger.client.post(action(html), data=data, allow_redirects=False)
    second = answer.headers["Location"]
    assert URL(second).path == "/sign-in/code"
    _, html = await stranger.get(second)
    data = {"csrf": token(html), "code": shown(key)}
    answer = await stranger.client.post(action(html), data=data, allow_redirects=False)
    assert (answer.status, unquote(answer.headers["Location"])) == (303, led)


def action(html):
    """Where the form goes."""
    return unescape(re.search(r'<form[^>]* action="([^"]+)"', html)[1])


async def test_a_page_that_asks_for_a_sign_in_is_where_it_leads(world, visit):
    stranger = await visit()
    answer = await stranger.client.get("/complaints?q=灯", allow_redirects=False)
    assert unquote(URL(answer.headers["Location"]).query["back"]) == "/complaints?q=灯"
    for headers in ({"Sec-Fetch-Mode": "cors"}, {"Sec-Fetch-Mode": "no-cors"}):
        answer = await stranger.client.get("/live", headers=headers, allow_redirects=False)
        assert answer.headers["Location"] == "/sign-in"


async def test_without_a_first_step_there_is_no_second(visit, world):
    stranger = await visit()
    where, first = towards("/sign-in/code", "/complaints/1"), "/sign-in?back=/complaints/1"
    answer = await stranger.client.get(where, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, first)
    data = {"csrf": token((await stranger.get("/sign-in"))[1]), "code": "123456"}
    answer = await stranger.client.post(where, data=data, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, first)
    assert (await stranger.get("/"))[0] == 303


async def test_a_second_factor_is_set_up_used_and_turned_off(engine, world, visit):
    visitor = await visit("handler")
    assert "未开启" in (await visitor.get("/me"))[1]
    assert (await visitor.post("/me/second-factor"))[0] == 303
    _, html = await visitor.get("/me/second-factor")
    assert 'class="qr"' in html
    with db.reading(engine) as session:
        key = users.second_factor(session, world.staff["handler"]).key
    assert totp.letters(key) in html
    status, html = await visitor.post("/me/second-factor/confirm", code="12345")
    assert (status, "数字不对" in html) == (400, True)
    status, html = await visitor.post("/me/second-factor/confirm", code=shown(key))
    codes = re.findall(r"<li>([0-9A-Z]{4}-[0-9A-Z]{4})</li>", html)
    assert (status, len(codes)) == (200, 10)
    _, html = await visitor.get("/me/second-factor")
    assert codes[0] not in html
    assert totp.letters(key) not in html
    stranger = await visit()
    await password(stranger)
    assert (await stranger.post("/sign-in/code", code=codes[0]))[0] == 303
    assert "9 个没用过" in (await visitor.get("/me/second-factor"))[1]
    _, html = await visitor.post("/me/second-factor/codes")
    assert codes[1] not in html
    assert (await visitor.post("/me/second-factor/off"))[0] == 303
    assert await password(await visit()) == (303, "/")


async def test_who_must_have_a_second_factor_sets_it_up_first(engine, settings, world, visit):
    settings.second_factor = "manager"
    free, bound = await visit("department_head"), await visit("manager")
    assert (await free.get("/complaints"))[0] == 200
    for path in ("/", "/complaints", "/me", "/me/password", "/live"):
        answer = await bound.client.get(path, allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (303, "/me/second-factor"), path
    assert (await bound.post(f"/talks/{world.talk}/hold"))[0] == 303
    assert "正在接待" not in (await free.get("/talks"))[1]
    assert "必须开启" in (await bound.get("/me/second-factor"))[1]
    await bound.post("/me/second-factor")
    with db.reading(engine) as session:
        key = users.second_factor(session, world.staff["manager"]).key
    assert (await bound.post("/me/second-factor/confirm", code=shown(key)))[0] == 200
    assert (await bound.get("/complaints"))[0] == 200


async def test_an_administrator_takes_a_colleague_s_away(engine, key, world, visit):
    colleague, administrator = await visit("handler"), await visit("administrator")
    _, html = await administrator.get("/users")
    assert html.count("/second-factor") == 1
    assert (await administrator.post(f"/users/{world.staff['handler']}/second-factor"))[0] == 303
    assert (await colleague.get("/"))[0] == 303, "signed out"
    assert await password(await visit()) == (303, "/")
    with db.reading(engine) as session:
        history = events.of(session, "user", world.staff["handler"])
    (event,) = [each for each in history if each["target"] == "reset"]
    assert event["user_id"] == world.staff["administrator"]


async def test_an_administrator_gives_a_colleague_another_password(engine, world, visit):
    boss, colleague, theirs = await visit("administrator"), await visit("viewer"), world.staff["viewer"]
    where = f"/users/{theirs}/password"
    assert f'action="{where}"' in (await boss.get("/users"))[1]
    path, html = await boss.led(where, password=NEW)
    assert (path, "viewer先生 的新密码已经设好" in html, NEW in html) == ("/users", True, False)
    assert ((await colleague.get("/"))[0], (await boss.get("/me"))[0]) == (303, 200)
    assert (await password(await visit(), "viewer"))[0] == 403
    assert await password(await visit(), "viewer", NEW) == (303, "/")
    with db.reading(engine) as session:
        history = events.of(session, "user", theirs)
    given, ended, *_ = [each for each in history if each["user_id"] == world.staff["administrator"]]
    assert (given["trigger"], ended["trigger"], ended["target"]) == (
        "password",
        "session_ended",
        "administrator",
    )


@pytest.mark.parametrize(
    ("new", "said"), [("short", "太短"), ("Password123!", "太常见"), ("长" * 1001, "太长"), ("", "太短")]
)
async def test_a_password_that_cannot_be_given(new, said, world, visit):
    boss, theirs = await visit("administrator"), world.staff["viewer"]
    status, html = await boss.post(f"/users/{theirs}/password", password=new)
    assert (status, said in html, f'id="change-{theirs}" open' in html) == (400, True, True)
    assert not new or f'"{new}"' not in html
    assert await password(await visit(), "viewer") == (303, "/")


async def test_nobody_gives_themselves_a_password_without_the_one_so_far(world, visit):
    boss, mine = await visit("administrator"), world.staff["administrator"]
    assert f'action="/users/{mine}/password"' not in (await boss.get("/users"))[1]
    status, html = await boss.post(f"/users/{mine}/password", password=NEW)
    assert (status, "我的页面 → 改密码" in html) == (400, True)
    assert await password(await visit(), "administrator") == (303, "/")
    assert (await boss.post("/users/999999/password", password=NEW))[0] == 404


async def test_whom_no_password_signs_in_is_given_none(settings, world, visit):
    settings.oidc_issuer, settings.oidc_only = "https://sso.example.cn", True
    boss, there = await visit("administrator"), f"/users/{world.staff['viewer']}"
    _, html = await boss.get("/users")
    assert (f'action="{there}/sign-out"' in html, f'action="{there}/password"' in html) == (True, False)
    assert (await boss.post(f"{there}/password", password=NEW))[0] == 404


@pytest.mark.parametrize(
    ("old", "new", "again", "status", "said"),
    [
        ("wrong password", NEW, NEW, 403, "不对"),
        (PASSWORD, NEW, NEW + "!", 400, "不一样"),
        (PASSWORD, "short", "short", 400, "太短"),
        (PASSWORD, "Password123!", "Password123!", 400, "太常见"),
        (PASSWORD, "长" * 1001, "长" * 1001, 400, "太长"),
        (PASSWORD, "", "", 400, "太短"),
    ],
)
async def test_a_password_that_cannot_be_changed(old, new, again, status, said, world, visit):
    visitor = await visit("viewer")
    found, html = await visitor.post("/me/password", old=old, password=new, again=again)
    assert (found, said in html) == (status, True)
    assert "short" not in html.replace("shortest", "")
    assert await password(await visit(), "viewer") == (303, "/")


async def test_a_changed_password_signs_out_everywhere_else(engine, world, visit):
    visitor, elsewhere = await visit("viewer"), await visit("viewer")
    status, html = await visitor.post("/me/password", old=PASSWORD, password=NEW, again=NEW)
    assert (status, "已经改好" in html) == (200, True)
    assert (await visitor.get("/"))[0] == 200
    assert (await elsewhere.get("/"))[0] == 303
    assert (await password(await visit(), "viewer"))[0] == 403
    assert await password(await visit(), "viewer", NEW) == (303, "/")
    assert of(engine, world.staff["viewer"], "password") == [""]
    assert of(engine, world.staff["viewer"], "session_ended") == ["password"]


async def test_guessing_the_old_password_is_slowed_down(world, visit):
    visitor = await visit("viewer")
    tries = [await visitor.post("/me/password", old=f"guess {n}", password=NEW, again=NEW) for n in range(5)]
    assert tries[-1][0] == 429
    assert (await visitor.post("/me/password", old=PASSWORD, password=NEW, again=NEW))[0] == 429
    assert await password(await visit(), "viewer") == (303, "/"), "who signs in does not wait for it"


async def test_behind_a_proxy_of_ours_who_guesses_waits_alone(world, visit):
    stranger = await visit()
    stranger.csrf = token((await stranger.get("/sign-in"))[1])

    async def guess(place, login):
        headers = {"X-Forwarded-For": f"6.6.6.6, {place}"}
        return (await stranger.post("/sign-in", headers=headers, login=login, password="x"))[0]

    assert [await guess("203.0.113.9", f"nobody{n}") for n in range(SHARED + 3)][-1] == 429
    assert await guess("203.0.113.10", "nobody9") == 403


async def test_where_one_is_signed_in_is_seen_and_ended(world, visit):
    here, there, other = await visit("viewer"), await visit("viewer"), await visit("handler")
    _, html = await here.get("/me/sessions")
    (handle,) = re.findall(r'name="handle" value="([^"]+)"', html)
    await other.post("/me/sessions/end", handle=handle)
    assert (await there.get("/"))[0] == 200, "nobody ends another's"
    await here.post("/me/sessions/end", handle="nothing")
    assert "那一处已经退出" in (await here.led("/me/sessions/end", handle=handle))[1]
    assert (await there.get("/"))[0] == 303
    third = await visit("viewer")
    assert "其他各处都已退出" in (await here.led("/me/sessions/end-others"))[1]
    assert ((await third.get("/"))[0], (await here.get("/"))[0], (await other.get("/"))[0]) == (303, 200, 200)


async def test_an_administrator_ends_all_sessions_of_a_colleague_who_may_come_back(world, visit, engine):
    boss, one, two, other = [await visit(role) for role in ("administrator", "viewer", "viewer", "handler")]
    with db.reading(engine) as session:
        (theirs,) = [user.id for user in users.listing(session) if user.login == "viewer"]
    assert (await other.post(f"/users/{theirs}/sign-out"))[0] == 403
    assert (await one.get("/"))[0] == 200
    assert "viewer先生 在各处都退出了" in (await boss.led(f"/users/{theirs}/sign-out"))[1]
    assert "在各处都退出了" not in (await boss.get("/users?done=nothing&to=x"))[1]
    found = [(await each.get("/me"))[0] for each in (one, two, other, boss)]
    assert found == [303, 303, 200, 200]
    assert (await (await visit("viewer")).get("/me"))[0] == 200
    with db.reading(engine) as session:
        ended = [each for each in events.of(session, "user", theirs) if each["trigger"] == "session_ended"]
    assert [each["target"] for each in ended] == ["administrator"] * 2
    assert {each["user_id"] for each in ended} == {world.staff["administrator"]}


async def test_the_browser_is_told_by_name(engine, world, visit):
    with db.writing(engine) as session:
        agent = (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0\x00<img src=x>"
        )
        users.sign_in(session, world.staff["viewer"], datetime.now(UTC), agent=agent)
    _, html = await (await visit("viewer")).get("/me/sessions")
    assert "Edge · Windows" in html
    assert "<img" not in html


async def test_over_https_cookies_are_bound_to_this_host(engine, settings, world, visit):
    settings.admin_url = "https://feedback.example"
    stranger = await visit()
    answer = await stranger.client.get("/sign-in")
    form = answer.cookies["__Host-manyi_form"]
    assert (form["secure"], form["path"], form["domain"]) == (True, "/", "")
    data = {"csrf": form.value, "login": "viewer", "password": PASSWORD}
    cookies = {"__Host-manyi_form": form.value}
    answer = await stranger.client.post("/sign-in", data=data, cookies=cookies, allow_redirects=False)
    assert answer.status == 303
    held = answer.cookies["__Host-manyi"].value
    for name, status in (("__Host-manyi", 200), ("manyi", 303)):
        answer = await stranger.client.get("/me", cookies={name: held}, allow_redirects=False)
        assert answer.status == status, name


async def test_the_word_of_one_s_forms_opens_none_of_another_s(world, visit):
    mine, theirs = await visit("viewer"), await visit("handler")
    status, html = await mine.post("/me/sessions/end-others", csrf=theirs.csrf)
    assert (status, "页面已经过期" in html) == (403, True)

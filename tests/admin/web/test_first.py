"""The first start: who may open a house that belongs to nobody, step by step to the poster."""

import io
import re
from datetime import timedelta

import pytest
from aiohttp import FormData
from PIL import Image

from admin.finding import Finding
from admin.first import owner
from storage import db, options, surveys, users
from storage.settings import Settings
from tests.admin.web import conftest
from tests.admin.web import world as worlds

PASSWORD = "orange-boat-seventeen"
HOUSE = {
    "organisation": "青禾家居",
    "name": "王工",
    "login": "admin",
    "password": PASSWORD,
    "again": PASSWORD,
}


@pytest.fixture
def settings(engine, data):
    """A house that nothing is said of."""
    url = engine.url.render_as_string(hide_password=False)
    return Settings(database_url=url, data=data, _env_file=None)


@pytest.fixture
async def stranger(visit):
    """Who comes first, with the form open."""
    visitor = await visit()
    visitor.csrf = conftest.token((await visitor.get("/start"))[1])
    return visitor


@pytest.fixture
async def owning(stranger):
    """The administrator, once the first step is done."""
    assert (await stranger.post("/start", **HOUSE))[0] == 303
    stranger.csrf = conftest.token((await stranger.get("/start/survey"))[1])
    return stranger


def picture(kind="PNG", size=(900, 300)):
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(
        written, kind, exif=b"Exif\0\0where"
    ) if kind == "JPEG" else Image.new("RGB", size, "teal").save(written, kind)
    return written.getvalue()


async def leads_to(visitor, path):
    answer = await visitor.client.get(path, allow_redirects=False)
    return answer.status, answer.headers.get("Location")


@pytest.mark.parametrize(
    ("login", "said"),
    [("x" * 81, "最多 80 个字符"), ("ad\u202emin", "看不见的字符"), ("a\0b", "看不见的字符")],
)
async def test_a_login_that_can_be_none_is_told_of(login, said, stranger, engine):
    assert 'name="login" value="" maxlength="80"' in (await stranger.get("/start"))[1]
    status, html = await stranger.post("/start", **{**HOUSE, "login": login})
    assert (status, said in html) == (400, True)
    with db.reading(engine) as session:
        assert users.listing(session) == []


@pytest.mark.parametrize("path", ["/", "/sign-in", "/complaints", "/settings", "/users", "/start/survey"])
async def test_without_an_account_everything_leads_to_the_start(stranger, path):
    assert await leads_to(stranger, path) == (303, "/start")
    assert (await leads_to(stranger, "/start"))[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.9"},
        {"Host": "rebound.example"},
        {"Via": "1.1 a"},
        {"X-Real-IP": "1.2.3.4"},
    ],
)
async def test_from_elsewhere_only_with_the_code(stranger, engine, headers):
    answer = await stranger.client.get("/start", headers=headers)
    html = await answer.text()
    assert 'name="code"' in html
    assert 'name="password"' not in html
    status, _ = await stranger.post("/start", headers=headers, **HOUSE, code="AAAA-AAAA-AAAA")
    assert status == 403
    with db.reading(engine) as session:
        assert users.listing(session) == []


async def test_with_the_code_from_elsewhere_however_it_is_typed(stranger):
    headers = {"X-Forwarded-For": "203.0.113.9"}
    typed = owner.code().replace("-", " ").lower()
    answer = await stranger.client.get("/start", params={"code": typed}, headers=headers)
    assert 'name="password"' in await answer.text()
    assert (await stranger.post("/start", headers=headers, **HOUSE, code=typed))[0] == 303


async def test_wrong_codes_slow_the_next_one_down(stranger):
    headers = {"X-Forwarded-For": "203.0.113.9"}
    for _ in range(12):
        answer = await stranger.client.get("/start", params={"code": "WRONG"}, headers=headers)
        assert answer.status == 403
    answer = await stranger.client.get("/start", params={"code": owner.code()}, headers=headers)
    assert answer.status == 403


async def test_behind_a_known_address_the_code_is_asked_of_all(engine, data, aiohttp_client):
    from admin import web

    url = engine.url.render_as_string(hide_password=False)
    published = Settings(database_url=url, data=data, admin_url="https://staff.example.com", _env_file=None)
    client = await aiohttp_client(web.app(engine, published))
    assert 'name="code"' in await (await client.get("/start")).text()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"organisation": " "}, "还没有写组织名称"),
        ({"organisation": "很" * 61}, "名称太长"),
        ({"login": ""}, "还没有写登录名"),
        ({"again": "another-password"}, "不一样"),
        ({"password": "short", "again": "short"}, "太短"),
        ({"password": "password123", "again": "password123"}, "太常见"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_but_passwords_is_lost(stranger, engine, changed, said):
    status, html = await stranger.post("/start", **{**HOUSE, **changed})
    assert (status, said in html) == (400, True)
    assert "王工" in html
    assert PASSWORD not in html
    with db.reading(engine) as session:
        assert (users.listing(session), options.read(session, "start")) == ([], None)


async def test_the_house_is_opened_once(stranger, visit, engine):
    other = await visit()
    other.csrf = conftest.token((await other.get("/start"))[1])
    assert (await stranger.post("/start", **HOUSE))[0] == 303
    assert (await other.post("/start", **{**HOUSE, "login": "thief"}))[0] == 303
    assert await leads_to(other, "/start") == (303, "/sign-in")
    with db.reading(engine) as session:
        assert [(each.login, each.role) for each in users.listing(session)] == [("admin", "administrator")]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
async def test_a_logo_is_made_anew_small_and_shown_to_strangers(stranger, kind, engine):
    form = FormData({**HOUSE, "csrf": stranger.csrf})
    form.add_field("logo", picture(kind), filename="logo.svg", content_type="image/svg+xml")
    answer = await stranger.client.post("/start", data=form, allow_redirects=False)
    assert answer.status == 303
    shown = await stranger.client.get("/logo")
    made = Image.open(io.BytesIO(await shown.read()))
    assert (made.format, made.size, shown.content_type) == ("PNG", (256, 85), "image/png")
    assert not made.getexif()
    _, html = await stranger.get("/")
    assert 'src="/logo?' in html
    assert "青禾家居" in html


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='x'/>", b"GIF89a" + b"\0" * 40, b"", b"\x89PNG\r\n\x1a\nno"]
)
async def test_what_is_no_picture_is_no_logo(stranger, content):
    form = FormData({**HOUSE, "csrf": stranger.csrf})
    form.add_field("logo", content, filename="logo.png", content_type="image/png")
    answer = await stranger.client.post("/start", data=form, allow_redirects=False)
    assert (answer.status, "PNG" in await answer.text()) == (400, True)


async def test_a_template_is_read_published_and_offered(owning, engine):
    _, html = await owning.get("/start/survey")
    assert html.count("/start/survey?template=") >= 10
    _, html = await owning.get("/start/survey?template=five")
    assert "产品质量怎么样" in html
    assert (await owning.post("/start/survey", template="five", title="我们的问卷"))[0] == 303
    with db.reading(engine) as session:
        assert surveys.published(session)[1].title == "我们的问卷"
    assert (await owning.get("/start/survey?template=none"))[0] == 200
    assert (await owning.post("/start/survey", template="none", title="x"))[0] == 404


async def test_each_step_but_the_first_can_be_passed_over(owning):
    for step in ("survey", "telegram", "mail"):
        assert await leads_to(owning, "/start") == (303, f"/start/{step}")
        assert (await owning.post(f"/start/pass/{step}"))[0] == 303
    assert await leads_to(owning, "/start") == (303, "/start/poster")
    _, html = await owning.get("/start/poster")
    assert "发布问卷以后" in html
    assert "/start" in (await owning.get("/settings"))[1]
    assert (await owning.post("/start/end"))[0] == 303
    assert '<a href="/start">' not in (await owning.get("/settings"))[1]


async def test_the_first_home_page_has_the_one_next_step(owning, engine):
    """And nothing above it of terms by which no word would go."""

    async def home():
        _, html = await owning.get("/")
        assert "还没有人确认过期限" not in html
        return html.split('id="nothing"')[1].split("</main>")[0]

    def button(html):
        (found,) = re.findall(r'class="button main" href="([^"]+)">([^<]+)<', html)
        return found

    assert button(await home()) == ("/start", "接着开张")
    await owning.post("/start/pass/survey")
    assert button(await home()) == ("/surveys", "发布问卷")
    await owning.post("/start/survey", template="five", title="我们的问卷")
    html = await home()
    assert button(html) == ("/poster", "打印二维码海报")
    assert re.search(r'<a href="(http://[^"]+)" target="_blank" rel="noopener">\1</a>', html)
    assert '<a href="/channels">' in html


@pytest.mark.parametrize(
    ("role", "waits", "shares"),
    [
        ("viewer", ("问卷由管理员发布", ""), ""),
        ("auditor", ("问卷由管理员发布", ""), ""),
        ("handler", ("由管理员发布", "/surveys"), "/poster"),
        ("administrator", ("还没有发布问卷", "/surveys"), "/poster"),
    ],
)
async def test_who_may_not_take_the_next_step_is_told_who_does(role, waits, shares, engine, visit):
    with db.writing(engine) as session:
        worlds.staff(session)
    visitor = await visit(role)
    said, path = waits
    _, before = await visitor.get("/")
    assert (said in before, path) == (True, led_to(before))
    with db.writing(engine) as session:
        worlds.survey(session)
    _, after = await visitor.get("/")
    assert ("把聊天页的网址发给顾客" in after, shares) == (True, led_to(after))


async def test_words_that_would_go_are_told_of_also_where_there_is_nothing_to_show(engine, visit):
    with db.writing(engine) as session:
        worlds.staff(session)
        worlds.respond(session, worlds.survey(session), None, "还行", at=worlds.NOW - timedelta(days=1500))
    _, html = await (await visit("administrator")).get("/")
    assert ('id="nothing"' in html, "还没有人确认过期限" in html) == (True, True)


def led_to(html):
    """Where the one button of the empty page leads."""
    found = re.findall(r'class="button main" href="([^"]+)"', html.split('id="nothing"')[1])
    return found[0] if found else ""


async def test_what_works_is_kept_and_the_step_is_done(owning, engine, monkeypatch):
    monkeypatch.setattr(
        "admin.channel_desk.LOOKS",
        {"telegram": lambda _: [Finding("good", "telegram_ok", {"name": "qinghe_bot"})]},
    )
    seen = re.search(r'name="revision" value="(\d+)"', (await owning.get("/start/telegram"))[1])[1]
    status, html = await owning.post("/start/telegram", do="try", bot_token="12:abc", revision=seen)
    assert (status, "@qinghe_bot" in html, "12:abc" in html) == (200, True, False)
    with db.reading(engine) as session:
        assert options.chosen(session)["telegram_name"] == "qinghe_bot"
    await owning.post("/start/pass/survey")
    assert await leads_to(owning, "/start") == (303, "/start/mail")

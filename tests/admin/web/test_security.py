"""What keeps strangers out: headers, forms that can't be forged, signing in, the link of a demo."""

from datetime import UTC, datetime
from http.cookies import SimpleCookie

import pytest
from multidict import MultiDict
from structlog.testing import capture_logs

from admin import security
from storage import complaints, db, one_time_keys
from storage.users import accounts
from tests.admin.web.conftest import token
from tests.admin.web.world import PASSWORD, staff
from tests.databases import ON_SQLITE
from tests.unread import UNREADABLE, answered, is_ours


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/talks", "/complaints", "/parked", "/nope", "/static/0/app.js"]
)
async def test_every_answer_carries_the_policy(path, world, visit):
    visitor = await visit("viewer")
    answer = await visitor.client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == ("no-cache" if "static" in path else "no-store")


@pytest.mark.parametrize("path", ["/", "/nope", "/static/0/app.js", "/health", "/api/v1/complaints"])
async def test_no_answer_tells_what_we_run_on(path, world, visit):
    visitor = await visit("viewer")
    assert "Server" not in (await visitor.client.get(path)).headers


@pytest.mark.parametrize("sent", UNREADABLE)
async def test_who_cannot_be_read_gets_a_page_of_ours(sent, world, visit):
    visitor = await visit("")
    assert is_ours(*await answered(visitor.client.make_url("/"), sent))


async def test_only_the_guided_page_may_show_the_chat_in_a_frame(world, visit, settings):
    visitor = await visit("viewer")
    for path in ("/", "/guide"):
        policy = (await visitor.client.get(path)).headers["Content-Security-Policy"]
        assert (f"frame-src {settings.bot_address};" in policy) is (path == "/guide")


async def test_no_page_has_a_script_or_a_style_in_line(world, visit):
    visitor = await visit("administrator")
    for path in (
        "/",
        "/talks",
        f"/talks/{world.talk}",
        f"/complaints/{world.complaint}",
        "/parked",
        "/guide",
    ):
        _, html = await visitor.get(path)
        scripts = html.count("<script")
        outside = html.count('<script type="module" src="/static/')
        assert scripts == outside + html.count('<script type="application/json">')
        assert " style=" not in html
        assert " onclick=" not in html


@pytest.mark.parametrize(
    ("csrf", "headers"),
    [
        ("", {}),
        ("guessed", {}),
        (None, {"Origin": "https://elsewhere.example"}),
        (None, {"Origin": "null"}),
        (None, {"Sec-Fetch-Site": "cross-site"}),
    ],
)
async def test_a_forged_form_does_nothing(csrf, headers, world, visit):
    visitor = await visit("handler")
    fields = {} if csrf is None else {"csrf": csrf}
    status, html = await visitor.post(f"/talks/{world.talk}/hold", headers=headers, **fields)
    assert status == 403
    assert "页面已经过期" in html
    assert "正在接待" not in (await visitor.get("/talks"))[1]


async def test_a_form_from_our_own_page_is_taken(world, visit):
    visitor = await visit("handler")
    origin = {"Origin": str(visitor.client.make_url("/"))[:-1]}
    status, _ = await visitor.post(f"/talks/{world.talk}/hold", headers=origin)
    assert status == 303
    assert "handler先生 正在接待" in (await visitor.get("/talks"))[1]


@ON_SQLITE
async def test_customers_need_not_wait_while_a_password_is_checked(world, visit, engine, monkeypatch):
    def check(*_):
        with engine.connect() as connection:
            connection.connection.execute("PRAGMA busy_timeout=0")
            connection.exec_driver_sql("UPDATE customers SET name = name")
        return True

    monkeypatch.setattr(accounts, "_matches", check)
    stranger = await visit()
    stranger.csrf = token((await stranger.get("/sign-in"))[1])
    status, _ = await stranger.post("/sign-in", login="viewer", password=PASSWORD)
    assert status == 303


async def test_signing_in_and_out(engine, visit):
    with db.writing(engine) as session:
        staff(session)
    stranger = await visit()
    answer = await stranger.client.get("/", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/sign-in")
    stranger.csrf = token((await stranger.get("/sign-in"))[1])
    answer = await stranger.client.post(
        "/sign-in",
        data={"csrf": stranger.csrf, "login": "viewer", "password": PASSWORD},
        allow_redirects=False,
    )
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    cookie = answer.cookies["manyi"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    status, html = await stranger.get("/")
    assert status == 200
    stranger.csrf = token(html)
    await stranger.post("/sign-out")
    stolen = SimpleCookie({"manyi": cookie.value})
    answer = await stranger.client.get("/", cookies=stolen, allow_redirects=False)
    assert answer.status == 303


async def test_the_cookie_is_bound_to_https_where_there_is_https(engine, settings, visit):
    settings.admin_url = "https://feedback.example"
    with db.writing(engine) as session:
        staff(session)
    stranger = await visit()
    answer = await stranger.client.get("/sign-in")
    assert answer.cookies["__Host-" + security.FORM_COOKIE]["secure"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


async def test_guessing_is_slowed_down_and_told_in_words(engine, visit):
    with db.writing(engine) as session:
        staff(session)
    stranger = await visit()
    stranger.csrf = token((await stranger.get("/sign-in"))[1])
    seen = [await stranger.post("/sign-in", login="viewer", password=f"guess {n}") for n in range(6)]
    assert seen[0][0] == 403
    assert "账号或密码不对" in seen[0][1]
    assert seen[-1][0] == 429
    assert "秒后再试" in seen[-1][1]
    assert 'value="viewer"' in seen[-1][1]
    status, html = await stranger.post("/sign-in", login="viewer", password=PASSWORD)
    assert status == 429
    assert "秒后再试" in html


async def test_the_link_of_a_demonstration_lets_one_browser_in(engine, visit):
    with db.writing(engine) as session:
        key = one_time_keys.give(session, staff(session)["administrator"], datetime.now(UTC))
    first, second = await visit(), await visit()
    answer = await first.client.get(f"/enter/{key}", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/guide")
    status, html = await second.get(f"/enter/{key}")
    assert status == 403
    assert "这个链接已经用过或过期" in html
    assert (await first.get("/guide"))[0] == 200


async def test_a_key_is_no_cookie(engine, visit):
    with db.writing(engine) as session:
        key = one_time_keys.give(session, staff(session)["administrator"], datetime.now(UTC))
    stranger = await visit()
    answer = await stranger.client.get("/", cookies={"manyi": f"once:{key}"}, allow_redirects=False)
    assert answer.status == 303


async def test_outside_a_demonstration_no_key_opens(engine, settings, visit):
    settings.demo = False
    with db.writing(engine) as session:
        key = one_time_keys.give(session, staff(session)["administrator"], datetime.now(UTC))
    stranger = await visit()
    assert (await stranger.get(f"/enter/{key}"))[0] == 404


async def test_what_does_not_exist_says_so_and_offers_a_way(world, visit):
    visitor = await visit("viewer")
    for path in ("/nope", "/talks/999", "/complaints/999", "/talks/99999999999999999999"):
        status, html = await visitor.get(path)
        assert status == 404
        assert 'href="/"' in html


async def test_the_key_of_a_link_is_not_logged_when_something_breaks(world, visit, monkeypatch):
    said = "words of a customer"

    def broken(*_):
        raise RuntimeError(said)

    monkeypatch.setattr(one_time_keys, "use", broken)
    with capture_logs() as logged:
        assert (await (await visit()).get("/enter/a-secret-key"))[0] == 500
    assert [line["route"] for line in logged] == ["/enter/{key}"]
    assert "a-secret-key" not in str(logged)
    assert said not in str(logged)


FORM = "application/x-www-form-urlencoded"
UNREADABLE = {
    "lone surrogate": (f"{FORM}; charset=utf-7", b"csrf=+2AA-"),
    "no such charset": (f"{FORM}; charset=nonexistent", b"csrf=x"),
    "no boundary": ("multipart/form-data", b"--x"),
    "another boundary": ("multipart/form-data; boundary=y", b"--x\r\n\r\n--x--"),
    "not utf-8": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\xff\xfe\r\n--x--\r\n',
    ),
}


@pytest.mark.parametrize("which", UNREADABLE)
async def test_a_body_that_is_not_what_it_says_is_refused(which, world, visit):
    kind, body = UNREADABLE[which]
    stranger = await visit()
    answer = await stranger.client.post("/sign-in", data=body, headers={"Content-Type": kind})
    assert answer.status in (400, 403)


@pytest.mark.parametrize("body", [b"not compressed", b"\x1f\x8b\x08\x00cut off", b""])
async def test_a_body_that_is_not_compressed_as_it_says_is_refused(body, world, visit):
    stranger = await visit()
    headers = {"Content-Type": FORM, "Content-Encoding": "gzip"}
    answer = await stranger.client.post("/sign-in", data=body, headers=headers, compress=False)
    assert answer.status in (400, 403)


async def test_an_origin_that_is_no_address_is_refused(world, visit):
    visitor = await visit("handler")
    answer = await visitor.client.post("/sign-out", data={"csrf": "x"}, headers={"Origin": "http://["})
    assert answer.status == 403
    back = await visitor.client.get("/language/zh-CN", headers={"Referer": "http://["}, allow_redirects=False)
    assert (back.status, back.headers["Location"]) == (303, "/")


def test_what_no_database_takes_is_replaced_at_the_door():
    typed = MultiDict({"words": " 换\x00新\ud800的\r\n今天寄 "})
    assert security.words(typed, "words") == "换\ufffd新\ufffd的\n今天寄"


async def test_such_words_are_kept_on_either_database(engine, world, visit):
    visitor = await visit("handler")
    for act in ("answer", "note"):
        with db.reading(engine) as session:
            seen = str(complaints.one(session, world.complaint).revision)
        where = f"/complaints/{world.complaint}/{act}"
        status, _ = await visitor.post(where, words="换\x00新的", revision=seen)
        assert status == 303, act
    with db.reading(engine) as session:
        said = [each.text for each in complaints.entries(session, world.complaint)]
    assert said[-2:] == ["换\ufffd新的"] * 2

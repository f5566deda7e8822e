"""What is sent after the session has ended is not lost, and nothing of it is done in nobody's name."""

import re
from html import unescape
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import delete

from admin import proving, rendering
from storage import db
from storage.tables import sessions
from tests.admin.web.conftest import hidden


@pytest.fixture
def ended(engine):
    """`ended()`: every session is over."""

    def end():
        with db.writing(engine) as session:
            session.execute(delete(sessions))

    return end


def origin(visitor):
    """As a browser names it for our own pages."""
    return {"Origin": str(visitor.client.make_url("/"))[:-1]}


def readable(html):
    """What the page that keeps a form shows of it."""
    shown = re.search(r'<div class="yours".*?</div>', html, re.DOTALL)
    return [unescape(each) for each in re.findall(r'<p class="words">(.*?)</p>', shown[0])] if shown else []


async def test_what_is_sent_after_the_session_ended_is_kept_until_it_is_sent_again(world, visit, ended):
    visitor = await visit("handler")
    where, ours = f"/complaints/{world.complaint}", origin(visitor)
    ended()
    status, html = await visitor.post(f"{where}/note", ours, words='明天再打 "一次" <b>', once="k")
    assert (status, "登录已经过期" in html, 'action="/complaints/' in html) == (403, True, True)
    assert (hidden(html)["words"], hidden(html)["once"]) == ('明天再打 "一次" <b>', "k")
    assert readable(html) == ['明天再打 "一次" <b>'], "no key of ours"
    again = await visit("handler")
    status, html = await again.post(f"{where}/note", ours, **hidden(html))
    assert (status, "的名义存下</h1>" in html) == (403, True)
    assert "明天再打" not in (await again.get(where))[1]
    assert (await again.post(f"{where}/note", ours, **hidden(html)))[0] == 303
    assert "明天再打 &#34;一次&#34; &lt;b&gt;" in (await again.get(where))[1]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Mode": "cors"},
    ],
)
async def test_nothing_is_kept_of_what_comes_from_elsewhere_or_from_a_script(headers, world, visit, ended):
    visitor = await visit("handler")
    ended()
    named = origin(visitor) if "Sec-Fetch-Mode" in headers else {}
    status, html = await visitor.post(f"/complaints/{world.complaint}/note", named | headers, words="晚安")
    assert (status, "晚安" in html) == (303, False)


async def test_what_is_sent_while_the_database_is_away_is_kept_until_it_is_back(world, visit, away):
    visitor, where = await visit("handler"), f"/complaints/{world.complaint}"
    with away():
        status, html = await visitor.get(where)
        assert (status, "数据库暂时连不上" in html, f'href="{where}"' in html) == (503, True, True)
        status, html = await visitor.post(f"{where}/note", origin(visitor), words="明天再打", once="k")
        assert (status, hidden(html)["words"]) == (503, "明天再打")
        elsewhere = {"Origin": "https://elsewhere.example"}
        assert "晚安" not in (await visitor.post(f"{where}/note", elsewhere, words="晚安"))[1]
    assert (await visitor.post(f"{where}/note", origin(visitor), **hidden(html)))[0] == 303
    assert "明天再打" in (await visitor.get(where))[1]


async def test_it_is_kept_also_where_it_is_lost_after_the_form_was_read(world, visit, monkeypatch):
    visitor = await visit("handler")

    def gone(*_, **__):
        raise db.OutOfReach

    for path in ("/complaints/new", "/visits/new"):
        with monkeypatch.context() as patched:
            patched.setattr("admin.pace.handled", gone)
            status, html = await visitor.post(path, origin(visitor), story="灯不亮", note="晚上来电")
        kept = hidden(html)
        assert (status, kept["story"], kept["note"], kept["csrf"]) == (
            503,
            "灯不亮",
            "晚上来电",
            visitor.csrf,
        )


async def test_who_signs_in_while_it_is_away_has_nothing_to_send_again(world, visit, away):
    stranger = await visit()
    with away():
        status, html = await stranger.post(
            "/sign-in", origin(stranger), login="handler", password="dumplings"
        )
    assert (status, "<form" in html, "dumplings" in html, 'href="/"' in html) == (503, False, False, True)


async def test_the_words_beside_a_large_photo_are_kept_and_nothing_of_the_photo(world, visit, ended):
    visitor = await visit("handler")
    ended()
    form = aiohttp.FormData({"csrf": visitor.csrf, "note": "柜台收的"})
    form.add_field("file", b"\xff" * 3_000_000, filename="a.jpg", content_type="image/jpeg")
    form.add_field("a.q1", "4 分")
    answer = await visitor.client.post("/responses/new", data=form, headers=origin(visitor))
    html = await answer.text()
    assert (answer.status, hidden(html)["note"], hidden(html)["a.q1"]) == (403, "柜台收的", "4 分")
    assert "照片和文件没有留住" in html


async def test_nobody_fills_our_memory_with_words_that_nobody_keeps(world, visit, ended):
    visitor = await visit("handler")
    ended()
    form = aiohttp.FormData({"csrf": visitor.csrf})
    for number in range(5):
        form.add_field(f"a.q{number}", "x" * 1_000_000, content_type="text/plain")
    sent = {"headers": origin(visitor), "allow_redirects": False}
    assert (await visitor.client.post("/responses/new", data=form, **sent)).status == 303
    for part in ('name="a"', 'name="a"; filename="a"', 'name="a"\r\nContent-Transfer-Encoding: zip'):
        field = f"--b\r\nContent-Disposition: form-data; {part}\r\n\r\n\r\n".encode()
        last = b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nx\r\n--b--\r\n'
        typed = sent | {"headers": origin(visitor) | {"Content-Type": "multipart/form-data; boundary=b"}}
        answer = await visitor.client.post("/responses/new", data=field * 1001 + last, **typed)
        assert answer.status == 303, part


async def test_a_password_and_a_file_are_not_kept(world, visit, ended):
    visitor = await visit("administrator")
    ended()
    form = aiohttp.FormData({"csrf": visitor.csrf, "password": "nine brown dumplings"})
    form.add_field("files", b"...", filename="a.png", content_type="image/png")
    answer = await visitor.client.post("/users", data=form, headers=origin(visitor), allow_redirects=False)
    html = await answer.text()
    assert (answer.status, "dumplings" in html, "照片和文件没有留住" in html) == (403, False, True)
    assert 'type="password"' in html


async def test_who_chose_no_file_is_not_told_that_one_was_lost(world, visit):
    visitor = await visit("handler")
    parts = {'name="csrf"': "of-an-earlier-session", 'name="story"': "灯不亮", 'name="file"; filename=""': ""}
    body = "".join(f"--b\r\nContent-Disposition: form-data; {n}\r\n\r\n{v}\r\n" for n, v in parts.items())
    headers = origin(visitor) | {"Content-Type": "multipart/form-data; boundary=b"}
    answer = await visitor.client.post("/complaints/new", data=f"{body}--b--\r\n".encode(), headers=headers)
    html = await answer.text()
    assert (answer.status, hidden(html)["story"], "没有留住" in html) == (403, "灯不亮", False)


async def test_where_one_s_own_password_is_typed_nothing_is_kept(world, visit, ended):
    visitor = await visit("viewer")
    ended()
    typed = {"old": "nine brown dumplings", "password": "ten brown dumplings", "again": "ten brown dumplings"}
    status, html = await visitor.post("/me/password", origin(visitor), **typed)
    assert (status, "dumplings" in html) == (303, False)


def test_what_is_typed_unseen_is_never_sent_back():
    templates = Path(rendering.__file__).parent / "templates"
    html = "".join(each.read_text("utf-8") for each in templates.glob("*.html"))
    fields = re.findall(r'<input type="password"[^>]*? name="([a-z_]+)"', html)
    by_macro = re.findall(r'\bsecret\("([a-z_]+)"', html)
    assert {*fields, *by_macro} == {*proving.PASSWORDS, proving.FIELD}

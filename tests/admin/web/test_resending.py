"""What is sent after the session has ended is not lost, and nothing of it is done in nobody's name."""

import aiohttp
import pytest
from sqlalchemy import delete

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


async def test_what_is_sent_after_the_session_ended_is_kept_until_it_is_sent_again(world, visit, ended):
    visitor = await visit("handler")
    where, ours = f"/complaints/{world.complaint}", origin(visitor)
    ended()
    status, html = await visitor.post(f"{where}/note", ours, words='明天再打 "一次" <b>', once="k")
    assert (status, "登录已经过期" in html, 'action="/complaints/' in html) == (403, True, True)
    assert (hidden(html)["words"], hidden(html)["once"]) == ('明天再打 "一次" <b>', "k")
    again = await visit("handler")
    status, html = await again.post(f"{where}/note", ours, **hidden(html))
    assert (status, "的名义存下" in html) == (403, True)
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


async def test_what_is_sent_while_the_database_is_away_is_kept_until_it_is_back(world, visit, monkeypatch):
    visitor, where = await visit("handler"), f"/complaints/{world.complaint}"

    def gone(engine):
        raise db.OutOfReach

    with monkeypatch.context() as cut:
        cut.setattr(db, "reading", gone)
        cut.setattr(db, "writing", gone)
        status, html = await visitor.get(where)
        assert (status, "数据库暂时连不上" in html, f'href="{where}"' in html) == (503, True, True)
        status, html = await visitor.post(f"{where}/note", origin(visitor), words="明天再打", once="k")
        assert (status, hidden(html)["words"]) == (503, "明天再打")
        elsewhere = {"Origin": "https://elsewhere.example"}
        assert "晚安" not in (await visitor.post(f"{where}/note", elsewhere, words="晚安"))[1]
    assert (await visitor.post(f"{where}/note", origin(visitor), **hidden(html)))[0] == 303
    assert "明天再打" in (await visitor.get(where))[1]


async def test_a_password_and_a_file_are_not_kept(world, visit, ended):
    visitor = await visit("administrator")
    ended()
    form = aiohttp.FormData({"csrf": visitor.csrf, "password": "nine brown dumplings"})
    form.add_field("files", b"...", filename="a.png", content_type="image/png")
    answer = await visitor.client.post("/users", data=form, headers=origin(visitor), allow_redirects=False)
    html = await answer.text()
    assert (answer.status, "dumplings" in html, "照片和文件没有留住" in html) == (403, False, True)
    assert 'type="password"' in html

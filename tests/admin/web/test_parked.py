"""What could not be handled, as a list: tab, order and page stand in the address, and stay there."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert

from admin import paging
from storage import conversations, db, mails, messages
from storage.mails import Arrived, Settled
from storage.queries import parked
from storage.tables import jobs
from tests.admin.web import world as worlds
from tests.admin.web.test_taking_along import taken
from tests.admin.web.world import NOW

WORDS = "我要退货，电话 13812345678"
SENDER = "wang@example.cn"
REST = "only=mails&sort=newest"


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Two rows a page."""
    monkeypatch.setattr(paging, "SIZE", 2)


@pytest.fixture
def many(engine, world):
    """Five messages and five mails; the ids of both in the order in which they came."""
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("webchat", "b")], NOW).values()
        for n in range(4):
            said = {**worlds.message(talk.id, n + 1, WORDS), "received_at": NOW + timedelta(minutes=n + 1)}
            messages.park(session, said, "OperationalError")
    keep(engine, 5)
    with db.reading(engine) as session:
        return {kind: list(parked.every(session, kind)) for kind in parked.KINDS}


def keep(engine, number):
    """So many mails of which nobody knows whose they are."""
    with db.writing(engine) as session:
        mails.keep(session, [Arrived(f"k{n}", b"Subject: x\r\n\r\nx", SENDER, NOW) for n in range(number)])
        for mail in mails.claim(session, number, 1000):
            told = {"subject": "回复：邀请", "text": WORDS}
            mails.settle(session, [Settled(mail.id, "held", "reply", "forward", **told)])


def shown(html):
    return [int(key) for key in re.findall(r'id="(?:message|mail)-(\d+)"', html)]


def current(html):
    """The tab that is open."""
    return re.search(r'<a href="/parked\?only=(\w+)" aria-current="true"', html)[1]


def link(html, rel):
    return re.search(rf'<a href="([^"]+)" rel="{rel}"', html)[1].replace("&amp;", "&")


def counted(html):
    """What the tabs count, and the menu."""
    tabs = re.search(r'id="parked-tabs".*?</nav>', html, re.DOTALL)[0]
    menu = re.search(r'<a href="/parked"[^>]*data-key="p".*?</a>', html, re.DOTALL)[0]
    return [int(n) for n in re.findall(r">(\d+)<", tabs)], int(re.findall(r">(\d+)<", menu)[-1])


@pytest.mark.parametrize("kind", parked.KINDS)
@pytest.mark.parametrize("sort", parked.SORTS)
async def test_every_one_stands_on_one_page(kind, sort, many, visit):
    visitor, found, path = await visit("viewer"), [], f"/parked?only={kind}&sort={sort}"
    while path:
        status, html = await visitor.get(path)
        assert (status, current(html)) == (200, kind)
        assert len(shown(html)) <= 2
        found += shown(html)
        path = link(html, "next") if 'rel="next"' in html else ""
    assert found == (many[kind][::-1] if sort else many[kind])


async def test_the_tabs_and_the_menu_count_what_waits(engine, many, visit):
    visitor = await visit("viewer")
    assert counted((await visitor.get("/parked?only=mails"))[1]) == ([5, 5], 10)
    with db.writing(engine) as session:
        failed = {"kind": "analyse", "key": "a", "payload": {}, "state": "failed", "due_at": NOW}
        session.execute(insert(jobs).values(**failed, created_at=NOW))
        messages.dismiss(session, many["messages"][0], NOW)
    html = (await visitor.get("/parked"))[1]
    assert counted(html) == ([4, 5], 10), "the menu counts the work that failed as well"
    assert html.index("没做成的后台任务") < html.index('id="parked-tabs"')


async def test_where_mails_alone_wait_they_are_shown_at_once(engine, world, visit):
    visitor = await visit("handler")
    with db.writing(engine) as session:
        messages.dismiss(session, world.parked, NOW)
    assert "没有暂存的消息" in (await visitor.get("/parked"))[1]
    keep(engine, 1)
    answer = await visitor.client.get("/parked?sort=newest", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/parked?sort=newest&only=mails")
    status, html = await visitor.get("/parked?only=messages")
    assert (
        status,
        "这一类里没有要处理的" in html,
        '<a class="button main" href="/parked?only=mails">' in html,
    ) == (
        200,
        True,
        True,
    )


async def test_what_came_of_many_stands_above_the_same_tab_order_and_page(many, visit):
    visitor = await visit("handler")
    last = many["mails"][::-1]
    where = f"/parked?{REST}&after={last[1]}"
    _, html = await visitor.get(where)
    assert shown(html) == last[2:4]
    assert f'formaction="{where}"'.replace("&", "&amp;") in html
    assert ">确认都是本人，收下（读不了的再试一次）</button>" in html, (
        "whoever lets a mail in is told that they do"
    )
    status, html = await visitor.post(where, act="dismiss", picked=last[2])
    assert (status, "1 件办好了。" in html) == (200, True)
    assert (current(html), shown(html)) == ("mails", [last[3], last[4]])
    assert "<b>新来的在前</b>" in html


async def test_all_that_is_ticked_of_a_page_is_settled_at_once_and_no_other(engine, many, visit):
    visitor, where = await visit("handler"), "/parked?only=messages"
    rows = re.findall(r'name="picked" value="(\d+)"', (await visitor.get(where))[1])
    assert rows == [str(key) for key in many["messages"][:2]]
    status, html = await visitor.post(where, act="put_back", picked=rows)
    assert (status, "2 件办好了。" in html) == (200, True)
    with db.reading(engine) as session:
        assert list(parked.every(session, "messages")) == many["messages"][2:]
        assert [each.id for each in messages.again(session)] == many["messages"][:2]
        assert parked.counts(session)["mails"] == 5


async def test_after_one_the_list_is_as_it_was_and_who_comes_second_is_told_there(many, visit):
    visitor, (first, second, third, last, _) = await visit("handler"), many["mails"]
    here = f"{REST}&after={last}"
    where = f"/parked/mails/{third}/dismiss?{here}"
    assert f'action="{where}"'.replace("&", "&amp;") in (await visitor.get(f"/parked?{here}"))[1]
    answer = await visitor.client.post(where, data={"csrf": visitor.csrf}, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, f"/parked?{here}")
    status, html = await visitor.post(where)
    assert (status, current(html), shown(html)) == (409, "mails", [second, first])
    assert link(html, "prev") == f"/parked?{REST}&before={second}"
    assert 'href="/parked?only=mails">等得最久的在前' in html, "of the list, not of this address"


async def test_the_file_has_no_words_and_no_sender_in_full(many, visit):
    visitor = await visit("auditor")
    for kind in parked.KINDS:
        head, *rows = await taken(visitor, "parked", f"only={kind}")
        assert head == ["序号", "类别", "渠道", "收到", "原因", "技术原因", "发件人", "对话"]
        assert [int(row[0]) for row in rows] == many[kind]
        cells = {cell for row in rows for cell in row}
        assert not [cell for cell in cells if "退货" in cell or "回复" in cell or SENDER in cell]
    assert rows[0][4:7] == ["这封信是别人转发来的", "", "w****@example.cn"]


async def test_a_tab_that_is_none_is_that_of_the_messages(many, visit):
    _, html = await (await visit("viewer")).get("/parked?only=faxes&after=99")
    assert (current(html), shown(html)) == ("messages", many["messages"][:2])

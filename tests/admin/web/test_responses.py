"""The list of responses: every row once, each filter and sort, nothing that is not for who reads."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from storage import db, responses
from storage.tables import complaints as complaints_table
from storage.tables import responses as table
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW


@pytest.fixture
def many(engine, world):
    """Five more: (id of each), at other times, of other segments, with other indices."""
    made = []
    with db.writing(engine) as session:
        for n, words in enumerate(("很好", "物流慢", "13812345678 打我电话", "一般", "")):
            at, score = NOW - timedelta(days=n + 1), 20.0 * (n + 1)
            made.append(worlds.respond(session, world.version, None, words, score, at, f"客户群{n}"))
    return made


def listed(html):
    """The responses on the page, in order."""
    return [int(key) for key in re.findall(r'<a href="/responses/(\d+)">\s*<span class="line">', html)]


async def keys(visitor, query=""):
    status, html = await visitor.get(f"/responses{query}")
    assert status == 200
    return listed(html)


async def test_all_stand_there_the_newest_first_and_in_each_order(many, visit):
    visitor = await visit("viewer")
    assert await keys(visitor) == [1, *many]
    assert await keys(visitor, "?sort=oldest") == [*reversed(many), 1]
    assert await keys(visitor, "?sort=worst") == [*many[:3], 1, *many[3:]]
    assert await keys(visitor, "?sort=best") == [*reversed(many[3:]), 1, *reversed(many[:3])]


async def test_how_many_they_are_is_said_of_one_page_and_counted_for_who_asks(many, visit, monkeypatch):
    visitor = await visit("viewer")
    assert "共 6 份" in (await visitor.get("/responses"))[1]
    monkeypatch.setattr("admin.pages.responses.SIZE", 2)
    html = (await visitor.get("/responses?survey=satisfaction&sort=oldest"))[1]
    assert "共 6 份" not in html
    counting = re.search(r'<a href="([^"]+)">数一数', html)[1].replace("&amp;", "&")
    status, html = await visitor.get(counting)
    assert (status, "共 6 份" in html, listed(html)) == (200, True, [*reversed(many)][:2])


@pytest.mark.parametrize("sort", ["newest", "oldest", "worst", "best"])
async def test_a_page_at_a_time_every_row_once_there_and_back(many, visit, monkeypatch, sort):
    monkeypatch.setattr("admin.pages.responses.SIZE", 2)
    visitor = await visit("viewer")
    pages, path = {}, f"/responses?survey=satisfaction&sort={sort}"
    for rel in ("next", "prev"):
        pages[rel] = []
        while path:
            last = path
            _, html = await visitor.get(path)
            pages[rel].append(listed(html))
            following = re.search(rf'<a href="([^"]+)" rel="{rel}"', html)
            path = following[1].replace("&amp;", "&") if following else ""
            assert not path or f"sort={sort}" in path
        path = last
    assert [len(page) for page in pages["next"]] == [2, 2, 2]
    assert sorted(key for page in pages["next"] for key in page) == [1, *many]
    assert pages["prev"] == pages["next"][::-1]


async def test_behind_the_last_one_it_says_so_and_leads_back(many, visit):
    visitor = await visit("viewer")
    _, html = await visitor.get("/responses?after=1&sort=oldest")
    assert "后面没有了" in html
    for edge in ("after=x", "before=-1", "after=999999", "page=7"):
        assert await keys(visitor, f"?{edge}") == [1, *many]


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ("?segment=客户群3", [3]),
        ("?channel=webchat&below=50", [0, 1]),
        ("?survey=satisfaction&item=quality&below=30", [0]),
        ("?survey=satisfaction&item=quality", [0, 1, 2, 3, 4]),
        ("?mood=positive", []),
        ("?category=delivery", []),
        ("?state=stopped", []),
        ("?survey=nope&channel=nope&sort=nope&page=x&below=nan", [0, 1, 2, 3, 4]),
        ("?customer=7", []),
        ("?period=ever", [0, 1, 2, 3, 4]),
    ],
)
async def test_what_is_sought_stands_in_the_address(many, visit, query, which):
    found = await keys(await visit("viewer"), query)
    assert [key for key in found if key != 1] == [many[n] for n in which]


async def test_what_tells_who_somebody_is_stays_hidden_in_the_list(many, visit):
    _, html = await (await visit("viewer")).get("/responses")
    assert "物流慢" in html
    assert "客户群4" in html


async def test_nobody_reads_what_is_being_told_without_a_name(engine, world, many, visit):
    with db.writing(engine) as session:
        session.execute(update(table).where(table.c.id == 1).values(anonymous=True))
        session.execute(update(table).where(table.c.id == many[0]).values(anonymous=True))
    visitor = await visit("viewer")
    assert 1 not in await keys(visitor)
    _, html = await visitor.get("/responses?segment=客户群0")
    assert listed(html) == [many[0]]
    assert "匿名" in html
    moment = f"{NOW.astimezone(ZoneInfo('Asia/Shanghai')):%H:%M}"
    assert moment not in html.split('<ul class="rows')[1], "of its moment the day alone"


async def test_what_a_customer_answered_who_complains_of_me_is_not_for_me(engine, world, many, visit):
    with db.writing(engine) as session:
        session.execute(update(complaints_table).values(concerns_id=world.staff["viewer"]))
    assert 1 not in await keys(await visit("viewer"))
    assert 1 in await keys(await visit("auditor"))
    assert (await (await visit("viewer")).get("/responses/1"))[0] == 404


async def test_what_is_only_begun_or_stopped_has_a_list_of_its_own(engine, world, visit):
    with db.writing(engine) as session:
        session.execute(update(table).values(state="begun", completed_at=None))
    visitor = await visit("viewer")
    assert await keys(visitor) == []
    assert await keys(visitor, "?state=begun") == [1]
    with db.writing(engine) as session:
        rows = [{"response_id": 1, "state": "stopped", "satisfaction_index": None, "at": NOW}]
        responses.finish(session, rows)
    assert await keys(visitor, "?state=stopped") == [1]

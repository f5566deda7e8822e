"""Views of a list under a name: kept without the words that were looked for, shown to whom they are for."""

import asyncio
import re

import pytest
from sqlalchemy import insert, select

from admin.listing import listings
from storage import db
from storage.tables import views
from tests.admin.web import world as worlds

SEARCHED = "only=valued&order=name&q=王小明&page=3&after=7&csrf=x"


async def tabs(visitor, path):
    """(name, address, whether it is what is shown) of each view above the list."""
    _, html = await visitor.get(path)
    found = re.search(r'<nav class="tabs views".*?</nav>', html, re.DOTALL)
    links = re.findall(r'<a href="([^"]+)"( aria-current="true")?>([^<]+)', found[0]) if found else []
    return [(name, address.replace("&amp;", "&"), bool(here)) for address, here, name in links]


async def test_a_view_keeps_filters_and_order_and_no_words(engine, world, visit):
    visitor = await visit("viewer")
    kept = await visitor.post("/lists/customers/views", name=" 重要 ", query=SEARCHED, shared="yes")
    assert kept[0] == 303
    with db.reading(engine) as session:
        (row,) = session.execute(select(views)).all()
    assert (row.name, row.query, row.shared) == ("重要", "only=valued&order=name", False), (
        "viewers share none"
    )
    there = ("重要", "/customers?only=valued&order=name", True)
    assert await tabs(visitor, "/customers?order=name&only=valued&q=x") == [there]
    assert await tabs(visitor, "/customers") == [(*there[:2], False)]
    assert await tabs(await visit("handler"), "/customers") == []
    await visitor.post("/lists/customers/views", name="重要", query="only=complaints")
    assert await tabs(visitor, "/customers") == [("重要", "/customers?only=complaints", False)]


async def test_what_is_shared_everybody_sees_and_who_made_it_alone_forgets_it(engine, world, visit):
    maker, other = await visit("handler"), await visit("manager")
    await maker.post("/lists/complaints/views", name="没人办的", query="owner=nobody", shared="yes")
    assert [name for name, *_ in await tabs(other, "/complaints")] == ["没人办的"]
    assert "没人办的" not in (await other.get("/talks"))[1]
    with db.reading(engine) as session:
        key = session.scalar(select(views.c.id))
    assert (await other.post(f"/lists/complaints/views/{key}/drop"))[0] == 404
    assert (await maker.post(f"/lists/talks/views/{key}/drop"))[0] == 404, "another list"
    status, html = await maker.post(f"/lists/complaints/views/{key}/drop")
    assert (status, "已删除“没人办的”" in html) == (200, True)
    assert await tabs(other, "/complaints") == []
    hidden = dict(re.findall(r'name="(query|name|shared)" value="([^"]*)"', html))
    assert hidden == {"query": "owner=nobody", "name": "没人办的", "shared": "yes"}
    assert (await maker.post("/lists/complaints/views", **hidden))[0] == 303
    assert [name for name, *_ in await tabs(other, "/complaints")] == ["没人办的"], "it is there again"


@pytest.mark.parametrize(
    ("name", "told"), [("", "请给视图起个名称"), (" \n", "请给视图起个名称"), ("长" * 31, "名称最多 30 个字")]
)
async def test_what_cannot_be_kept_stays_in_the_form(name, told, world, visit):
    visitor = await visit("handler")
    status, html = await visitor.post("/lists/talks/views", name=name, query="only=held", shared="yes")
    assert (status, told in html) == (400, True)
    assert 'name="query" value="only=held"' in html
    assert re.search(r'name="shared" value="yes" checked', html)


async def test_more_than_one_needs_are_refused(engine, world, visit, monkeypatch):
    monkeypatch.setattr("storage.views.MOST", 2)
    visitor = await visit("viewer")
    for n in range(2):
        assert (await visitor.post("/lists/visits/views", name=f"v{n}", query=""))[0] == 303
    status, html = await visitor.post("/lists/visits/views", name="v2", query="")
    assert (status, "最多存 2 个视图" in html) == (400, True)
    assert (await visitor.post("/lists/visits/views", name="v1", query=""))[0] == 303, "replaces its namesake"
    assert (await visitor.post("/lists/requests/views", name="v2", query=""))[0] == 303, "another list"


@pytest.mark.parametrize("key", sorted(key for key, each in listings().items() if each.path))
async def test_every_list_offers_to_keep_what_it_shows_and_tells_its_keys(key, world, visit):
    visitor, listing = await visit("auditor"), listings()[key]
    name = "<b>'\"&\u202e"
    assert (await visitor.post(f"/lists/{key}/views", name=name, query="state=<&only='"))[0] == 303
    status, html = await visitor.get(listing.path)
    assert status == 200
    assert f'action="/lists/{key}/views"' in html
    assert 'id="keys"' in html
    assert '/list.js"' in html
    assert "<b>'" not in html
    assert "\u202e" not in html
    assert (await visitor.get((await tabs(visitor, listing.path))[0][1]))[0] == 200


async def test_a_view_of_what_is_gone_since_and_a_list_without_views(engine, world, visit):
    visitor, row = await visit("handler"), {"user_id": world.staff["handler"], "at": worlds.NOW}
    with db.writing(engine) as session:
        old = {"list": "complaints", "name": "旧的", "query": "colour=red&owner=999999&state=gone"}
        session.execute(insert(views), [{**row, **old}])
    ((name, address, _),) = await tabs(visitor, "/complaints")
    assert (name, (await visitor.get(address))[0]) == ("旧的", 200)
    assert (await visitor.post("/lists/invitations/views", name="x", query=""))[0] == 404


async def test_two_who_keep_one_name_at_once_leave_one_view(engine, world, visit):
    visitor = await visit("handler")
    posts = (
        visitor.post("/lists/talks/views", name="同名", query=f"only={kind}") for kind in ("held", "silent")
    )
    assert [status for status, _ in await asyncio.gather(*posts)] == [303, 303]
    assert len(await tabs(visitor, "/talks")) == 1


NONSENSE = ("-1", "1e999", "' or 1=1--", "%F0%9F%92%A9", "../../etc", "9" * 40, "长" * 40, "[]", "%ff")


@pytest.mark.parametrize("key", sorted(key for key, each in listings().items() if each.path))
async def test_nonsense_in_the_address_leaves_a_list_as_it_is(key, world, visit):
    visitor, listing = await visit("auditor"), listings()[key]
    for value in NONSENSE:
        asked = "&".join(f"{name}={value}" for name in (*listing.names, "page", "after", "before", "q"))
        status, html = await visitor.get(f"{listing.path}?{asked}")
        assert status == 200, value
    twice = "&".join(f"{name}=a&{name}=b" for name in listing.names)
    assert (await visitor.get(f"{listing.path}?{twice}&x[]=1&=&&"))[0] == 200
    status, html = await visitor.get(f"{listing.path}?q=%00")
    assert (status, "这个网址里有看不懂的内容" in html) == (400, True)


EMPTY = sorted({*(each.path for each in listings().values() if each.path), "/jobs"})
NEVER_EMPTY = ("/users", "/audit")
"""Whoever looks stands in them."""


@pytest.mark.parametrize("path", [path for path in EMPTY if path not in NEVER_EMPTY])
@pytest.mark.parametrize("role", ["administrator", "auditor"])
async def test_an_empty_list_says_what_will_be_here_and_leads_to_the_next_step(role, path, engine, visit):
    with db.writing(engine) as session:
        worlds.staff(session)
    visitor = await visit(role)
    _, html = await visitor.get(path)
    said, link = re.search(
        r'<div class="empty"><b>([^<]+)</b>[^<]+.*?<a class="[^"]*" href="([^"]+)">', html
    ).groups()
    assert said
    assert link != path
    assert (await visitor.get(link))[0] == 200

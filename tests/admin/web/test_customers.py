"""The customers: found, filtered, kept, changed, made one and two again."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from admin.pages import customers as page
from storage import conversations, db, requests, visits
from storage.customers import contacting, keeping, ordering
from storage.tables import complaints as complaints_table
from storage.tables import customers, events, joinings
from tests.admin.web.world import NOW

NEW = "/customers/new"
TOLD = {"name": "王<b>小明", "number": "C-7", "kind": "supplier", "segment": "经销商", "note": "爱听戏<i>"}


@pytest.fixture
async def desk(world, visit):
    """A handler."""
    return await visit("handler")


def made(engine, world, **told):
    """A file kept by hand; its id."""
    values = {
        "name": "李四",
        "number": "",
        "kind": "external",
        "segment": "",
        "note": "",
        "high_value": False,
    }
    with db.writing(engine) as session:
        return keeping.begin(session, {**values, "own": {}, **told}, world.staff["handler"], NOW)


def listed(html):
    return [int(key) for key in re.findall(r'<a href="/customers/(\d+)">', html)]


def triggers(engine, entity):
    e = events.c
    with db.reading(engine) as session:
        return session.scalars(select(e.trigger).where(e.entity == entity).order_by(e.id)).all()


async def test_a_file_is_made_once_and_read(engine, world, desk, visit):
    typed = {**TOLD, "high_value": "yes", "once": "k", "own_name": "门店", "own_value": "三<u>店"}
    answers = [
        await desk.client.post(NEW, data={"csrf": desk.csrf, **typed}, allow_redirects=False) for _ in "ab"
    ]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    where = answers[0].headers["Location"]
    status, html = await (await visit("viewer")).get(where)
    assert status == 200
    for words in (
        "王&lt;b&gt;小明",
        "C-7",
        "供应商",
        "经销商",
        "爱听戏&lt;i&gt;",
        "三&lt;u&gt;店",
        "重要顾客",
    ):
        assert words in html
    assert html.count('method="post"') == 1, "a viewer is offered nothing to do"
    assert triggers(engine, "customer") == ["begin"]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("name", "", "姓名和编号至少填一项"),
        ("name", "长" * 101, "最多 100 个字"),
        ("note", "长" * 4001, "最多 4000 个字"),
        ("kind", "friend", "请从列出的里面选"),
        ("own_value", "长" * 201, "栏目太多或太长"),
    ],
)
async def test_what_does_not_fit_is_said_at_its_field_and_all_stays(engine, desk, name, value, told):
    typed = {**TOLD, "number": "", "own_name": "门店", "own_value": "三店", name: value}
    status, html = await desk.post(NEW, **typed)
    field = "own" if name == "own_value" else name
    assert (status, re.search(rf'id="{field}-wrong">{told}', html) is not None) == (400, True)
    assert 'value="门店"' in html
    assert triggers(engine, "customer") == []


async def test_the_list_is_found_filtered_and_walked(engine, world, desk, monkeypatch):
    monkeypatch.setattr(page, "SIZE", 2)
    keys = [made(engine, world, name=f"赵{n}", segment="甲") for n in range(4)]
    special = made(engine, world, name="钱多", number="N-1", kind="supplier", high_value=True)
    with db.writing(engine) as session:
        contacting.add(session, special, "phone", "+86 138-1234-5678", "", 1, NOW)
        ordering.add(session, special, {"number": "D77", "product": ""}, None, 1, NOW)
        conversations.load(session, [("webchat", "preview:x")], NOW)
    seen, path = [], "/customers?segment=甲"
    while path:
        _, html = await desk.get(path)
        seen += listed(html)
        following = re.search(r'<a href="([^"]+)" rel="next"', html)
        path = following[1].replace("&amp;", "&") if following else ""
    assert seen == keys[::-1]
    _, html = await desk.get("/customers?segment=甲&order=name")
    assert listed(html) == keys[:2]
    for query in ("only=valued", "kind=supplier", "q=13812345678", "q=D77", "q=N-1", "q=钱多", "q=多"):
        assert listed((await desk.get(f"/customers?{query}"))[1]) == [special], query
    (complained,) = listed((await desk.get("/customers?only=complaints"))[1])
    with db.reading(engine) as session:
        assert session.scalars(select(complaints_table.c.customer_id)).one() == complained
    assert "没有符合条件的顾客" in (await desk.get("/customers?q=1381234"))[1], (
        "a part of a number finds nobody"
    )
    assert "回到第一页" in (await desk.get("/customers?after=1"))[1]
    assert (await desk.get("/customers?after=x&only=y&kind=z&order=w"))[0] == 200


async def test_those_ticked_come_to_a_segment_each_on_its_own(engine, world, desk, visit):
    keys = [made(engine, world, name=f"赵{n}", segment="甲", note="<i>") for n in range(4)]
    nameless = made(engine, world, name="", number="N-9")
    with db.writing(engine) as session:
        session.execute(update(customers).where(customers.c.id == nameless).values(number=""))
    _, html = await desk.get("/customers?order=name")
    there = [f"{key}:1" for key in keys]
    assert set(there) <= set(re.findall(r'name="picked" value="([^"]+)"', html))
    with db.writing(engine) as session:
        keeping.amend(session, keys[1], {**keeping.one(session, keys[1]).told, "note": "改过"}, 1, 1, NOW)
        session.execute(update(customers).where(customers.c.id == keys[2]).values(erased_at=NOW))
        session.execute(update(customers).where(customers.c.id == keys[3]).values(merged_into=keys[0]))
        about = update(complaints_table).values(concerns_id=world.staff["handler"])
        hidden = session.scalars(about.returning(complaints_table.c.customer_id)).one()
    beside = [f"{nameless}:1", f"{hidden}:0", "99999:1", "x:1", "1"]
    some = {"act": "segment", "segment": " 乙<b> ", "picked": [*there, *beside]}
    status, html = await desk.post("/customers?order=name", **some)
    told = re.sub(r"<[^>]+>", "", html[html.index('id="bulk-results"') :].split("</div>")[0])
    assert (status, "已改 1 位。" in told, "有 6 位没有改" in told) == (200, True, True)
    assert ("赵1 同事刚刚改过" in told, told.count("这份档案不在了")) == (True, 4)
    assert "姓名和编号至少填一项" in told
    stays = re.findall(r'name="picked" value="(\d+):\d+"[^>]* checked', html)
    assert stays == [str(keys[1])], "who is still in the list stays ticked"
    assert 'value="乙&lt;b&gt;"' in html
    with db.reading(engine) as session:
        files = [keeping.one(session, key) for key in keys[:2]]
    assert [(each.segment, each.note, each.revision) for each in files] == [
        ("乙<b>", "<i>", 2),
        ("甲", "改过", 2),
    ]
    assert triggers(engine, "customer").count("amend") == 2
    assert (await (await visit("auditor")).post("/customers", **some))[0] == 403


async def test_a_segment_for_many_that_does_not_fit_is_said_and_changes_nothing(engine, world, desk):
    box = f"{made(engine, world, segment='甲')}:1"
    for told, words in (
        ({"segment": "乙"}, "请先选中顾客"),
        ({"segment": "乙", "picked": "x"}, "请先选中顾客"),
        ({"segment": "", "picked": box}, "请写上改成哪个客户群"),
        ({"segment": "长" * 61, "picked": box}, "最多 60 个字"),
    ):
        status, html = await desk.post("/customers", act="segment", **told)
        assert (status, words in html) == (400, True), told
        assert ('form="take" checked' in html) == (told.get("picked") == box), told
    assert (await desk.post("/customers", act="erase", segment="乙", picked=box))[0] == 400
    assert triggers(engine, "customer") == ["begin"]


async def test_a_late_change_is_refused_with_what_differs(engine, world, desk):
    key = made(engine, world)
    path, typed = f"/customers/{key}/edit", {"kind": "external", "segment": "", "note": "", "number": ""}
    _, html = await desk.get(path)
    seen = re.search(r'name="revision" value="(\d+)"', html)[1]
    assert (await desk.post(path, **typed, name="李五", revision=seen))[0] == 303
    status, html = await desk.post(path, **typed, name="李六", revision=seen)
    assert (status, "李五" in html, "李六" in html) == (409, True, True)
    assert re.search(r'name="revision" value="2"', html), "who has seen it may still save"
    assert (await desk.post(path, **typed, name="", revision="2"))[0] == 400
    assert (await desk.post(path, **typed, name="李六", revision="2"))[0] == 303
    with db.reading(engine) as session:
        assert keeping.one(session, key).name == "李六"
    assert triggers(engine, "customer") == ["begin", "amend", "amend"]


async def test_a_contact_is_sealed_and_shown_to_who_asks(engine, world, desk, visit):
    key = made(engine, world)
    path = f"/customers/{key}"
    kept = {"contact_kind": "phone", "contact": "138 1234 5678", "label": "白天"}
    assert (await desk.post(f"{path}/contacts", **kept))[0] == 303
    status, html = await desk.post(f"{path}/contacts", **{**kept, "contact": "+86 13812345678"})
    assert (status, "这里已经有了" in html) == (400, True)
    _, html = await desk.get(path)
    assert ("138****5678" in html, "1234" in html.replace("138****", "")) == (True, False)
    status, html = await desk.post(f"{path}/show", of="contact:1")
    assert (status, "138 1234 5678" in html) == (200, True)
    assert (await (await visit("viewer")).post(f"{path}/show", of="contact:1"))[0] == 403
    for of in ("contact:99", "talk:1", "x", "contact:", ""):
        assert (await desk.post(f"{path}/show", of=of))[0] == 404
    assert triggers(engine, "customer_contact") == ["begin"]
    assert "look" in triggers(engine, "customer")
    assert "谁看过联系方式" in (await desk.get(path))[1]
    other = await visit("manager")
    status, html = await desk.post(f"{path}/contacts/1/drop")
    slip = re.search(r'name="slip" value="([^"]+)"', html)[1]
    assert (status, "1234" in html.replace("138****", "")) == (200, False), "the slip tells nothing"
    assert (await desk.post(f"{path}/contacts/1/drop"))[0] == 404
    with db.reading(engine) as session:
        assert contacting.of(session, key) == []
    elsewhere = f"/customers/{made(engine, world)}"
    for who, where, with_ in ((other, path, slip), (desk, elsewhere, slip), (desk, path, "x")):
        assert (await who.post(f"{where}/contacts/back", slip=with_))[0] == 409
    assert (await desk.post(f"{path}/contacts/back", slip=slip))[0] == 303
    assert (await desk.post(f"{path}/contacts/back", slip=slip))[0] == 400, "it is there"
    with db.reading(engine) as session:
        (back,) = contacting.told(session, key)
    assert (back["text"], back["label"]) == ("138 1234 5678", "白天")


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"contact_kind": "pigeon", "contact": "1"}, "contact_kind", "请从列出的里面选"),
        ({"contact_kind": "phone", "contact": "打给我"}, "contact", "这不像"),
        ({"contact_kind": "email", "contact": "a@b"}, "contact", "这不像"),
        ({"contact_kind": "post", "contact": "长" * 201}, "contact", "最多 200 个字"),
    ],
)
async def test_a_contact_that_is_none_stays_in_the_form(engine, world, desk, told, field, words):
    status, html = await desk.post(f"/customers/{made(engine, world)}/contacts", **told)
    assert (status, re.search(rf'id="{field}-wrong">{words}', html) is not None) == (400, True)


async def test_an_order_is_kept_once_and_taken_back(engine, world, desk):
    path = f"/customers/{made(engine, world)}"
    typed = {"order_number": "D<1>", "order_product": "沙发", "ordered_on": "2026-03-01"}
    assert (await desk.post(f"{path}/orders", **typed))[0] == 303
    for wrong, field in (
        ({}, "order_number"),
        ({"ordered_on": "昨天"}, "ordered_on"),
        ({"order_number": ""}, "order_number"),
    ):
        status, html = await desk.post(f"{path}/orders", **{**typed, **wrong})
        assert (status, f'id="{field}-wrong"' in html) == (400, True), wrong
    _, html = await desk.get(f"{path}?kind=orders")
    assert html.count("D&lt;1&gt;") >= 2, "in the list, and in the line of time"
    status, html = await desk.post(f"{path}/orders/1/drop")
    back = dict(re.findall(r'<input type="hidden" name="(order\w+)" value="([^"]*)"', html))
    assert (status, back) == (200, {**typed, "order_number": "D&lt;1&gt;"})
    assert (await desk.post(f"{path}/orders/1/drop"))[0] == 404
    assert (await desk.post(f"{path}/orders", **typed))[0] == 303


async def test_all_that_happened_stands_in_one_line(engine, world, desk):
    with db.writing(engine) as session:
        customer = session.scalars(select(complaints_table.c.customer_id)).one()
        visits.add(session, visits.Told("call", NOW, customer, "", {"matters": "谈价钱"}), 1, NOW)
    path = f"/customers/{customer}"
    _, html = await desk.get(path)
    assert ("谈价钱" in html, f"/complaints/{world.complaint}" in html, f"/talks/{world.talk}" in html) == (
        True,
    ) * 3
    _, html = await desk.get(f"{path}?kind=visits")
    assert ("谈价钱" in html, f"/complaints/{world.complaint}" in html) == (True, False)
    for odd in ("?before=x", "?before=2026-01-01T00:00:00%2B00:00~visits~x", "?kind=dreams"):
        assert (await desk.get(path + odd))[0] == 200
    for where in (f"/talks/{world.talk}", f"/complaints/{world.complaint}", "/visits"):
        assert f'href="{path}"' in (await desk.get(where))[1], where


async def test_two_files_become_one_and_two_again(engine, world, desk):
    one, other = (
        made(engine, world, name="李四"),
        made(engine, world, name="李四儿", number="N-9", note="老主顾"),
    )
    with db.writing(engine) as session:
        ordering.add(session, other, {"number": "D1", "product": ""}, None, 1, NOW)
    path = f"/customers/{one}/join"
    assert f"with={other}" in (await desk.get(f"{path}?q=李四儿"))[1]
    _, html = await desk.get(f"{path}?with={other}")
    assert ("订单 1 张" in html, "老主顾" in html) == (True, True)
    told = {"with": str(other), "revision": "1", "other_revision": "1", "name": "this", "number": "other"}
    assert (await desk.post(path, **{**told, "other_revision": "0"}))[0] == 409
    assert (await desk.post(path, **{**told, "with": str(one)}))[0] == 409
    assert (await desk.post(path, **told))[0] == 303
    gone = await desk.client.get(f"/customers/{other}", allow_redirects=False)
    assert (gone.status, gone.headers["Location"]) == (303, f"/customers/{one}")
    _, html = await desk.get(f"/customers/{one}")
    assert ("D1" in html, "N-9" in html, "老主顾" in html, "李四儿" in html) == (True, True, False, True)
    assert other not in listed((await desk.get("/customers"))[1])
    assert (await desk.get(f"/customers/{other}/edit"))[0] == 404
    call = {"kind": "call", "at": "2026-03-01T08:30", "matters": "谈", "customer": str(other), "once": "k"}
    assert (await desk.post("/visits/new", **call))[0] == 400, "nor is anything kept of them any more"
    assert (await desk.post(path, **{**told, "revision": "2", "other_revision": "2"}))[0] == 409
    assert (await desk.post(f"/customers/{one}/joinings/1/undo"))[0] == 303
    assert (await desk.post(f"/customers/{one}/joinings/1/undo"))[0] == 404
    _, html = await desk.get(f"/customers/{other}")
    assert ("D1" in html, "N-9" in html, "老主顾" in html) == (True, True, True)


async def test_who_asked_to_be_forgotten_is_joined_with_nobody(engine, world, desk):
    one = made(engine, world)
    with db.writing(engine) as session:
        talk = conversations.load(session, [("telegram", "b")], NOW)["telegram", "b"]
        asked = {"number": "R1-1", "conversation_id": talk.id, "customer_id": talk.customer_id}
        requests.keep(session, [requests.Asked(**asked, kind="erase")], NOW)
    status, html = await desk.get(f"/customers/{one}/join?with={talk.customer_id}")
    assert (status, "先办完那件数据请求" in html) == (200, True)
    told = {"with": str(talk.customer_id), "revision": "1", "other_revision": "0"}
    assert (await desk.post(f"/customers/{one}/join", **told))[0] == 409


async def test_after_a_month_it_stays(engine, world, desk):
    one, other = made(engine, world), made(engine, world)
    row = {"kept_id": one, "gone_id": other, "moved": {"rows": {}, "upto": {}, "fields": []}, "user_id": 1}
    with db.writing(engine) as session:
        session.execute(insert(joinings), [{**row, "at": NOW - timedelta(days=31)}])
    status, html = await desk.post(f"/customers/{one}/joinings/1/undo")
    assert (status, "超过 30 天" in html) == (409, True)


async def test_who_may_be_the_same_is_named(engine, world, desk):
    one, other = made(engine, world, name="李四"), made(engine, world, name="李老四")
    with db.writing(engine) as session:
        for key in (one, other):
            contacting.add(session, key, "email", "Li@Example.cn", "", 1, NOW)
        talk = conversations.load(session, [("email", "li@example.cn")], NOW)["email", "li@example.cn"]
    _, html = await desk.get(f"/customers/{one}")
    for key in (other, talk.customer_id):
        assert f"/customers/{one}/join?with={key}" in html
    assert f"with={one}" in (await desk.get(f"/customers/{talk.customer_id}"))[1]


async def test_who_a_complaint_is_about_sees_nothing_of_its_customer(engine, world, visit, desk):
    with db.writing(engine) as session:
        customer = session.scalars(select(complaints_table.c.customer_id)).one()
        session.execute(update(customers).where(customers.c.id == customer).values(name="冯七", number="N-3"))
        session.execute(update(complaints_table).values(concerns_id=world.staff["viewer"]))
    own = made(engine, world)
    concerned = await visit("viewer")
    assert (await concerned.get(f"/customers/{customer}"))[0] == 404
    for path in (
        "/customers",
        "/customers?q=N-3",
        "/customers?only=complaints",
        "/search?q=冯七&part=customers",
    ):
        assert f'href="/customers/{customer}"' not in (await concerned.get(path))[1], path
        assert f'href="/customers/{customer}"' in (await desk.get(path))[1], path
    with db.writing(engine) as session:
        session.execute(update(complaints_table).values(concerns_id=world.staff["handler"]))
    for path in (f"/customers/{customer}/join?with={own}", f"/customers/{own}/join?with={customer}"):
        assert (await desk.get(path))[0] == 404


async def test_what_is_searched_leads_to_the_file(engine, world, desk):
    key = made(engine, world, name="欧阳修文", note="喜欢兰花")
    for words in ("欧阳", "兰花"):
        assert f'href="/customers/{key}">看档案' in (await desk.get(f"/search?q={words}"))[1]


async def test_a_number_that_another_has_leads_to_their_file(engine, world, desk):
    one, other = made(engine, world, name="王", number="K-1"), made(engine, world, name="李")
    typed = {"kind": "external", "segment": "", "note": "", "number": "K-1", "name": "李"}
    for path, more in ((NEW, {"once": "k"}), (f"/customers/{other}/edit", {"revision": "1"})):
        status, html = await desk.post(path, **typed, **more)
        assert (status, "另一位顾客已经是这个编号" in html) == (400, True), path
        assert f'href="/customers/{one}"' in html
    with db.writing(engine) as session:
        about = {"concerns_id": world.staff["handler"], "customer_id": one}
        session.execute(update(complaints_table).values(**about))
    status, html = await desk.post(NEW, **typed, once="l")
    assert (status, f'href="/customers/{one}"' in html) == (303, False), "of who is hidden nothing is told"

"""The queue: what is due first, by whom and what for, many at once, handed over, who is on it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage import complaints, conversations, db, departments, users, viewings
from storage.tables import complaints as table
from storage.tables import outbox, undoings
from storage.tables import users as staff_table
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW


@pytest.fixture
def queue(engine, world):
    """The ids of the complaint that is there and three more: assigned and serious; a suggestion; answered."""
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("webchat", "q")], NOW).values()
        made = [world.complaint, *(worlds.complain(session, talk, f"第 {n} 件") for n in (1, 2, 3))]
        departments.add(session, "售后部", world.staff["manager"], NOW)
        handler, head = world.staff["handler"], world.staff["department_head"]
        complaints.assign(session, made[1], handler, "售后部", head, NOW)
        complaints.assess(session, made[1], {"severity": "serious"}, handler, NOW)
        complaints.amend(session, made[2], {"kind": "suggestion"}, handler, NOW)
        complaints.answer(session, made[3], handler, "新的今天寄出。", NOW)
    return made


def listed(html):
    return [int(key) for key in re.findall(r'<a href="/complaints/(\d+)">\s*<span class="line">', html)]


def tabs(html):
    return dict(re.findall(r'>([^<>]+)<span class="count[^"]*">([\d+]+)</span>', html.split("</nav>")[1]))


def ticked(engine, *keys):
    with db.reading(engine) as session:
        return [f"{key}:{complaints.one(session, key).revision}" for key in keys]


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("", [0, 1, 2, 3]),
        ("state=answered", [3]),
        ("state=nothing&severity=none%27", [0, 1, 2, 3]),
        ("owner=mine", [1]),
        ("owner=nobody", [0, 2, 3]),
        ("owner=left", []),
        ("owner=%27", [0, 1, 2, 3]),
        ("department=%E5%94%AE%E5%90%8E%E9%83%A8", [1]),
        ("severity=serious", [1]),
        ("severity=none", [0, 2, 3]),
        ("kind=suggestion", [2]),
        ("kind=complaint&owner=nobody", [0, 3]),
    ],
)
async def test_the_address_says_what_is_listed(asked, places, queue, visit):
    status, html = await (await visit("handler")).get(f"/complaints?{asked}")
    assert status == 200
    assert sorted(listed(html)) == [queue[at] for at in places]
    if not places:
        assert "没有这样的投诉" in html


async def test_what_is_due_first_is_first_and_says_how_long(engine, queue, visit, monkeypatch):
    with db.writing(engine) as session:
        due = complaints.one(session, queue[2]).due_at
        sooner = update(table).where(table.c.id == queue[2]).values(due_at=due - timedelta(minutes=1))
        session.execute(sooner)
    visitor = await visit("viewer")
    _, html = await visitor.get("/complaints")
    assert listed(html)[0] == queue[2]
    assert re.search(r"还有 \d+ 个?(工作日|小时)", html)
    assert "handler先生 · 售后部" in html
    assert "严重</span>" in html
    monkeypatch.setattr("admin.pages.complaints.now", lambda: due + timedelta(days=60))
    _, html = await visitor.get("/complaints?state=overdue")
    assert len(listed(html)) == 4
    assert re.search(r"逾期 \d+ 个工作日", html)


async def test_tabs_keep_the_filters_and_count_by_them(queue, visit):
    visitor = await visit("handler")
    assert tabs((await visitor.get("/complaints"))[1])["处理中"] == "4"
    _, html = await visitor.get("/complaints?owner=nobody")
    assert tabs(html)["处理中"] == "3"
    assert 'href="/complaints?owner=nobody&amp;state=answered"' in html
    assert (
        '<input type="hidden" name="state" value="answered">'
        in (await visitor.get("/complaints?state=answered&owner=nobody"))[1]
    )


async def test_many_ended_ones_are_not_counted_to_the_last(engine, queue, visit, monkeypatch):
    monkeypatch.setattr("storage.queries.queue.MOST", 1)
    with db.writing(engine) as session:
        for key in queue[:2]:
            complaints.move(session, key, "withdraw", "customer", None, NOW)
    visitor = await visit("viewer")
    assert tabs((await visitor.get("/complaints"))[1])["已撤回"] == "1+"
    assert "已撤回" not in tabs((await visitor.get("/complaints?owner=nobody"))[1])


def owner_of(engine, key):
    with db.reading(engine) as session:
        return complaints.one(session, key).owner_id


async def test_those_ticked_are_assigned_each_on_its_own(engine, world, queue, visit):
    visitor, handler = await visit("department_head"), world.staff["handler"]
    late = ticked(engine, queue[0])
    with db.writing(engine) as session:
        complaints.move(session, queue[0], "investigate", "staff", handler, NOW)
        complaints.move(session, queue[3], "withdraw", "customer", None, NOW)
    wanted = {"act": "assign", "owner": str(handler), "department": "售后部"}
    status, html = await visitor.post(
        "/complaints?kind=complaint",
        picked=[*late, *ticked(engine, queue[2], queue[3]), "99999:0", "x:y"],
        **wanted,
    )
    assert status == 200
    told = re.sub(r"<[^>]+>", "", html[html.index('id="bulk-results"') :].split("</div>")[0])
    assert "已办 1 件" in told
    assert "没有办成 3 件" in told
    for why in ("同事刚刚改过", "已经结束了", "没有这一件"):
        assert why in told
    with db.reading(engine) as session:
        owners = [complaints.one(session, key).owner_id for key in queue]
    assert owners == [None, handler, handler, None]
    assert "kind=complaint" in html, "the filter stays"


def typed(html):
    """(the boxes that are ticked, what the bar has been told: owner, department, outcome, remark)"""
    boxes = re.findall(r'name="picked" value="(\d+):\d+"[^>]* checked', html)
    bar = html[html.index('id="acts"') :]
    chosen = [
        "".join(
            re.findall(
                r'value="([^"]*)" selected', bar.split(f'<select name="{name}">')[1].split("</select>")[0]
            )
        )
        for name in ("owner", "department", "outcome")
    ]
    return [int(each) for each in boxes], [*chosen, re.findall(r"<textarea[^>]*>([^<]*)</textarea>", bar)[0]]


async def test_what_could_not_be_done_stays_ticked_with_the_words_and_the_next_thing_is_told(
    engine, queue, visit
):
    visitor, words = await visit("handler"), {"outcome": "settled", "remark": "都<b>谈过了"}
    there = ticked(engine, queue[0], queue[1], queue[3])
    status, html = await visitor.post("/complaints", act="close", picked=there, **words)
    assert (status, "已办 1 件" in html, html.count("还没有答复顾客。请打开，先答复，再办结。")) == (
        200,
        True,
        2,
    )
    told = ["", "", "settled", "都&lt;b&gt;谈过了"]
    assert typed(html) == (queue[:2], told)
    assert "<details" in html
    assert 'id="acts" open' in html
    with db.writing(engine) as session:
        complaints.answer(session, queue[0], 1, "新的今天寄出。", NOW)
    status, html = await visitor.post("/complaints", act="close", picked=ticked(engine, queue[0]), **words)
    assert (typed(html), 'id="acts" open' in html) == (([], [""] * 4), False), "all is done: nothing is left"


async def test_whoever_ticks_nothing_keeps_the_words(world, queue, visit):
    owner = str(world.staff["manager"])
    told = {"owner": owner, "department": "售后部", "remark": "说过"}
    _, html = await (await visit("handler")).post("/complaints", act="assign", **told)
    assert typed(html) == ([], [owner, "售后部", "", "说过"])


async def test_whoever_names_nobody_is_asked_whom(world, queue, visit):
    handler, picked = await visit("handler"), f"{queue[0]}:0"
    status, html = await handler.post("/complaints", act="assign", picked=picked, remark="说过")
    assert (status, "请选负责人或责任部门" in html) == (400, True)
    assert typed(html) == ([queue[0]], ["", "", "", "说过"])


@pytest.mark.parametrize(
    ("act", "state", "told"),
    [
        ("close", "received", "还没有告知顾客已受理"),
        ("close", "investigating", "先答复，再办结"),
        ("close", "refused", "先答复，再办结"),
        ("close", "measures", "先点“措施有效”，再办结"),
        ("close", "closed", "已经结束了"),
        ("investigate", "investigating", "已经在调查了"),
        ("investigate", "answered", "已经答复过"),
        ("investigate", "withdrawn", "已经结束了"),
        ("assign", "merged", "已经结束了"),
    ],
)
async def test_what_is_refused_says_the_one_next_thing(act, state, told, engine, world, queue, visit):
    with db.writing(engine) as session:
        session.execute(update(table).where(table.c.id == queue[1]).values(state=state))
    some = {"act": act, "owner": str(world.staff["manager"]), "outcome": "settled", "remark": "谈过"}
    _, html = await (await visit("manager")).post("/complaints", picked=ticked(engine, queue[1]), **some)
    assert told in html[html.index('id="bulk-results"') :].split("</div>")[0]


async def test_what_is_unsafe_or_at_once_is_marked_in_its_row_as_on_its_own_page(engine, queue, visit):
    visitor = await visit("viewer")
    with db.writing(engine) as session:
        worlds.read(session, "complaint", queue[2], safety=True, urgency="now")
        worlds.read(session, "complaint", queue[3])
    _, html = await visitor.get("/complaints")
    assert listed(html) == queue, "the order is by what is due"
    rows = re.split(r'<a href="/complaints/\d+">\s*<span class="line">', html)[1:]
    for mark in ("⚠ 有安全问题", "‼ 马上"):
        assert [mark in row for row in rows] == [False, False, True, False]
        assert mark in (await visitor.get(f"/complaints/{queue[2]}"))[1]


async def test_what_is_due_today_says_so(engine, queue, visit, monkeypatch):
    noon = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    for place in ("complaints", "complaint"):
        monkeypatch.setattr(f"admin.pages.{place}.now", lambda: noon)
    monkeypatch.setattr("admin.rendering.now", lambda: noon)
    with db.writing(engine) as session:
        due = update(table).where(table.c.id == queue[0]).values(due_at=noon + timedelta(hours=6))
        session.execute(due)
    visitor = await visit("viewer")
    for path in ("/complaints", f"/complaints/{queue[0]}"):
        assert "今天 18:00</time>" in (await visitor.get(path))[1], path


async def test_who_many_come_to_at_once_is_told_once(engine, world, queue, visit):
    visitor, handler = await visit("department_head"), world.staff["handler"]
    with db.writing(engine) as session:
        there = conversations.load(session, [("email", "li@example.com")], NOW)["email", "li@example.com"].id
        session.execute(update(staff_table).where(staff_table.c.id == handler).values(alert_to=there))
    wanted = {"act": "assign", "owner": str(handler), "department": "售后部"}
    await visitor.post("/complaints", picked=ticked(engine, queue[0], queue[2], queue[3]), **wanted)
    query = select(outbox.c.payload).where(outbox.c.conversation_id == there)
    with db.reading(engine) as session:
        (told,) = session.scalars(query)
    assert told["subject"] == "分给您 3 件投诉"
    assert told["text"].endswith("/complaints?owner=mine")
    await visitor.post("/complaints", picked=ticked(engine, *queue), **wanted)
    with db.reading(engine) as session:
        assert len(session.scalars(query).all()) == 1, "they have them already"


async def test_many_go_to_a_department_and_whoever_owns_them_stays(engine, world, queue, visit):
    visitor, picked = await visit("department_head"), ticked(engine, queue[0], queue[1])
    with db.writing(engine) as session:
        departments.add(session, "质量部", world.staff["manager"], NOW)
    owners = [owner_of(engine, key) for key in queue[:2]]
    status, html = await visitor.post(
        "/complaints", picked=picked, act="assign", owner="", department="质量部"
    )
    assert (status, "已办 2 件" in html) == (200, True)
    assert "把 2 件交给了质量部" in html
    with db.reading(engine) as session:
        found = [complaints.one(session, key) for key in queue[:2]]
    assert [(each.owner_id, each.department) for each in found] == [(owner, "质量部") for owner in owners]
    assert None in owners


def undoing_of(html):
    found = re.search(r'name="undo" value="(\d+)"', html)
    return found[1] if found else ""


async def test_what_was_assigned_at_once_is_undone_but_not_what_changed_since(engine, world, queue, visit):
    visitor, manager = await visit("department_head"), world.staff["manager"]
    before = [owner_of(engine, key) for key in queue]
    wanted = {"act": "assign", "owner": str(manager), "department": "售后部"}
    _, html = await visitor.post("/complaints?kind=complaint", picked=ticked(engine, *queue), **wanted)
    key = undoing_of(html)
    assert "把 4 件交给了 manager先生" in html
    assert undoing_of((await visitor.get("/complaints"))[1]) == key
    colleague = await visit("manager")
    assert undoing_of((await colleague.get("/complaints"))[1]) == ""
    assert (await colleague.post("/complaints", undo=key))[0] == 409
    with db.writing(engine) as session:
        complaints.amend(session, queue[2], {"product": "灯"}, manager, NOW)
    status, html = await visitor.post("/complaints?kind=complaint", undo=key)
    assert (status, "已撤销 3 件" in html, "没有办成 1 件" in html) == (200, True, True)
    assert "同事刚刚改过" in html
    assert [owner_of(engine, key) for key in queue] == [*before[:2], manager, before[3]]
    assert undoing_of(html) == ""
    assert (await visitor.post("/complaints", undo=key))[0] == 409
    assert (await visitor.post("/complaints", undo="x"))[0] == 409


async def test_an_hour_later_nothing_is_undone(engine, world, queue, visit):
    visitor, handler = await visit("department_head"), world.staff["handler"]
    fields = {"act": "assign", "owner": str(handler), "department": "售后部"}
    _, html = await visitor.post("/complaints", picked=ticked(engine, *queue), **fields)
    with db.writing(engine) as session:
        session.execute(update(undoings).values(at=NOW - timedelta(hours=2)))
    assert (await visitor.post("/complaints", undo=undoing_of(html)))[0] == 409
    assert undoing_of((await visitor.get("/complaints"))[1]) == ""
    assert owner_of(engine, queue[0]) == handler


async def test_all_of_the_page_are_taken_up_or_closed_as_their_state_has_it(engine, queue, visit):
    visitor = await visit("handler")
    rows = ticked(engine, *queue)
    _, html = await visitor.post("/complaints", act="investigate", whole="yes", row=rows)
    assert "已办 3 件" in html
    rows = ticked(engine, *queue)
    _, html = await visitor.post("/complaints", act="close", whole="yes", row=rows, remark="一起办的")
    assert "已办 1 件" in html
    assert "没有办成 3 件" in html
    with db.reading(engine) as session:
        found = [complaints.one(session, key) for key in queue]
        said = [each.text for each in complaints.entries(session, queue[3])]
    assert [each.state for each in found] == [*["investigating"] * 3, "closed"]
    assert (found[3].outcome, said[-1]) == ("unopposed", "一起办的")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"act": "assign"}, 400),
        ({"act": "sing", "picked": "1:0"}, 400),
        ({"act": "hand_over", "owner": ""}, 400),
        ({"act": "hand_over", "owner": "1"}, 400),
    ],
)
async def test_what_asks_for_nothing_does_nothing(fields, status, engine, queue, visit):
    visitor = await visit("handler")
    before = ticked(engine, *queue)
    assert (await visitor.post("/complaints", **fields))[0] == status
    assert ticked(engine, *queue) == before


async def test_what_somebody_left_behind_is_handed_over(engine, world, queue, visit):
    head = await visit("department_head")
    assert "负责人已停用" not in (await head.get("/complaints"))[1]
    with db.writing(engine) as session:
        users.set_active(session, world.staff["handler"], False)
        new = users.add(session, "zhou", "周工", "handler", worlds.PASSWORD, NOW)
    _, html = await head.get("/complaints")
    assert "有 1 件投诉的负责人已停用" in html
    _, html = await head.get("/complaints?owner=left")
    assert listed(html) == [queue[1]]
    assert 'value="hand_over"' in html
    _, html = await head.post("/complaints?owner=left", act="hand_over", owner=str(new))
    assert "已办 1 件" in html
    with db.reading(engine) as session:
        found = complaints.one(session, queue[1])
    assert (found.owner_id, found.department) == (new, "售后部")
    assert "有 1 件投诉的负责人已停用" not in (await head.get("/complaints"))[1]


async def test_colleagues_see_who_has_it_open(engine, world, queue, visit):
    handler, head = await visit("handler"), await visit("department_head")
    where = f"/complaints/{queue[1]}"
    _, html = await handler.get(where)
    assert "正在看" not in html
    assert "handler先生正在看" in (await head.get(where))[1]
    assert "department_head先生正在看" in (await handler.get(where))[1]
    assert "handler先生、" not in (await handler.get("/complaints"))[1]
    assert "department_head先生正在看" in (await handler.get("/complaints"))[1]
    await handler.get("/complaints/99999")
    with db.reading(engine) as session:
        later = NOW + timedelta(days=1)
        assert viewings.due(session, queue[1], world.staff["handler"], later)
        assert not viewings.others(session, queue, 0, later)


async def test_who_only_reads_is_offered_no_boxes_but_to_take_along(queue, visit):
    _, html = await (await visit("viewer")).get("/complaints")
    assert 'class="pick"' not in html
    _, html = await (await visit("auditor")).get("/complaints")
    boxes = re.findall(r'<input[^>]+name="picked"[^>]*>', html)
    assert len(boxes) == len(queue)
    assert all('form="take"' in each for each in boxes)
    assert 'id="bulk"' not in html
    assert (await (await visit("auditor")).post("/complaints", act="investigate"))[0] == 403

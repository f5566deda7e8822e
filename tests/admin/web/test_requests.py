"""The requests for one's own data: listed by due date, carried out, refused with a reason."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import complaints, conversations, customers, db, events, files, requests
from storage.customers import keeping
from storage.queries.requests import masked
from storage.tables import conversations as talks
from storage.tables import metadata
from tests.admin.web.world import NOW

WORDS = "物流慢，其他挺好"


def ask(engine, world, kind, number="R261121-0001", at=NOW):
    """The customer of the world asks for it; the id of the request."""
    with db.writing(engine) as session:
        customer = session.scalar(select(talks.c.customer_id).where(talks.c.id == world.talk))
        customers.know(session, customer, customers.Known(name="王小明", segment="经销商", demo=False))
        row = requests.Asked(number=number, conversation_id=world.talk, customer_id=customer, kind=kind)
        requests.keep(session, [row], at)
        return requests.open_of(session, customer, kind).id


def state(engine, request):
    with db.reading(engine) as session:
        return requests.one(session, request)


def told(engine, world):
    with db.reading(engine) as session:
        return "\n".join(line.text for line in conversations.transcript(session, world.talk))


async def test_what_is_due_first_stands_first_and_late_ones_are_marked(engine, world, visit):
    ask(engine, world, "export", "R261121-0002")
    ask(engine, world, "erase", "R261001-0001", NOW - timedelta(days=60))
    status, html = await (await visit("viewer")).get("/requests")
    assert status == 200
    assert re.findall(r'<b class="figures">([^<]+)</b>', html) == ["R261001-0001", "R261121-0002"]
    assert "逾期 · 应办好" in html
    assert "王**" in html
    assert "王小明" not in html
    assert '<span class="for-reader">逾期：</span>1' in html
    _, late = await (await visit("viewer")).get("/requests?state=overdue")
    assert "R261121-0002" not in late
    _, done = await (await visit("viewer")).get("/requests?state=done")
    assert "这一类里没有请求" in done


async def test_a_request_says_what_it_concerns(engine, world, visit):
    request = ask(engine, world, "erase")
    status, html = await (await visit("handler")).get(f"/requests/{request}")
    assert status == 200
    assert "还有 1 件投诉没有办结" in html
    assert WORDS not in html
    assert "王小明" not in html
    assert (await (await visit("handler")).get("/requests/99"))[0] == 404


async def test_the_data_are_handed_over_as_a_link(engine, world, visit):
    request = ask(engine, world, "export")
    visitor = await visit("handler")
    assert (await visitor.post(f"/requests/{request}/give"))[0] == 303
    assert state(engine, request).state == "done"
    assert re.search(r"/data/[\w-]{43}", told(engine, world))
    status, html = await visitor.post(f"/requests/{request}/give")
    assert (status, "同事刚刚办理了" in html) == (409, True)


async def test_staff_may_download_the_file(engine, world, visit):
    with db.writing(engine) as session:
        files.keep(session, world.talk, "../照片.png", "image/png", b"\x89PNG", NOW)
    request = ask(engine, world, "export")
    visitor = await visit("handler")
    answer = await visitor.client.post(f"/requests/{request}/download", data={"csrf": visitor.csrf})
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''R261121-0001.zip"
    with zipfile.ZipFile(io.BytesIO(await answer.read())) as zipped:
        names = zipped.namelist()
        page = zipped.read("我的数据.html").decode()
        assert zipped.read(names[-1]) == b"\x89PNG"
    assert names == ["我的数据.html", "我的数据.json", "files/1-_照片.png"]
    assert page.count(WORDS) >= 3, "said, answered, complained"
    assert "王小明" in page


async def test_who_downloads_the_file_is_in_the_history(engine, world, visit):
    request = ask(engine, world, "export")
    visitor = await visit("handler")
    assert (await visitor.get(f"/requests/{request}/download"))[0] == 405, "a link loads nobody's data"
    assert (
        await visitor.client.post(f"/requests/{request}/download", data={"csrf": visitor.csrf})
    ).status == 200
    assert "下载了数据文件" in (await visitor.get(f"/requests/{request}"))[1]
    with db.reading(engine) as session:
        last = events.of(session, "request", request)[-1]
    assert (last["trigger"], last["actor"], last["user_id"]) == ("download", "staff", world.staff["handler"])


async def test_what_was_asked_for_is_not_downloaded_for_ever(engine, world, visit):
    request = ask(engine, world, "export")
    visitor = await visit("handler")
    await visitor.post(f"/requests/{request}/give")
    assert "/download" not in (await visitor.get(f"/requests/{request}"))[1]
    assert (await visitor.post(f"/requests/{request}/download"))[0] == 409
    with db.reading(engine) as session:
        assert "download" not in {each["trigger"] for each in events.of(session, "request", request)}


async def test_forgetting_is_done_by_who_ticks_that_they_are_sure(engine, world, visit):
    request = ask(engine, world, "erase")
    visitor = await visit("handler")
    status, html = await visitor.post(f"/requests/{request}/erase")
    assert (status, "请先勾选" in html) == (400, True)
    assert state(engine, request).state == "open"
    assert (await visitor.post(f"/requests/{request}/erase", sure="yes"))[0] == 303
    assert state(engine, request).state == "done"
    with db.reading(engine) as session:
        assert complaints.one(session, world.complaint).story == ""
        assert WORDS not in {line.text for line in conversations.transcript(session, world.talk)}
    status, html = await visitor.get(f"/requests/{request}")
    assert status == 200
    assert "没有留名字" in html


async def test_a_refusal_needs_a_reason_and_tells_it(engine, world, visit):
    request = ask(engine, world, "erase")
    visitor = await visit("handler")
    status, html = await visitor.post(f"/requests/{request}/refuse", reason="  ")
    assert (status, "要写明原因" in html) == (400, True)
    assert "没有办" not in told(engine, world)
    reason = "合同还在履行，依法要保存三年。"
    assert (await visitor.post(f"/requests/{request}/refuse", reason=reason))[0] == 303
    assert (state(engine, request).state, state(engine, request).reason) == ("refused", reason)
    assert reason in told(engine, world)
    status, html = await visitor.post(f"/requests/{request}/refuse", reason="再说一次")
    assert (status, "没有执行" in html) == (409, True)


@pytest.mark.parametrize(("kind", "way"), [("export", "erase"), ("erase", "give")])
async def test_one_is_not_taken_for_the_other(engine, world, visit, kind, way):
    request = ask(engine, world, kind)
    assert (await (await visit("handler")).post(f"/requests/{request}/{way}", sure="yes"))[0] == 404
    assert state(engine, request).state == "open"


async def test_without_a_request_nobodys_data_can_be_downloaded(engine, world, visit):
    request = ask(engine, world, "erase")
    visitor = await visit("handler")
    assert (await visitor.post(f"/requests/{request}/download"))[0] == 404
    assert (await visitor.post("/requests/99/download"))[0] == 404


async def test_an_anonymous_complaint_shows_nobody(engine, world, visit):
    with db.writing(engine) as session:
        complaint = metadata.tables["complaints"]
        session.execute(complaint.update().values(anonymous=True, conversation_id=None, customer_id=None))
        complaints.add(session, complaints.one(session, world.complaint).number, "昨天又来了", NOW)
    visitor = await visit("handler")
    _, html = await visitor.get(f"/complaints/{world.complaint}")
    assert "匿名" in html
    assert "投诉人补充" in html
    assert "昨天又来了" in html
    assert f"/talks/{world.talk}" not in html
    listed = (await visitor.get("/complaints"))[1]
    assert "匿名" in listed
    for page in (html, listed):  # the minute would tell who was talking then
        shown = page.partition("<main")[2].partition("</main>")[0]
        assert not re.findall(r"\d\d:\d\d", shown)


async def test_nobody_is_told_that_an_anonymous_complaint_is_answered_straight_away(engine, world, visit):
    with db.writing(engine) as session:
        complaint = metadata.tables["complaints"]
        session.execute(complaint.update().values(anonymous=True, conversation_id=None, customer_id=None))
    _, html = await (await visit("handler")).get(f"/complaints/{world.complaint}")
    assert "还没有答复或备注" in html
    assert "会直接发给顾客" not in html


def test_a_name_is_masked():
    assert [masked(name) for name in ("", "王", "王明", "欧阳小明", "青禾家居有限公司")] == [
        *("", "王", "王*", "欧***", "青****"),
    ]


async def test_who_phones_without_ever_having_talked_is_served_and_erased(engine, world, visit):
    with db.writing(engine) as session:
        told = {"name": "电话客", "number": "K-77", "kind": "external", "segment": "", "high_value": False}
        customer = keeping.begin(session, {**told, "note": "", "own": {}}, world.staff["handler"], NOW)
    desk, there = await visit("handler"), f"/customers/{customer}"
    form = {"request_kind": "erase", "request_channel": "phone", "request_received": "2026-01-05T09:30"}
    status, html = await desk.post(f"{there}/requests", **form)
    assert (status, "请写怎样核实了身份" in html, "2026-01-05T09:30" in html) == (400, True, True)
    form["request_identified"] = "回拨了<b>号码"
    assert (await (await visit("viewer")).post(f"{there}/requests", **form))[0] == 403
    assert (await desk.post("/customers/9999/requests", **form))[0] == 404
    assert (await desk.post(f"{there}/requests", **form))[0] == 303
    with db.reading(engine) as session:
        asked = requests.open_of(session, customer, "erase")
        (begun,) = events.of(session, "request", asked.id)
    assert (asked.channel, asked.conversation_id, asked.due_at) == (
        *("phone", None),
        requests.due_at(asked.received_at),
    )
    assert (begun["actor"], begun["user_id"]) == ("staff", world.staff["handler"])
    await desk.post(f"{there}/requests", **form)
    with db.reading(engine) as session:
        assert [each.id for each in requests.listing(session)] == [asked.id], "the second led to the first"
    html = (await desk.get(f"/requests/{asked.id}"))[1]
    assert ("回拨了&lt;b&gt;号码" in html, "没有能回复的对话" in html) == (True, True)
    assert 'href="/talks/' not in html
    assert "电话" in (await desk.get("/requests"))[1].partition("<main")[2]
    assert (await desk.post(f"/requests/{asked.id}/erase", sure="yes"))[0] == 303
    assert (await desk.get(there))[0] == 404
    with db.reading(engine) as session:
        for table in metadata.sorted_tables:
            rows = str(session.execute(select(table)).all())
            assert not [words for words in ("电话客", "K-77", "回拨了") if words in rows], table.name


async def test_who_has_talked_is_answered_there_and_who_has_not_by_staff(engine, world, visit):
    desk = await visit("handler")
    form = {"request_kind": "export", "request_channel": "counter", "request_received": "2026-01-05T09:30"}
    form["request_identified"] = "见过证件"
    with db.writing(engine) as session:
        told = {"name": "来访客", "number": "", "kind": "external", "segment": "", "high_value": False}
        silent = keeping.begin(session, {**told, "note": "", "own": {}}, world.staff["handler"], NOW)
        talks_of = session.scalar(select(talks.c.customer_id).where(talks.c.id == world.talk))
    for customer, here in ((talks_of, world.talk), (silent, None)):
        assert (await desk.post(f"/customers/{customer}/requests", **form))[0] == 303
        with db.reading(engine) as session:
            asked = requests.open_of(session, customer, "export")
        assert asked.conversation_id == here
        if here is None:
            answer = await desk.client.post(f"/requests/{asked.id}/download", data={"csrf": desk.csrf})
            assert (answer.status, answer.content_type) == (200, "application/zip")
        assert (await desk.post(f"/requests/{asked.id}/give"))[0] == 303
        assert state(engine, asked.id).state == "done"
    assert told_once(engine, world)


def told_once(engine, world):
    return len(re.findall(r"/data/[\w-]{43}", told(engine, world))) == 1

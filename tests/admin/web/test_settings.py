"""What is set in the browser: departments, staff, one's own page, phrases."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from admin.pages import may
from admin.pages.settings import OFFERED
from storage import complaints, conversations, db, departments, guessing, phrases, users
from storage.tables import outbox
from storage.tables import users as table
from tests.admin.web import world as worlds

BAD = "<script>alert(1)</script>"


@pytest.fixture
def quality(engine, world):
    """A department with the handler in it, to whom a complaint is assigned."""
    chief = world.staff["administrator"]
    with db.writing(engine) as session:
        key = departments.add(session, "质量部", chief, worlds.NOW)
        seen = ("handler", "")
        users.place(session, world.staff["handler"], "handler", "质量部", seen, chief, worlds.NOW)
        complaints.assign(session, world.complaint, world.staff["handler"], "质量部", chief, worlds.NOW)
    return key


def placed(engine, key):
    with db.reading(engine) as session:
        return next(each for each in users.placed(session) if each.id == key)


async def test_each_is_offered_what_they_may_open(world, visit):
    offered = {}
    for role in ("viewer", "auditor", "administrator"):
        visitor = await visit(role)
        _, html = await visitor.get("/settings")
        main = html.partition('<main id="main">')[2]
        offered[role] = re.findall(r'<li><a href="(/[a-z]+)"', main)
        for path in offered[role]:
            assert (await visitor.client.get(path)).status == 200, (role, path)
    assert offered["viewer"] == ["/me"]
    for role, paths in offered.items():
        each = [entry for entries in OFFERED.values() for entry in entries]
        assert paths == [path for _, path, lowest in each if may(role, lowest)]


async def test_an_auditor_reads_the_settings_and_is_offered_nothing_to_do(quality, visit):
    visitor = await visit("auditor")
    for path in ("/me", "/users", "/departments", "/rules", "/rules/calendar", "/phrases", "/taxonomy"):
        _, html = await visitor.get(path)
        told = re.findall(r'method="post" action="([^"]*)"', html)
        assert [each for each in told if not each.startswith("/lists/")] == ["/sign-out"], path


async def test_a_department_is_added_retired_and_used_again(quality, engine, visit):
    visitor = await visit("administrator")
    assert (await visitor.post("/departments", name=BAD))[0] == 303
    status, html = await visitor.post("/departments", name=" 质量部 ")
    assert (status, "已经有这个部门" in html, 'value="质量部"' in html) == (400, True, True)
    assert BAD not in html
    assert (await visitor.post(f"/departments/{quality}/retire"))[0] == 303
    _, html = await visitor.get("/departments")
    assert "已停用" in html
    assert 'class="number" data-name="未结束的投诉">1<' in html, "what it had stays"
    assert (await visitor.post("/departments", name="质量部"))[0] == 303
    with db.reading(engine) as session:
        assert departments.names(session) == sorted([BAD, "质量部"])


async def test_a_department_with_open_complaints_and_no_head_says_so(quality, engine, world, visit):
    visitor = await visit("auditor")
    hint = '没有部门负责人：逾期时改告诉上一级。 <a href="/users">'
    assert hint in (await visitor.get("/departments"))[1]
    chief, head = world.staff["administrator"], world.staff["department_head"]
    with db.writing(engine) as session:
        users.place(session, head, "department_head", "质量部", ("department_head", ""), chief, worlds.NOW)
    assert hint not in (await visitor.get("/departments"))[1]


async def test_an_account_is_added_and_no_password_is_sent_back(quality, engine, visit):
    visitor = await visit("administrator")
    new = {"login": "Wang", "name": BAD, "role": "manager", "department": "质量部"}
    status, html = await visitor.post("/users", **new, password="zu-kurz")
    assert (status, "密码太短" in html, "zu-kurz" in html) == (400, True, False)
    assert 'name="login" value="Wang"' in html
    assert 'value="manager" selected' in html
    status, _ = await visitor.post("/users", **new, password="lang genug 123")
    assert status == 303
    with db.reading(engine) as session:
        found = next(each for each in users.placed(session) if each.login == "wang")
    assert (found.role, found.department, found.active) == ("manager", "质量部", True)
    status, html = await visitor.post("/users", **new, password="lang genug 123")
    assert (status, "已经有人用了" in html, BAD in html) == (400, True, False)


async def test_a_colleague_s_change_is_not_overwritten(quality, world, engine, visit):
    visitor, key = await visit("administrator"), world.staff["handler"]
    seen = {"was_role": "handler", "was_department": ""}
    status, html = await visitor.post(f"/users/{key}/place", role="viewer", department="", **seen)
    assert (status, "同事刚刚改过这个账号" in html) == (409, True)
    seen["was_department"] = "质量部"
    assert (await visitor.post(f"/users/{key}/place", role="manager", department="", **seen))[0] == 303
    assert placed(engine, key)[3:6] == ("manager", True, "")


async def test_who_is_kept_out_is_so_at_once_and_what_they_leave_is_told(quality, world, engine, visit):
    chief, theirs, key = await visit("administrator"), await visit("handler"), world.staff["handler"]
    assert (await chief.post(f"/users/{key}/keep-out"))[0] == 303
    assert (await theirs.get("/"))[0] == 303
    _, html = await chief.get("/users")
    assert "1 件未结束的投诉由他负责" in html
    assert f'href="/complaints?owner={key}"' in html
    assert (await chief.post(f"/users/{key}/let-in"))[0] == 303
    assert placed(engine, key).active
    assert (await chief.post("/users/999999/keep-out"))[0] == 404


async def test_the_last_administrator_stays(world, engine, visit):
    visitor, key = await visit("administrator"), world.staff["administrator"]
    seen = {"was_role": "administrator", "was_department": ""}
    for status, html in (
        await visitor.post(f"/users/{key}/keep-out"),
        await visitor.post(f"/users/{key}/place", role="viewer", department="", **seen),
    ):
        assert (status, "最后一位管理员" in html) == (400, True)
    assert placed(engine, key)[3:5] == ("administrator", True)


async def test_a_chat_is_linked_tried_and_let_go(world, engine, visit):
    visitor, mine = await visit("handler"), world.staff["handler"]
    assert "还没有设" in (await visitor.get("/me"))[1]
    _, html = await visitor.post("/me/link")
    code = re.search(r"staff-([0-9A-Z]{4}-[0-9A-Z]{4})<", html)[1]
    assert f"/#staff-{code}" in html
    assert "<svg" in html
    with db.writing(engine) as session:
        assert users.link_alerts(session, code, world.talk, worlds.NOW)
    assert "还没有发过" in (await visitor.get("/me"))[1] or "最近一条" in (await visitor.get("/me"))[1]
    status, html = await visitor.post("/me/test")
    assert (status, "测试已发出" in html, "正在发" in html) == (200, True, True)
    with db.writing(engine) as session:
        session.execute(update(outbox).values(state="sent"))
    assert "已送到" in (await visitor.get("/me"))[1]
    assert (await visitor.post("/me/stop"))[0] == 303
    assert "现在没有地方可发" in (await visitor.post("/me/test"))[1]
    with db.reading(engine) as session:
        assert session.scalar(select(table.c.alert_to).where(table.c.id == mine)) is None


async def test_a_mailbox_is_linked_once_its_owner_says_so(world, engine, settings, visit):
    settings.smtp_url = "smtp://127.0.0.1"
    visitor, other = await visit("handler"), await visit("manager")
    status, html = await visitor.post("/me/mail", address="<b>")
    assert (status, 'value="&lt;b&gt;"' in html) == (400, True)
    assert "确认邮件已发到" in (await visitor.post("/me/mail", address="li@example.org"))[1]
    with db.writing(engine) as session:
        talk = conversations.load(session, [("email", "li@example.org")], worlds.NOW).popitem()[1]
        said = session.scalars(select(outbox.c.payload).where(outbox.c.conversation_id == talk.id)).one()
    path = re.search(r"/me/mail/\S+", said["text"])[0]
    assert (await visitor.get(path))[0] == 200
    assert users_alerted(engine) == [], "nothing is linked because something has fetched it"
    assert (await other.post(path))[0] == 400
    assert (await visitor.post(path))[0] == 303
    assert users_alerted(engine) == [talk.id]


async def test_who_asks_for_mails_again_and_again_waits(world, engine, settings, visit):
    settings.smtp_url = "smtp://127.0.0.1"
    visitor, key = await visit("handler"), world.staff["handler"]
    with db.writing(engine) as session:
        guessing.count(session, [guessing.key("staff mailbox", str(key))] * 10, datetime.now(UTC))
    status, html = await visitor.post("/me/mail", address="li@example.org")
    assert (status, "分钟再试" in html, 'value="li@example.org"' in html) == (429, True, True)


async def test_who_was_told_and_only_reads_now_can_stop_it(world, engine, visit):
    key = world.staff["viewer"]
    with db.writing(engine) as session:
        session.execute(update(table).where(table.c.id == key).values(alert_to=world.talk))
    visitor = await visit("viewer")
    _, html = await visitor.get("/me")
    assert 'action="/me/stop"' in html
    assert 'action="/me/link"' not in html
    assert (await visitor.post("/me/stop"))[0] == 303
    assert users_alerted(engine) == []


def users_alerted(engine):
    with db.reading(engine) as session:
        return list(session.scalars(select(table.c.alert_to).where(table.c.alert_to.is_not(None))))


async def test_without_a_mail_server_there_is_no_form_for_a_mailbox(world, visit):
    visitor = await visit("handler")
    assert 'name="address"' not in (await visitor.get("/me"))[1]
    assert (await visitor.post("/me/mail", address="li@example.org"))[0] == 400


async def test_a_phrase_is_written_changed_put_away_and_used_again(world, engine, visit):
    visitor = await visit("department_head")
    assert (await visitor.post("/phrases", title="抱歉", text=f"{BAD}\n很抱歉，{{number}} 在办。"))[0] == 303
    _, html = await visitor.get("/phrases")
    assert BAD not in html
    (key,) = re.findall(r'action="/phrases/(\d+)"', html)
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', html)[1]
    status, html = await visitor.post(f"/phrases/{key}", title="抱歉", text="改过", mark="alt")
    assert (status, "同事刚刚改过" in html, "改过</textarea>" in html) == (409, True, True)
    status, html = await visitor.post("/phrases", title="抱歉", text="又一条")
    assert (status, "已经有这个标题" in html, "又一条</textarea>" in html) == (400, True, True)
    assert (await visitor.post(f"/phrases/{key}", title="致歉", text="改过", mark=mark))[0] == 303
    assert (await visitor.post(f"/phrases/{key}/retire"))[0] == 303
    _, html = await visitor.get("/phrases")
    assert "已收起" in html
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', html)[1]
    with db.reading(engine) as session:
        assert phrases.active(session) == []
    assert (await visitor.post(f"/phrases/{key}", title="致歉", text="改过", mark=mark))[0] == 303
    with db.reading(engine) as session:
        assert [each.title for each in phrases.active(session)] == ["致歉"]

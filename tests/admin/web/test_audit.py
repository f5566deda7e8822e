"""What was done, in plain sentences: sought, walked through, kept from whom it is kept."""

import ast
import re
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, insert, select, update

from admin import audit_told
from admin.first import steps
from admin.listing import listings
from admin.listing.handing_out import FORMATS
from admin.pages import audit, channels
from storage import (
    audited,
    auditing,
    complaints,
    conversations,
    db,
    definitions,
    departments,
    events,
    follow_ups,
    hiding,
    importing,
    looks,
    options,
    users,
)
from storage.auditing import KINDS, Wanted
from storage.customers import contacting
from storage.domain.complaint import LIFE as COMPLAINT
from storage.domain.invitation import ROUND
from storage.domain.request import LIFE as REQUEST
from storage.domain.survey import LIFE as SURVEY
from storage.seals.noting import file_of
from storage.tables import complaint_reminders, customers, responses
from storage.tables import complaints as table
from storage.tables import follow_ups as signals
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def auditor(world, visit):
    return await visit("auditor")


def happen(engine, *rows):
    with db.writing(engine) as session:
        events.append(session, [events.event(*row) for row in rows])


def lines(html):
    """The lines of the list as they are read."""
    found = re.findall(r'<li id="event-\d+">(.*?)</li>', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


async def test_each_line_is_a_sentence_that_leads_to_its_thing(engine, world, auditor):
    staff = world.staff["manager"]
    happen(engine, (NOW, "user", staff, "export", "staff", "complaints", "csv 3", staff))
    happen(engine, (NOW, "complaint", world.complaint, "assign", "staff", "", "", staff))
    status, html = await auditor.get("/audit")
    assert status == 200
    first, second, *_ = lines(html)
    assert re.search(r" \S+ 指定负责人 投诉 \S+", first)
    assert "带走了一张列表" in second
    assert "投诉，CSV，3 行" in second
    assert f'href="/complaints/{world.complaint}"' in html
    link = f'href="/audit?of=complaint:{world.complaint}"'
    assert link in html
    assert link in (await auditor.get(f"/complaints/{world.complaint}"))[1]


async def test_whose_account_was_tried_is_told_and_no_other_login(engine, world, auditor):
    with db.writing(engine) as session:
        for login in ("viewer", "nobody-知道"):
            users.failed(session, users.attempt(session, login, "192.0.2.1", NOW), NOW)
    _, html = await auditor.get("/audit?what=sign_in")
    unknown, known, *_ = lines(html)
    assert unknown.split(" ", 1)[1].startswith("有人登录失败 没有这个账号")
    assert "有人登录失败 账号 viewer先生" in known
    assert not re.search(r"nobody|[0-9a-f]{16}", unknown + known)


async def test_things_go_by_their_names(engine, world, auditor):
    boss, at = world.staff["manager"], NOW + timedelta(days=9)
    with db.writing(engine) as session:
        number = complaints.one(session, world.complaint).number
        limits = complaints.deadlines(session, world.complaint, at)
        (limit,) = [each.key for each in limits if each.kind == "answer"]
        keys = [f"{limit} {role} 4" for role in ("department_head", "manager")]
        late = [{"complaint_id": world.complaint, "key": key, "at": at} for key in keys]
        session.execute(insert(complaint_reminders), late)
        department = departments.add(session, "质量部", boss, NOW)
        signalled = follow_ups.Signalled("complaint", world.complaint, "urgent", 1, NOW)
        follow_ups.open_(session, signalled, anonymous=False)
        customer = session.scalar(select(table.c.customer_id).where(table.c.id == world.complaint))
        session.execute(update(customers).values(name="钟女士"))
    happen(engine, *((at, "complaint", world.complaint, "escalate", "clock"),) * 2)
    happen(engine, (NOW, "user", world.staff["viewer"], "keep_out", "staff", "", "", boss))
    happen(engine, (NOW, "department", department, "retire", "staff", "", "", boss))
    happen(engine, (NOW, "customer", customer, "amend", "staff", "", "", boss))
    _, html = await auditor.get("/audit")
    amended, retired, kept_out, second, first, urgent, *_ = lines(html)
    assert f"逾期，升级 投诉 {number} 答复 → 部门负责人" in first
    assert f"逾期，升级 投诉 {number} 答复 → 经理" in second
    assert "停用了账号 账号 viewer先生" in kept_out
    assert "停用了部门 部门 质量部" in retired
    assert f"急事 {number}" in urgent
    assert f"改了顾客资料 顾客 #{customer}" in amended
    assert "钟女士" not in html, "customers have numbers: who was erased has no name any more"
    _, file = await auditor.post("/lists/audit/export", format="csv")
    assert ("答复 → 经理" in file, "账号 viewer先生" in file) == (True, True)


def test_what_is_about_who_reads_has_no_number(engine, world):
    things = {("complaint", world.complaint), ("user", world.staff["handler"])}
    with db.writing(engine) as session:
        signalled = follow_ups.Signalled("complaint", world.complaint, "urgent", 1, NOW)
        follow_ups.open_(session, signalled, anonymous=False)
        things.add(("follow_up", session.scalar(select(func.max(signals.c.id)))))
        session.execute(update(table).values(concerns_id=world.staff["handler"]))
        assert len(audited.called(session, things)) == 3
        hiding.read_by(session, world.staff["handler"])
        assert audited.called(session, things) == {("user", world.staff["handler"]): "handler先生"}


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("who=staff&of=round:77", 2),
        ("who=clock&of=round:77", 1),
        ("what=survey&of=round:77", 3),
        ("what=look&of=round:77", 0),
        ("of=round:77&since={tomorrow}", 1),
        ("of=round:77&since={today}&until={today}", 2),
        ("of=round:77&until=2020-03-03", 0),
        ("of=round:77&who=nope&what=nope&since=x&until=&after=x", 3),
    ],
)
async def test_filters_stand_in_the_address(query, n, engine, world, auditor):
    staff = world.staff["manager"]
    tomorrow = NOW + timedelta(days=1)
    days = [f"{at.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}" for at in (NOW, tomorrow)]
    query = query.format(today=days[0], tomorrow=days[1])
    happen(
        engine,
        (NOW, "round", 77, "plan", "staff", "", "", staff),
        (NOW, "round", 77, "start", "staff", "", "", staff),
        (tomorrow, "round", 77, "close", "clock"),
    )
    _, html = await auditor.get(f"/audit?{query}")
    assert len(lines(html)) == n
    if "since=x" in query:
        assert "请写成 2026-03-01 这样的日期" in html


async def test_all_is_walked_through_once(engine, world, auditor, monkeypatch):
    monkeypatch.setattr(audit, "SIZE", 2)
    happen(engine, *((NOW, "round", 77, "plan", "clock"),) * 5)
    path, found, pages = "/audit?of=round:77", [], []
    while path:
        _, html = await auditor.get(path)
        found += re.findall(r'<li id="event-(\d+)"', html)
        pages.append(path)
        following = re.search(r'<a href="([^"]+)" rel="next"', html)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(found) == len(set(found)) == 5
    back = re.search(r'<a href="([^"]+)" rel="prev"', html)[1].replace("&amp;", "&")
    assert re.findall(r'<li id="event-(\d+)"', (await auditor.get(back))[1]) == found[2:4]
    assert "没有符合条件的" in (await auditor.get("/audit?of=round:78"))[1]


async def test_what_was_done_without_a_name_is_not_told(engine, world, auditor):
    with db.writing(engine) as session:
        talk = conversations.load(session, [("webchat", "n")], NOW)["webchat", "n"]
        named = worlds.respond(session, world.version, talk.id, "好", 80.0, NOW)
        nameless = worlds.respond(session, world.version, talk.id, "好", 80.0, NOW)
        session.execute(update(responses).where(responses.c.id == nameless).values(anonymous=True))
    for key in (named, nameless):
        happen(engine, (NOW, "response", key, "finish", "customer"))
    _, html = await auditor.get("/audit?what=response")
    assert f"答卷 #{named}" in html
    assert f"答卷 #{nameless}" not in html
    assert not lines((await auditor.get(f"/audit?of=response:{nameless}"))[1])
    happen(engine, (NOW, "response", nameless, "attach", "staff", "", "", world.staff["manager"]))
    assert len(lines((await auditor.get(f"/audit?of=response:{nameless}"))[1])) == 1


async def test_who_looked_at_a_contact_is_told_here_and_in_the_file(engine, world, auditor):
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("webchat", "l")], NOW).values()
        key, staff = talk.customer_id, world.staff["handler"]
        contact = contacting.add(session, key, "phone", "13812345678", "", staff, NOW)
        contacting.show(session, key, contact, staff, NOW)
        assert [each.what for each in looks.at_customer(session, key)] == ["phone"]
    _, html = await auditor.get("/audit?what=look")
    (line,) = lines(html)
    assert f"看了联系方式 顾客 #{key} 电话" in line
    assert "1381234" not in html
    assert "谁看过联系方式" in (await auditor.get(f"/customers/{key}"))[1]


def test_a_day_is_found_among_many_by_halving(engine):
    with db.writing(engine) as session:
        for minute in range(300):
            late = timedelta(days=2) if minute % 50 == 7 else timedelta(0)  # entered late
            row = events.event(NOW + timedelta(minutes=minute) - late, "round", minute + 1, "plan", "clock")
            events.append(session, [row])
        for minute in (0, 1, 150, 299):
            found = auditing.first_since(session, NOW + timedelta(minutes=minute))
            assert found == minute + 1
        assert auditing.first_since(session, NOW + timedelta(days=1)) == 301
        assert len(list(auditing.every(session, Wanted(since=NOW + timedelta(minutes=290))))) == 10


MACHINES = {"complaint": COMPLAINT, "request": REQUEST, "survey_version": SURVEY, "round": ROUND}


def written():
    """(entity, trigger) of every event that the code writes by name, and of every move of the machines."""
    for folder in ("admin", "bot", "storage"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
                if called in ("events.event", "self._diary.event"):
                    first = 0 if "_diary" in called else 1
                    entity, trigger = node.args[first], node.args[first + 2]
                    done = getattr(trigger, "value", looks.LOOK if ast.unparse(trigger) == "LOOK" else None)
                    if isinstance(entity, ast.Constant) and isinstance(done, str):
                        yield entity.value, done
            yield from handed_on(ast.parse(file.read_text("utf-8")))
    for entity, machine in MACHINES.items():
        yield from ((entity, trigger) for _, trigger in machine.table)


def handed_on(module):
    """(entity, trigger) of what is written by a function that is handed the trigger, within its module."""
    for function in (each for each in module.body if isinstance(each, ast.FunctionDef)):
        names = [each.arg for each in function.args.args]
        for node in ast.walk(function):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called not in ("events.event", "history.event") or ast.unparse(node.args[3]) not in names:
                continue
            at = names.index(ast.unparse(node.args[3]))
            for call in (each for each in ast.walk(module) if isinstance(each, ast.Call)):
                if ast.unparse(call.func) == function.name and isinstance(node.args[1], ast.Constant):
                    told = [each for each in call.args[at : at + 1] for each in ast.walk(each)]
                    given = [each.value for each in told if isinstance(each, ast.Constant)]
                    yield from ((node.args[1].value, each) for each in given if isinstance(each, str))


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_every_setting_and_every_table_is_told_in_words(language):
    texts, groups = definitions.texts(language), re.findall(r"\w+", channels.GROUP)[1:]
    chosen = {*options.NAMES, options.LOGO, steps.KEY, *(f"aside.{group}" for group in groups)}
    tables = {*listings(), *importing.KINDS, "everything", "complaint_statistics"}
    asked = {f"page.audit.option.{key}" for key in chosen} | {f"page.audit.list.{key}" for key in tables}
    assert not sorted(key for key in asked if not texts.has(key)), "add them to the locales"
    assert not {form for form in FORMATS if not texts.has(f"page.list.format.{form}")}


async def test_a_setting_and_a_table_are_told_by_their_names(engine, world, auditor):
    staff = world.staff["administrator"]
    with db.writing(engine) as session:
        options.put(session, {"bot_url": "https://chat.example.cn"}, staff, NOW)
        options.drop(session, ["bot_url"], staff, NOW)
        options.put_aside(session, "mail", {"mail_from": "a@example.cn"}, staff, NOW)
    for of, told in (("visits", "xlsx 0"), ("everything", "zip")):
        happen(engine, (NOW, "user", staff, "export", "staff", of, told, staff))
    happen(engine, (NOW, "user", staff, "import", "staff", "orders", "12", staff))
    _, html = await auditor.get("/audit")
    imported, everything, visits, aside, dropped, put, *_ = lines(html)
    assert "改了设置 顾客打开聊天的网址" in put
    assert "去掉了设置 顾客打开聊天的网址" in dropped
    assert "改了设置 邮箱（正在试，没有启用）" in aside
    assert "走访和来电，Excel，0 行" in visits
    assert "全部数据，ZIP" in everything
    assert "订单，12 行" in imported
    assert "做了一件事" not in html


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_every_event_has_a_sentence_and_a_filter(language):
    texts, found = definitions.texts(language), set(written())
    assert len(found) > 60
    assert {("option", "put"), ("option", "drop"), ("hook", "switch_off")} <= found
    silent = sorted(each for each in found if "(" in audit_told.did(*each, texts))
    assert not silent, "add [page.audit.did.<entity>] to the locales"
    unnamed = {entity for entity, _ in found if not texts.has(f"page.audit.thing.{entity}")}
    assert not unnamed
    sought = {each for each in found if not any(_in(kind, *each) for kind in KINDS.values())}
    assert not sought, "nobody finds these in the list"


def _in(kind, entity, trigger):
    return entity in kind.entities and (not kind.triggers or trigger in kind.triggers)


async def test_a_history_whose_end_is_missing_is_told_on_its_page(engine, settings, auditor):
    told = "历史的末尾可能被切掉了"
    assert told not in (await auditor.get("/audit"))[1]
    file_of(engine.url, settings.data).write_text(f"9:{'0' * 16}\n")
    assert told in (await auditor.get("/audit"))[1]

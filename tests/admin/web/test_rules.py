"""The policy and the calendar, read and edited in the browser: what changes is told before it does."""

import html as html_of
import re
import tomllib
from datetime import date

import pytest
from sqlalchemy import insert

from admin import ruling_days
from admin.pages import rules
from storage import db, definitions, rulings
from storage.tables import rulings as rulings_table
from tests.admin.web import world as worlds

QUICK = 'base = "standard"\nkey = "own"\ntitle = "本厂<i>"\n\n[limits.answer]\nhours = 4\n'


def current(engine, kind="policy"):
    with db.reading(engine) as session:
        return rulings.current(session, kind)


def hidden(html):
    """The text that would be saved, and the revision that it was made from."""
    form = re.search(r'<form method="post" action="/rules/[a-z]+">.*?</form>', html, re.DOTALL)[0]
    text = re.search(r"<textarea name=\"text\" hidden>\n(.*?)</textarea>", form, re.DOTALL)[1]
    return html_of.unescape(text), re.search(r'name="revision" value="(\d+)"', form)[1]


def edited(html):
    """What stands in the text to edit."""
    return html_of.unescape(re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)[1])


async def put(visitor, kind, text):
    """Look at it, then save it."""
    status, html = await visitor.post(f"/rules/{kind}/preview", text=text)
    assert status == 200
    text, revision = hidden(html)
    return await visitor.post(f"/rules/{kind}", text=text, revision=revision)


async def test_what_ships_is_read_as_tables_and_as_text(world, visit):
    visitor = await visit("administrator")
    _, html = await visitor.get("/rules")
    for told in ("2 个工作日", "15 个工作日", "21:30–08:00", "随产品的", "还没有改过"):
        assert told in html, told
    assert edited(html) == definitions.shipped("policy")
    _, html = await visitor.get("/rules/calendar")
    for told in ("09:00–12:00、13:00–18:00", "不上班", "国办发明电〔2025〕7号", "Asia/Shanghai"):
        assert told in html, told


async def test_what_changes_is_told_before_it_is_in_force(world, engine, visit):
    visitor = await visit("administrator")
    before = definitions.policy()
    status, html = await visitor.post("/rules/policy/preview", text=QUICK)
    assert (status, current(engine)) == (200, None)
    told = re.sub(r"<[^>]+>", " ", html)
    assert re.search(r"时限 · 答复 · 工作小时\s+–\s+4", told)
    assert re.search(r"时限 · 答复 · 天数\s+2\s+–", told)
    assert "有 1 件未结束的投诉" in html
    assert "<i>" not in html
    text, revision = hidden(html)
    assert (await visitor.post("/rules/policy", text=text, revision=revision))[0] == 303
    assert definitions.policy().limits["answer"].hours == 4
    assert definitions.policy() != before
    _, html = await visitor.get("/rules")
    assert "4 个工作小时" in html
    assert "自己的，第 1 版" in html


async def test_it_is_in_force_in_another_process_with_its_next_request(world, engine, visit):
    visitor = await visit("administrator")
    await put(visitor, "policy", QUICK)
    rulings.forget()
    assert definitions.policy().limits["answer"].days == 2
    await visitor.get("/")
    assert definitions.policy().limits["answer"].hours == 4


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("policy", "[limits.answer\nhours = 1", "第 1 行：</b> 这一行不符合 TOML 的写法"),
        ("policy", QUICK.replace("hours", "houres"), "第 6 行："),
        ("policy", QUICK.replace("4", "-4"), "第 6 行：</b> hours 超出范围"),
        ("policy", QUICK.replace("standard", "standrad"), "第 1 行：</b> 不认识 standrad；是不是 standard"),
        ("policy", QUICK + "# " + "长" * 60_000, "太长，最多 60000 个字"),
        ("calendar", 'key = "x"\n[week]\nmonday = ["9"]', "第 3 行："),
    ],
)
async def test_what_is_wrong_is_told_line_by_line_and_nothing_is_lost(kind, text, told, world, engine, visit):
    visitor = await visit("administrator")
    for path in (f"/rules/{kind}/preview", f"/rules/{kind}"):
        status, html = await visitor.post(path, text=text, revision="0")
        assert (status, told in html) == (400, True), path
        assert edited(html) == text.strip()
    assert current(engine, kind) is None


async def test_what_is_wrong_is_told_in_the_language_of_who_writes(world, visit):
    visitor = await visit("administrator")
    await visitor.get("/language/en")
    _, html = await visitor.post("/rules/policy/preview", text="[limits.answer")
    assert "Line 1:</b> This line is not valid TOML" in html


async def test_a_colleague_s_version_is_not_overwritten_and_what_was_typed_stays(world, engine, visit):
    visitor = await visit("administrator")
    _, html = await visitor.post("/rules/policy/preview", text=QUICK)
    text, revision = hidden(html)
    with db.writing(engine) as session:
        chief = world.staff["administrator"]
        rulings.put(session, "policy", QUICK.replace("4", "5"), chief, worlds.NOW)
    status, html = await visitor.post("/rules/policy", text=text, revision=revision)
    assert (status, "同事刚刚保存了新的一版" in html) == (409, True)
    assert edited(html) == QUICK.strip()


async def test_earlier_versions_and_what_ships_come_back(world, engine, visit):
    visitor = await visit("administrator")
    await put(visitor, "policy", QUICK)
    await put(visitor, "policy", QUICK.replace("4", "5"))
    _, html = await visitor.post("/rules/policy/again", version="1")
    text, revision = hidden(html)
    await visitor.post("/rules/policy", text=text, revision=revision)
    assert definitions.policy().limits["answer"].hours == 4
    _, html = await visitor.post("/rules/policy/again", version="shipped")
    assert "回到随产品的，不再用自己写的" in html
    text, revision = hidden(html)
    assert text == ""
    assert (await visitor.post("/rules/policy", text=text, revision=revision))[0] == 303
    assert definitions.policy().limits["answer"].days == 2
    assert current(engine) is None
    assert (await visitor.post("/rules/policy/again", version="77"))[0] == 404


async def test_nothing_new_is_not_saved_and_comments_alone_may_be(world, engine, visit):
    visitor = await visit("administrator")
    status, html = await visitor.post("/rules/policy/preview", text=definitions.shipped("policy"))
    assert (status, "和正在用的一样" in html, 'action="/rules/policy"' in html) == (200, True, False)
    await put(visitor, "policy", QUICK)
    _, html = await visitor.post("/rules/policy/preview", text="# 本厂的\n" + QUICK)
    assert "只改了说明文字" in html


async def test_one_that_cannot_be_read_any_more_is_told_and_what_ships_is_in_force(world, engine, visit):
    with db.writing(engine) as session:
        old = {"kind": "policy", "text": "[of]\nold = 1\n", "user_id": 1, "at": worlds.NOW}
        session.execute(insert(rulings_table).values(**old))
    visitor = await visit("administrator")
    status, html = await visitor.get("/rules")
    assert (status, "现在的软件读不懂" in html, "2 个工作日" in html) == (200, True, True)
    assert edited(html) == old["text"]
    assert (await put(visitor, "policy", QUICK))[0] == 303


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:00 — 12:00、13：00至18:00", ["09:00-12:00", "13:00-18:00"]),
        ("09:00-12:00\n13:00~18:00 ", ["09:00-12:00", "13:00-18:00"]),
        (" ", []),
    ],
)
def test_hours_are_read_as_people_write_them(typed, meant):
    assert rules.hours(typed) == meant


async def test_hours_without_end_hold_nobody_up(world, engine, visit):
    visitor = await visit("administrator")
    told = {"day": "2026-12-26", "way": "on"}
    status, html = await visitor.post("/rules/calendar/day", **told, hours=f"9{' ' * 40_000}x")
    assert (status, "最多 200 个字" in html) == (400, True)
    assert rules.hours(" " * 1_000_000 + "x") == ["x"], "in no time"


async def test_the_hours_offered_are_those_in_force(world, visit):
    visitor = await visit("administrator")
    assert 'name="hours" value="09:00–12:00、13:00–18:00"' in (await visitor.get("/rules/calendar"))[1]
    text = re.sub(r"(?m)^(monday =).*", r'\1 ["08:00-16:00"]', SHIPPED)
    assert (await put(visitor, "calendar", text))[0] == 303
    assert 'name="hours" value="08:00–16:00"' in (await visitor.get("/rules/calendar"))[1]


async def test_a_day_of_their_own_is_entered_in_a_form(world, engine, visit):
    visitor = await visit("administrator")
    for fields in ({"way": "off"}, {"day": "x", "way": "off"}, {"day": "2026-12-26", "way": "on"}):
        status, html = await visitor.post("/rules/calendar/day", **fields)
        assert (status, "请选好日期" in html) == (400, True), fields
    status, html = await visitor.post("/rules/calendar/day", day="2026-12-26", way="on", hours="9:00—12:00")
    text, revision = hidden(html)
    assert (await visitor.post("/rules/calendar", text=text, revision=revision))[0] == 303
    assert len(definitions.calendar().blocks_on(date(2026, 12, 26))) == 1
    assert "# 本单位自己另外上班的日子" in current(engine, "calendar").text, "comments stay"
    status, html = await visitor.post("/rules/calendar/day", day="2026-12-26", way="on", hours="12:00-9:00")
    assert (status, "前后颠倒" in html) == (400, True)


SHIPPED = definitions.shipped("calendar")
INLINE = 'key = "x"\ntitle = "x"\nworking_days = { "2026-12-26" = ["09:00-10:00"] }\n[week]\nmonday = []\n'


@pytest.mark.parametrize("text", [SHIPPED, SHIPPED.replace("holidays = []\n", ""), INLINE])
@pytest.mark.parametrize("way", ruling_days.WAYS)
def test_a_day_in_the_text_is_so_and_the_rest_as_before(text, way):
    before = tomllib.loads(text)
    for day in (date(2026, 12, 26), date(2027, 1, 4)):
        text = ruling_days.with_day(text, day, way, ["10:00-11:00"])
    after = tomllib.loads(text)
    days = ["2026-12-26", "2027-01-04"]
    assert after.get("holidays", []) == (days if way == "off" else [])
    assert after.get("working_days", {}) == ({key: ["10:00-11:00"] for key in days} if way == "on" else {})
    rest = {"holidays", "working_days"}
    assert {key: after[key] for key in after.keys() - rest} == {
        key: before[key] for key in before.keys() - rest
    }
    again = ruling_days.with_day(text, date(2026, 12, 26), "usual", [])
    assert "2026-12-26" not in str(tomllib.loads(again))

"""Rounds on the staff's pages: prepared in steps, customers from a table, started, watched, closed."""

import asyncio
import re
import time
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from admin.pages import round_plan as pages
from storage import db, definitions, drafts, invitations, rounds, surveys, users
from storage.domain.policy import Rounds
from storage.tables import invitations as invited
from storage.tables import rounds as called
from tests.admin.web import world as worlds

TABLE = "姓名\t渠道\t联系方式\t分组\n张三\t链接\t13800000000\t华东\n李四\tTelegram\t123456789\t华南\n"


@pytest.fixture
async def handler(world, visit):
    """A signed-in handler; there is a survey."""
    return await visit("handler")


async def location(visitor, path, **fields):
    """Post a form; where it leads."""
    data = fields.pop("data", None)
    if data is None:
        data = {"csrf": visitor.csrf, **fields}
    answer = await visitor.client.post(path, data=data, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    return answer.headers["Location"]


def day(later: int) -> str:
    return (worlds.NOW + timedelta(days=later)).date().isoformat()


async def prepared(visitor, **more):
    """A round in preparation; its address."""
    fields = {"survey": "satisfaction", "title": "第四季度", "return_by": day(14), "target": "80", **more}
    return await location(visitor, "/rounds/new", **fields)


async def handed_in(visitor, at, table, name=""):
    """The page of a table, once it has been read."""
    if isinstance(table, str):
        where = await location(visitor, f"{at}/import", table=table)
    else:
        form = aiohttp.FormData({"csrf": visitor.csrf, "table": ""})
        form.add_field("file", table, filename=name or "customers.csv")
        where = await location(visitor, f"{at}/import", data=form)
    return where, await settled(visitor, where, "正在看名单")


async def settled(visitor, where, waits):
    """The page, when it does not say any more that something is being done."""
    async with asyncio.timeout(20):
        while True:
            _, page = await visitor.get(where)
            if waits not in page:
                return page


async def taken(visitor, at, table, name=""):
    """Hand a table in and take it."""
    where, page = await handed_in(visitor, at, table, name)
    assert "都没有问题" in page
    await location(visitor, f"{where}/take")
    return await settled(visitor, where, "正在导入，")


async def test_a_round_is_prepared_in_steps_and_started(handler, engine):
    at = await prepared(handler)
    _, page = await handler.get(at)
    assert "已选 0 位" in page
    assert "disabled" in page
    assert "导入了 2 位顾客" in await taken(handler, at, TABLE)
    _, page = await handler.get(at)
    assert "已选 2 位" in page
    assert "想请您填一份问卷" in page  # as the customer will see it
    assert "张三" in page
    assert "1 份由系统发送，1 份要您下载链接" in page
    assert await location(handler, f"{at}/start") == at
    _, page = await handler.get(at)
    assert "正在发送" in page
    with db.reading(engine) as session:
        assert invitations.tally(session, [1]) == {1: {"planned": 2}}


async def test_what_a_new_round_begins_with_is_the_organisations(handler, monkeypatch):
    own = replace(definitions.policy(), rounds=Rounds(target=65.0, days=21))
    monkeypatch.setattr(definitions, "policy", lambda: own)
    monkeypatch.setattr(pages, "now", lambda: worlds.NOW)
    _, page = await handler.get("/rounds/new")
    assert 'value="65"' in page
    until = worlds.NOW.astimezone(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=21)
    assert f'value="{until}"' in page


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", " ", "请写个名称"),
        ("return_by", "31.12.2026", "请写日期"),
        ("return_by", "2001-01-01", "截止日期要在开始发送之后"),
        ("target", "八成", "0 到 100"),
        ("target", "101", "0 到 100"),
        ("wave_size", "-1", "请写整数"),
        ("wave_minutes", "1.5", "请写整数"),
        ("starts_at", "soon", "请写日期和时间"),
        ("survey", "no-such", "已发布的问卷"),
    ],
)
async def test_what_is_wrong_in_the_form_is_said_beside_it(handler, field, typed, told):
    fields = {"survey": "satisfaction", "title": "甲", "return_by": day(3), field: typed}
    status, page = await handler.post("/rounds/new", **fields)
    assert status == 400
    assert told in page
    assert typed.strip() in page or field == "survey"


async def test_nothing_of_a_table_with_faults_is_taken(handler, engine):
    at = await prepared(handler)
    rows = ["姓名,渠道,联系方式", "张三,链接,13800000000", "李四,QQ,1", ",链接,13900000000"]
    rows.append("王五,链接,138 0000 0000")
    table = "\n".join(rows)
    where, page = await handed_in(handler, at, table)
    for told in ("一位都没有导入", "没有“QQ”这个渠道", "这一格是空的", "和第 2 行是同一个"):
        assert told in page
    assert "/take" not in page
    await location(handler, f"{where}/take")
    with db.reading(engine) as session:
        assert invitations.tally(session, [1]) == {1: {}}
        assert rounds.one(session, 1).state == "draft"
    answer = await handler.client.get(f"{where}/faults.csv")
    assert (await answer.read()).decode("utf-8-sig").splitlines()[1].startswith("3,渠道,没有“QQ”")


async def test_no_cell_of_a_download_is_a_formula(handler):
    at = await prepared(handler)
    evil = '=HYPERLINK("http://evil.example","点我")'
    table = f"姓名\t渠道\t联系方式\n{evil}\t链接\t@SUM(A1)\n".replace('"', "")
    await taken(handler, at, table)
    await location(handler, f"{at}/start")
    answer = await handler.client.post(f"{at}/links", data={"csrf": handler.csrf, "kind": "csv"})
    row = (await answer.read()).decode("utf-8-sig").splitlines()[1]
    assert row.startswith(("'=HYPERLINK", "\"'=HYPERLINK"))
    assert "'@SUM(A1)" in row
    answer = await handler.client.post(f"{at}/links", data={"csrf": handler.csrf, "kind": "xlsx"})
    book = CalamineWorkbook.from_filelike(BytesIO(await answer.read()))
    name, address, link = book.get_sheet_by_index(0).to_python()[1]
    assert (name, address) == (evil.replace('"', ""), "@SUM(A1)")
    assert re.search(r"/i/[0-9a-f]{32}$", link)


async def test_downloading_the_links_again_gives_the_same(handler, engine):
    at = await prepared(handler)
    await taken(handler, at, TABLE)
    status, page = await handler.post(f"{at}/links")
    assert status == 409
    assert "先开始这一轮" in page
    await location(handler, f"{at}/start")
    asked = {"csrf": handler.csrf, "kind": "csv"}
    first, again = [await (await handler.client.post(f"{at}/links", data=asked)).read() for _ in range(2)]
    assert first == again
    with db.reading(engine) as session:
        assert invitations.tally(session, [1]) == {1: {"planned": 1, "issued": 1}}


async def test_the_template_can_be_handed_in_as_it_is(handler):
    at = await prepared(handler)
    answer = await handler.client.get("/rounds/template.xlsx")
    page = await taken(handler, at, await answer.read(), "customers.xlsx")
    assert "导入了 2 位顾客" in page


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "这不是表格文件"),
        (b"PK\x03\x04 nonsense", "这个文件打不开"),
        (b"\xff\xff\xfe\xfd" * 20, "认不出这个文件的文字编码"),
        ("姓名,渠道,联系方式\n".encode(), "只有列名"),
        ("甲,乙\n1,2\n".encode(), "认不出列名"),
        ("姓名,联系方式\n张三,1\n".encode(), "缺一列（渠道）"),
    ],
)
async def test_a_file_that_is_no_table_says_what_to_do(handler, content, told):
    at = await prepared(handler)
    _, page = await handed_in(handler, at, content)
    assert told in page


async def test_customers_are_chosen_by_segment_once_each(handler, engine):
    first = await prepared(handler)
    await taken(handler, first, TABLE)
    second = await prepared(handler, title="第二轮")
    assert await location(handler, f"{second}/choose", segment="华东") == second
    _, page = await handler.get(second)
    assert "张三" in page
    assert "李四" not in page
    status, page = await handler.post(f"{second}/choose", segment="华东")
    assert status == 200
    assert "都已经在名单里了" in page
    await location(handler, f"{second}/clear")
    with db.reading(engine) as session:
        assert invitations.tally(session, [2]) == {2: {}}


async def test_a_round_is_paused_resumed_cancelled_and_closed(handler, engine):
    at = await prepared(handler)
    await taken(handler, at, TABLE)
    for step, state in (("start", "sending"), ("pause", "open"), ("resume", "sending")):
        await location(handler, f"{at}/{step}")
        with db.reading(engine) as session:
            assert rounds.one(session, 1).state == state
    await location(handler, f"{at}/cancel")
    with db.reading(engine) as session:
        assert invitations.tally(session, [1]) == {1: {"cancelled": 2}}
    await location(handler, f"{at}/close")
    status, page = await handler.post(f"{at}/pause")
    assert status == 409
    assert "已结束" in page


async def test_nobody_is_invited_to_nothing(handler):
    at = await prepared(handler)
    status, page = await handler.post(f"{at}/start")
    assert status == 409
    assert "还没有选顾客" in page


async def test_the_list_tells_the_return_rate_and_completion_without_invitations(handler):
    at = await prepared(handler)
    await taken(handler, at, TABLE)
    _, page = await handler.get("/rounds")
    assert "第四季度" in page
    assert "目标 80%" in page
    assert "完成率" in page
    assert "100.0%" in page  # the one response of the world came by itself


async def test_a_viewer_sees_rounds_and_changes_none(handler, visit):
    at = await prepared(handler)
    await taken(handler, at, TABLE)
    viewer = await visit("viewer")
    for path in ("/rounds", at):
        status, page = await viewer.get(path)
        assert status == 200
        forms = re.findall(r'method="post" action="([^"]*)"', page)
        assert [each for each in forms if not each.startswith("/lists/")] == ["/sign-out"], path


def long_table(count):
    """So many rows; every seventh has a fault, of each kind in turn."""
    wrong = (
        ",链接,9",
        "甲,QQ,1",
        "乙,Telegram,@x",
        f"{'丙' * 200},链接,77",
        "丁,链接,10000000",
        "戊,链接,88,,多",
        "己,,1",
    )
    rows = (wrong[n // 7 % 7] if n % 7 == 6 else f"张{n},链接,{10_000_000 + n},华东" for n in range(count))
    return "\n".join(["姓名,渠道,联系方式,分组", *rows]).encode("gb18030")


async def test_the_door_stays_open_while_a_hundred_thousand_rows_are_read(handler):
    at = await prepared(handler)
    form = aiohttp.FormData({"csrf": handler.csrf, "table": ""})
    form.add_field("file", long_table(100_000), filename="customers.csv")
    where = await location(handler, f"{at}/import", data=form)
    slowest, progress, since = 0.0, set(), time.monotonic()
    async with asyncio.timeout(60):
        while True:
            began = time.monotonic()
            await handler.get("/sign-in")
            slowest = max(slowest, time.monotonic() - began)
            _, page = await handler.get(where)
            if "正在看名单" not in page:
                break
            progress.add(re.search(r"第 (\d+) 行", page)[1])
    assert len(progress) > 3  # it was told as it went on
    assert slowest < (time.monotonic() - since) / 2  # of all the time that it took
    assert "85715" in page  # of whom nobody is taken
    assert "14285" in page
    assert "一位都没有导入" in page
    for kind in ("没有填", "渠道不认识", "联系方式不对", "太长", "重复", "多出来的格子"):
        assert kind in page


PHONE = """
key = "satisfaction"
title = "一份问卷"
purpose = "想听听您的感受"
minutes = 1
[[section]]
[[section.question]]
key = "asked"
kind = "phone"
title = "电话"
text = "您的电话？"
"""


async def test_an_anonymous_round_of_a_survey_that_now_asks_who_it_is_says_what_to_do(handler, engine):
    at = await prepared(handler)
    await taken(handler, at, TABLE)
    with db.writing(engine) as session:
        session.execute(update(called).values(anonymous=True))
        surveys.import_(session, PHONE, worlds.NOW)
        surveys.publish(session, "satisfaction", worlds.NOW)
    status, page = await handler.post(f"{at}/start")
    assert status == 409
    assert "这一轮不记名" in page
    assert "新建一轮记名的" in page


async def test_while_it_goes_on_a_version_that_asks_who_it_is_is_not_published(handler, engine, visit):
    at = await prepared(handler)
    await taken(handler, at, TABLE)
    with db.writing(engine) as session:
        session.execute(update(called).values(anonymous=True, state="open"))
        surveys.import_(session, PHONE, worlds.NOW)
        draft = drafts.newest(session, "satisfaction")
    administrator = await visit("administrator")
    to = f"/surveys/satisfaction/versions/{draft.number}/publish"
    status, page = await administrator.post(to, digest=draft.digest)
    assert status == 409
    assert "不记名" in page
    assert "等那一轮结束" in page
    with db.reading(engine) as session:
        assert drafts.newest(session, "satisfaction").state == "draft"


async def test_a_round_is_planned_with_a_reminder_or_without(handler):
    _, page = await handler.get("/rounds/new")
    assert re.search(r'name="remind" value="yes" checked', page)
    _, page = await handler.get(await prepared(handler, remind="yes"))
    assert "截止前 3 天，提醒一次" in page
    _, page = await handler.get(at := await prepared(handler))
    assert "不提醒" in page
    _, page = await handler.get(f"{at}/plan")
    assert not re.search(r'name="remind" value="yes" checked', page)
    await taken(handler, at, TABLE)
    await location(handler, f"{at}/start")
    _, page = await handler.get(at)
    assert "不提醒" in page


async def test_the_page_of_a_round_says_how_many_were_reminded(handler, engine):
    at = await prepared(handler, remind="yes")
    await taken(handler, at, TABLE)
    await location(handler, f"{at}/start")
    with db.writing(engine) as session:
        invitations.reminded(session, [1], worlds.NOW)
    _, page = await handler.get(at)
    assert "已提醒 1 位" in page


async def started(visitor):
    """A round that goes on; its address."""
    at = await prepared(visitor)
    await taken(visitor, at, TABLE)
    await location(visitor, f"{at}/start")
    return at


async def test_a_round_closed_below_its_target_counts_once_it_is_said_why(handler, engine, visit):
    at = await started(handler)
    with db.writing(engine) as session:
        session.execute(update(invited).values(state="issued"))
    status, _ = await handler.post(f"{at}/remedy", words="还早")
    assert status == 409  # it goes on still
    await location(handler, f"{at}/close")
    _, page = await handler.get(at)
    assert "先不能作数" in page
    status, page = await handler.post(f"{at}/remedy", words="  ")
    assert status == 400
    assert "请写下原因" in page
    await location(handler, f"{at}/remedy", words="国庆放假，月底补做一轮")
    _, page = await (await visit("viewer")).get(at)
    assert "国庆放假，月底补做一轮" in page
    assert "先不能作数" not in page
    with db.reading(engine) as session:
        kept = rounds.one(session, 1)
        (who,) = [each.name for each in users.listing(session) if each.id == kept.remedy_by]
    assert kept.remedy_at is not None
    assert re.search(rf"{who} · <time", page)


async def test_to_end_a_round_early_takes_two_clicks(handler):
    at = await started(handler)
    _, page = await handler.get(at)
    assert re.search(r'<details id="close">.*?/close".*?</details>', page, re.DOTALL)

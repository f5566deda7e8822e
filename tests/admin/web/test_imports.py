"""A table of records is looked at, then taken, by forms alone."""

import asyncio

import aiohttp
import pytest
from sqlalchemy import select

from admin.listing import complaints
from admin.listing import customers as people
from storage import db, definitions
from storage.customers import keeping
from storage.domain.importing.sheet import Sheet
from storage.importing.records import KINDS, headings, passed
from storage.tables import customers
from tests.admin.web.world import NOW

NEW = {"name": "王", "kind": "external", "segment": "", "note": "", "own": {}, "high_value": False}


@pytest.fixture
def kind():
    return "sqlite"


async def handed_in(visitor, subject, content):
    """The page of the table, once it has been read."""
    form = aiohttp.FormData({"csrf": visitor.csrf, "subject": subject})
    form.add_field("file", content, filename="顾客.csv", content_type="text/csv")
    answer = await visitor.client.post("/imports", data=form, allow_redirects=False)
    where = answer.headers.get("Location", "")
    return where, await settled(visitor, where)


async def settled(visitor, where):
    for _ in range(200):
        _, html = await visitor.get(where)
        if "正在" not in html:
            return html
        await asyncio.sleep(0.01)
    raise AssertionError(html)


async def test_customers_are_looked_at_then_taken(engine, world, visit):
    visitor = await visit("handler")
    _, html = await visitor.get("/imports")
    assert "先看看" in html
    where, html = await handed_in(visitor, "customers", "编号,姓名\nK1,王<b>\nK2,李\n".encode())
    assert "2 行都没有问题：新的 2 行" in html
    assert (await visitor.post(f"{where}/take"))[0] == 303
    assert "导入了 2 行" in await settled(visitor, where)
    with db.reading(engine) as session:
        assert session.scalars(select(customers.c.number).where(customers.c.number > "")).all() == [
            "K1",
            "K2",
        ]


async def test_contacts_are_looked_at_then_taken(engine, world, visit):
    visitor = await visit("handler")
    table = "客户编号,类型,联系方式,说明\n#1,手机,138 1234 5678,家里\n".encode()
    with db.writing(engine) as session:
        key = keeping.begin(session, {**NEW, "number": "K1"}, world.staff["handler"], NOW)
    _, html = await handed_in(visitor, "contacts", table)
    assert "没有这个编号的顾客" in html
    where, html = await handed_in(visitor, "contacts", table.replace(b"#1", b"K1"))
    assert "1 行都没有问题：新的 1 行" in html
    assert "138" not in html, "only who asks sees it, which is noted"
    assert (await visitor.post(f"{where}/take"))[0] == 303
    assert "导入了 1 行" in await settled(visitor, where)
    assert "138****5678" in (await visitor.get(f"/customers/{key}"))[1]


@pytest.mark.parametrize("language", definitions.languages())
@pytest.mark.parametrize("subject", KINDS)
def test_each_column_that_is_known_is_called_on_the_page(subject, language):
    texts = definitions.texts(language)
    fields = set(headings(subject).values())
    called = ("page.importing.column", "page.complaints.fact")
    assert not {each for each in fields if not any(texts.has(f"{name}.{each}") for name in called)}


async def test_faults_are_told_by_row_and_nothing_is_taken(engine, world, visit):
    visitor = await visit("handler")
    where, html = await handed_in(visitor, "orders", "客户编号,订单号\n<i>K9</i>,D1\n".encode())
    assert ("没有这个编号的顾客" in html, "一行也没有导入" in html, "一位都没有" in html) == (
        True,
        True,
        False,
    )
    _, told = await visitor.get(f"{where}/faults.csv")
    assert "客户编号" in told
    assert (await visitor.post(f"{where}/drop"))[0] == 303
    _, html = await handed_in(visitor, "orders", b"PK\x03\x04 no workbook")
    assert "打不开" in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"subject": "users"}, "请选导入什么"), ({"subject": "orders"}, "请选一个表格文件")],
)
async def test_what_is_no_table_is_refused(world, visit, typed, words):
    status, html = await (await visit("handler")).post("/imports", **typed)
    assert (status, words in html) == (400, True)


async def test_responses_of_a_survey_are_taken_once(world, visit):
    visitor = await visit("handler")
    _, html = await visitor.get("/imports")
    assert 'value="responses/satisfaction"' in html
    table = "日期,产品质量,工号<b>\n2025-11-02,非常满意,7\n".encode()
    where, html = await handed_in(visitor, "responses/satisfaction", table)
    for told in ("1 行都没有问题", "产品质量", "没有用到的列", "工号&lt;b&gt;", "答卷里的原话在交卷"):
        assert told in html
    await visitor.post(f"{where}/take")
    assert "导入了 1 行" in await settled(visitor, where)
    _, html = await handed_in(visitor, "responses/satisfaction", table)
    assert "已经导入过了" in html
    for subject in ("responses", "responses/", "responses/nothing"):
        status, html = await visitor.post("/imports", subject=subject)
        assert (status, "请选导入什么" in html) == (400, True)


async def test_complaints_are_looked_at_with_all_their_faults(world, visit):
    visitor = await visit("handler")
    table = (
        "收到,结束,内容,批号,状态\n2025-03-05,2025-03-04,甲,B1,\n2025-03-05,2025-03-06,乙,,调查\n".encode()
    )
    _, html = await handed_in(visitor, "complaints", table)
    for told in ("早于它前面的那个时间", "不是投诉的状态", "批号", "时间先后不对"):
        assert told in html
    _, html = await handed_in(visitor, "complaints", "收到\n2025-03-05\n".encode())
    assert "缺一列（结束时间）" in html


async def test_what_is_left_out_is_told_before_and_after(world, visit):
    visitor, head = await visit("handler"), "收到,结束,内容,状态\n2025-03-05,,甲,调查中\n"
    where, html = await handed_in(visitor, "complaints", f"{head}2025-03-05,2025-03-06,乙,\n".encode())
    for told in ("1 行都没有问题：新的 1 行", "有 1 件投诉还没有结束", "导入这 1 行", "已有，不变"):
        assert told in html, told
    await visitor.post(f"{where}/take")
    html = await settled(visitor, where)
    assert ("导入了 1 行" in html, "有 1 件投诉还没有结束" in html) == (True, True)
    _, html = await handed_in(visitor, "complaints", head.encode())
    assert ("没有要导入的行" in html, "/take" in html) == (True, False)


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
async def test_what_the_lists_export_is_known_again(language):
    texts = definitions.texts(language)
    for listing, subject, needed in (
        (people, "customers", {"name", "number", "kind", "segment", "high_value"}),
        (complaints, "complaints", {"number", "received_at", "closed_at", "state", "story", "product"}),
    ):
        head = [texts(f"page.list.column.{name}") for name in listing.LISTING.table.columns]
        sheet = Sheet(headings(subject), (), own=False, passed=passed(subject))
        list(sheet.read([head, ["x"] * len(head)]))
        assert not sheet.head.faults
        assert needed <= sheet.head.at.keys()
        assert not sheet.unused

"""The search page: what staff type is taken at its word, what is found is marked, and leads to its place."""

import re
from datetime import timedelta

import pytest

from storage import complaints, db, files, search
from storage.customers import contacting, keeping, ordering
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW

WORDS = "物流慢，其他挺好"
MARKED = "<mark>物流</mark>慢，其他挺好"


@pytest.fixture
async def page(world, visit):
    """`await page(q=…)`: (status, body) as a viewer has it."""
    visitor = await visit("viewer")

    async def get(**asked):
        return await visitor.client_get("/search", asked)

    async def client_get(path, asked):
        answer = await visitor.client.get(path, params=asked, allow_redirects=False)
        return answer.status, await answer.text(errors="replace")

    visitor.client_get = client_get
    return get


def listed(html):
    """(what it is, where it leads) of each row found."""
    rows = re.findall(r"<footer>(.*?)</footer>", html, re.S)
    return [
        (
            re.search(r'class="badge[^"]*">([^<]*)', row)[1],
            (re.search(r'href="([^"]*)"', row) or ["", ""])[1],
        )
        for row in rows
    ]


async def test_every_page_has_the_box(world, visit):
    visitor = await visit("viewer")
    for path in ("/", "/talks", "/complaints", f"/talks/{world.talk}"):
        _, html = await visitor.get(path)
        assert '<form class="search-box" method="get" action="/search"' in html
    _, html = await visitor.get("/search")
    assert html.count('name="q"') == 1


async def test_a_stranger_finds_nothing(world, visit):
    stranger = await visit()
    status, html = await stranger.get("/search?q=物流")
    assert status == 303
    assert "物流" not in html


async def test_what_is_found_is_marked_and_leads_to_its_place(page, world):
    status, html = await page(q="物流")
    assert status == 200
    assert MARKED in html
    assert ("投诉", f"/complaints/{world.complaint}") in listed(html)
    assert {where.split("#")[0] for kind, where in listed(html) if kind == "回答"} == {"/responses/1"}
    assert not {"小助手说", "顾客说"} & {kind for kind, _ in listed(html)}, "what they said is an answer here"
    _, html = await page(q="物流", part="talks")
    assert set(listed(html)) == {("顾客说", f"/talks/{world.talk}")}
    assert MARKED in html


@pytest.mark.parametrize(
    ("part", "kinds"),
    [
        ("answers", {"回答"}),
        ("complaints", {"投诉"}),
        ("talks", {"顾客说"}),
        ("bot", {"小助手说"}),
        ("files", set()),
        ("nonsense", {"回答", "投诉"}),
    ],
)
async def test_a_part_can_be_picked(page, part, kinds):
    _, html = await page(q="物流", part=part)
    assert {kind for kind, _ in listed(html)} == kinds


async def test_a_file_is_found_by_its_name(engine, page, world):
    with db.writing(engine) as session:
        files.keep(session, world.talk, "破损照片.jpg", "image/jpeg", b"x", NOW)
    _, html = await page(q="破損")
    assert "<mark>破损</mark>照片.jpg" in html
    assert listed(html) == [("文件", f"/talks/{world.talk}")]


async def test_a_number_in_part_leads_to_its_complaint(engine, page, world):
    with db.reading(engine) as session:
        number = complaints.one(session, world.complaint).number
    _, html = await page(q=number[-7:], part="complaints")
    assert ("投诉", f"/complaints/{world.complaint}") in listed(html)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "想找什么"),
        (" \u3000 ", "想找什么"),
        ("%", "只有符号"),
        ('"*()', "只有符号"),
        ("7", "再多写一位"),
        ("退" * 800, "写得太多了"),
        ("x" * 8000, "写得太多了"),
        (" ".join(map(str, range(100, 111))), "写得太多了"),
        ("没人说过", "没有找到"),
        ("物流 NOT 慢", "没有找到"),
        ("物流 OR 没人说过", "没有找到"),
        ("words:物流", "没有找到"),
        ("<script>alert(1)</script>", "没有找到"),
        ("' OR 1=1 --", "没有找到"),
        ("\ud800物流没有", "没有找到"),
    ],
)
async def test_whatever_is_typed_is_answered_in_words(page, typed, told):
    """The box takes a hundred characters; an address of more than 8 KB the server refuses by itself."""
    status, html = await page(q=typed.encode("utf-8", "replace").decode())
    assert status == 200
    assert told in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("typed", ['"物流"', "物流*", "物流%", "（物流）", "物-流", "^物流", "{物流}"])
async def test_signs_are_no_commands(page, typed):
    _, html = await page(q=typed)
    assert MARKED in html


async def test_what_customers_write_is_no_html(engine, visit):
    with db.writing(engine) as session:
        worlds.build(session, "<img src=x onerror=alert(1)>退货\u202e")
    visitor = await visit("viewer")
    _, html = await visitor.get("/search?q=退货")
    assert "&lt;img src=x onerror=alert(1)&gt;<mark>退货</mark>" in html
    assert "<img src=x" not in html
    assert "\u202e" not in html


async def test_long_lists_come_a_page_at_a_time(engine, page, world):
    with db.writing(engine) as session:
        for number in range(45):
            complaints.note(session, world.complaint, world.staff["handler"], f"复查{number:02d}", NOW)
    seen = []
    for at, links in ((1, ["next"]), (2, ["prev", "next"]), (3, ["prev"])):
        _, html = await page(q="复查", page=str(at))
        assert re.findall(r'rel="(prev|next)"', html) == links
        seen += re.findall(r"<mark>复查</mark>(\d\d)", html)
    assert seen == [f"{number:02d}" for number in reversed(range(45))]
    _, html = await page(q="复查", page="999999")
    assert ("没有找到" in html, "后面没有了" in html) == (False, True)


@pytest.mark.parametrize("typed", ["其他物流", "我的其他物流", "其他 好物流"])
async def test_what_nobody_said_so_is_looked_for_word_by_word_and_the_page_says_so(page, typed):
    _, html = await page(q=typed)
    told = re.search(r'<p class="notice" role="status">([^<]*)</p>', html)[1]
    assert told.startswith(f"没有“{typed}”，下面是同时有“")
    assert "“其他”" in told
    assert "“物流”" in told
    assert "<mark>物流</mark>" in html
    assert "<mark>其他</mark>" in html


@pytest.mark.parametrize("typed", ["物流慢", "物流 其他", "其他退货"])
async def test_where_it_stands_so_or_its_words_do_not_nothing_is_said(page, typed):
    _, html = await page(q=typed)
    assert "下面是同时有" not in html
    assert bool(listed(html)) == (typed != "其他退货")


async def test_what_is_found_word_by_word_comes_a_page_at_a_time_too(engine, page, world):
    with db.writing(engine) as session:
        for number in range(25):
            complaints.note(session, world.complaint, world.staff["handler"], f"复查{number:02d}正常", NOW)
    seen = []
    for at in ("1", "2"):
        _, html = await page(q="正常复查", page=at)
        assert "下面是同时有“正常”和“复查”的" in html
        seen += re.findall(r"<mark>复查</mark>(\d\d)<mark>正常</mark>", html)
    assert seen == [f"{number:02d}" for number in reversed(range(25))]
    for typed in ("正常复查", "复查"):
        _, html = await page(q=typed, page="3")
        assert ("下面是同时有" in html, "后面没有了" in html) == (False, True)


async def test_staff_are_told_while_the_index_is_behind(engine, page, world, monkeypatch):
    _, html = await page(q="物流")
    assert "收入索引" not in html
    monkeypatch.setattr("storage.search.finding.FRESH", 1)
    _, html = await page(q="物流")
    assert "收入索引" in html
    with db.writing(engine) as session:
        search.keep(session, [search.next_batch(engine, {}, NOW + timedelta(days=365))])
    _, html = await page(q="物流")
    assert "收入索引" not in html
    assert MARKED in html


async def test_a_customer_stands_first_by_number_address_order_and_name(engine, page, world):
    with db.writing(engine) as session:
        at, by = NOW, world.staff["handler"]
        file = {
            "name": "青禾家居",
            "number": "K-8801",
            "kind": "external",
            "segment": "",
            "high_value": False,
        }
        key = keeping.begin(session, {**file, "note": "", "own": {}}, by, at)
        contacting.add(session, key, "phone", "13812345678", "", by, at)
        ordering.add(session, key, {"number": "DD20260001", "product": ""}, None, by, at)
    for typed in ("13812345678", " K-8801 ", "DD20260001", "青禾家居"):
        status, html = await page(q=typed)
        assert (status, f'<a href="/customers/{key}">青禾家居</a>' in html) == (200, True), typed
        assert html.count("13812345678") == (typed == "13812345678"), "only as it was typed"
    for more in ({"part": "talks"}, {"period": "month"}, {"page": "2"}):
        assert 'id="people"' not in (await page(q="青禾家居", **more))[1]

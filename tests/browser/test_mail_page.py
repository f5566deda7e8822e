"""A mail as a program shows it: on a phone and a laptop, light and dark, read aloud. Nothing is fetched."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.async_playwright import Axe

from bot.mail.writing.html import html
from bot.mailing.composing import composed
from bot.mailing.letterhead import Letterhead
from bot.message import Asked, Choice, Outbound
from storage import definitions
from storage.correspondence import Correspondence
from storage.outbox import UNASKED, Said
from tests.browser.conftest import LOOKS

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
OURS = Letterhead(
    "青禾家居",
    "service@qinghe.example",
    True,
    "https://chat.qinghe.example",
    ZoneInfo("Asia/Shanghai"),
    "https://admin.qinghe.example/me",
)
LEVELS = tuple(
    Choice(str(points), label) for points, label in ((5, "非常满意"), (3, "一般"), (1, "非常不满意"))
)
ASKS = (
    Asked(1, "1.a", "【安装】\n柜子装得稳不稳？", LEVELS),
    Asked(2, "1.b", "愿意推荐给朋友吗？", tuple(Choice(str(each), str(each)) for each in range(11))),
    Asked(3, "1.c", "哪样最好？", (Choice("a", "颜色" * 30), Choice("b", "手感")), True, "可以选几个。"),
    Asked(4, "1.d", "师傅提前打电话了吗？", (Choice("yes", "打了"), Choice("no", "没有"))),
)
SAID = {
    "invitation": (
        Outbound("您好，想请您说说新柜子。\n\n您回信作答，就表示同意。", asks=ASKS),
        {UNASKED: True},
    ),
    "menu": (Outbound("有什么可以帮您？", (Choice("survey", "填问卷"), Choice("human", "找人工"))), {}),
    "staff": (Outbound(f"说明书在这里：https://qinghe.example/{'x' * 120}\n明天见。", by="小王"), {}),
}
NOT_OF_A_MAIL = {"landmark-one-main", "page-has-heading-one", "region"}
DARK, LIGHT = "rgb(27, 34, 31)", "rgb(255, 255, 255)"


@pytest.fixture(params=SAID)
def page_of(request, tmp_path):
    """Where the page of such a mail is."""
    outbound, marks = SAID[request.param]
    payload = {**outbound.dump(), **marks}
    row = Said(1, 42, "email", "li.lei@example.com", False, False, 3, payload, "bot", 1, AT, AT)
    known = Correspondence(7, "李雷", "", b"", 0, ())
    file = tmp_path / "mail.html"
    file.write_text(html(composed(outbound, row, known, OURS, definitions.texts("zh-CN"))), "utf-8")
    return file.as_uri()


@LOOKS
async def test_it_reads_well(open_page, page_of, screen, scheme):
    page = await open_page(page_of, **screen, color_scheme=scheme)
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    await page.reload()
    assert fetched == [page_of]
    widths = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]
    card = page.get_by_role("article")
    assert await card.evaluate("it => getComputedStyle(it).backgroundColor") == (
        DARK if scheme == "dark" else LIGHT
    )
    found = (await Axe().run(page)).response["violations"]
    assert [each["id"] for each in found if each["id"] not in NOT_OF_A_MAIL] == []

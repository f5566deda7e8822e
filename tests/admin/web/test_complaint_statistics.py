"""The statistics of complaints as a page: figures beside those before, filters, a harmless download."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from admin import complaint_period
from admin.complaint_figures_told import lasted
from storage import db, definitions
from storage.queries.filters import Period, pieces
from storage.tables import complaints, matters

SHANGHAI = "Asia/Shanghai"
TEXTS = definitions.texts("zh-CN")
HOSTILE = "=1+<b>1</b>"
ALL = "period=span&from=2026-03-01&to=2026-03-31"


def day(month, number):
    return datetime(2026, month, number, tzinfo=ZoneInfo(SHANGHAI))


@pytest.fixture
def march(engine, world):
    """Three complaints of March, two of February, one of praise; what the organisation began with is far."""
    with db.writing(engine) as session:
        session.execute(update(complaints).values(received_at=datetime(2020, 1, 1, tzinfo=UTC)))
        for number, (at, more) in enumerate(
            (
                (day(3, 2), {"product": "台灯", "department": "质量部", "cost": 12_050, "handling": 4}),
                (day(3, 3), {"product": "台灯", "department": "质量部", "state": "acknowledged"}),
                (day(3, 31), {"product": HOSTILE, "severity": "critical", "stayed": True}),
                (day(3, 9), {"kind": "praise"}),
                (day(2, 3), {"product": "台灯", "department": "物流部"}),
                (day(2, 28), {"product": ""}),
            )
        ):
            done = at + timedelta(hours=34)
            row = {
                "number": f"M{number}",
                "channel": "email",
                "story": "外壳裂了",
                "state": "closed",
                "received_at": at,
                "acknowledged_at": at,
                "first_answered_at": done,
                "answered_at": done,
                "closed_at": done,
                **more,
            }
            if row["state"] != "closed":
                row |= dict.fromkeys(("first_answered_at", "answered_at", "closed_at"))
            key = session.scalar(insert(complaints).values(row).returning(complaints.c.id))
            told = {"subject": "complaint", "subject_id": key, "category": "delivery", "polarity": -1}
            if number in (0, 2):
                session.execute(insert(matters), [told])


def tiles(html):
    """name -> (value, all that is said beside it)"""
    found = re.findall(
        r'<span class="name">([^<]+)</span><span class="value">([^<]+)</span>(.*?)</(?:div|a)>',
        html.split('id="figures"')[1].split("</section>")[0],
        re.DOTALL,
    )
    return {name: (value, re.sub(r"<[^>]+>", " ", rest).split()) for name, value, rest in found}


def cells(html):
    """The rows of the table of parts, as words."""
    table = html.split('id="parts"')[1].split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", " ", each).split() for each in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in rows
    ]


async def test_figures_stand_beside_those_of_the_period_before(march, visit):
    status, html = await (await visit("viewer")).get(f"/complaints/statistics?{ALL}&by=product")
    assert status == 200
    found = tiles(html)
    assert found["收到"] == ("3", ["上期", "2", "▲", "+50%"])
    assert found["还没结束"][0] == "1"
    assert found["一次答复就办妥"] == ("100.0%", ["2", "/", "2", "件", "上期", "100.0%", "持平"])
    assert found["费用（元）"][0] == "120.50"
    assert found["对处理的满意度（1 至 5）"] == ("4.0", ["1", "件", "上期", "–"])
    assert cells(html)[0] == [["台灯"], ["2"], ["66.7%"], ["66.7%"], ["1", "▲", "+100%"]]
    assert 'id="chart-pareto"' in html
    assert 'id="chart-complaint_months"' in html
    assert "<b>1</b>" not in html


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", "3"),
        ("kind=", "4"),
        ("kind=praise", "1"),
        ("department=质量部", "2"),
        ("department=-", "1"),
        ("department=质量部&product=台灯&severity=-", "2"),
        ("severity=critical", "1"),
        ("category=delivery", "2"),
        ("category=-", "1"),
        ("channel=email&segment=-&kind=nonsense", "4"),
    ],
)
async def test_filters_choose_what_is_counted(query, n, march, visit):
    _, html = await (await visit("viewer")).get(f"/complaints/statistics?{ALL}&{query}")
    assert tiles(html)["收到"][0] == n


async def test_where_nothing_is_the_page_says_what_to_do(march, visit):
    _, html = await (await visit("viewer")).get(
        "/complaints/statistics?period=span&from=2025-05-01&to=2025-05-02"
    )
    assert "这段时间没有投诉" in html
    assert "<select" in html


@pytest.mark.parametrize(
    "asked", ["from=2026-03-09&to=2026-03-01", "from=x", "from=0001-01-01&to=9999-12-31"]
)
async def test_days_that_make_no_period_are_told_and_replaced(asked, march, visit):
    status, html = await (await visit("viewer")).get(f"/complaints/statistics?period=span&{asked}")
    assert status == 200
    assert "起止日期不对" in html


async def test_the_download_has_all_and_no_cell_that_a_spreadsheet_would_run(march, visit):
    auditor, file = await visit("auditor"), f"/complaints/statistics.csv?{ALL}&by=product"
    status, body = await auditor.post(file)
    assert status == 200
    lines = body.splitlines()
    assert "收到,,3,2,▲ +50%" in lines
    assert "台灯,产品或服务,2,1,▲ +100%" in lines
    assert any(HOSTILE in line and not line.startswith("=") for line in lines)
    assert f"投诉统计，CSV，{len(lines) - 1} 行" in (await auditor.get("/audit"))[1]


async def test_what_customers_called_a_product_is_not_taken_along_by_a_viewer(march, visit):
    viewer, page = await visit("viewer"), f"/complaints/statistics?{ALL}&by=product"
    assert "statistics.csv" not in (await viewer.get(page))[1]
    assert "statistics.csv" in (await (await visit("auditor")).get(page))[1]
    assert (await viewer.post(f"/complaints/statistics.csv?{ALL}&by=product"))[0] == 403


async def test_in_an_empty_house_it_is_said_what_will_be_here(engine, world, visit):
    visitor = await visit("handler")
    with db.writing(engine) as session:  # what is about oneself is not there
        session.execute(update(complaints).values(concerns_id=world.staff["handler"]))
    _, html = await visitor.get("/complaints/statistics")
    assert "这里会有投诉的统计" in html
    assert "换一段时间" not in html
    assert 'class="button main" href="/complaints/new"' in html
    _, html = await visitor.get("/matters?period=span&from=2001-01-01&to=2001-01-02")
    assert html.count('class="empty"') == 1


async def test_a_row_leads_to_itself_alone(march, visit):
    visitor = await visit("viewer")
    _, html = await visitor.get(f"/complaints/statistics?{ALL}&by=department")
    link = re.search(r'href="(/complaints/statistics\?[^"]*department=[^"]*)"', html)[1].replace("&amp;", "&")
    _, html = await visitor.get(link)
    assert tiles(html)["收到"][0] == "2"


def test_periods_and_those_before_them():
    now = datetime(2026, 5, 20, 4, tzinfo=UTC)

    def of(**query):
        found = complaint_period.chosen(query, SHANGHAI, now)
        return [each.strftime("%m-%d") for span in (found.period, found.before) for each in span]

    assert of(period="month") == ["05-01", "06-01", "04-01", "04-21"]
    assert of(period="quarter") == ["04-01", "07-01", "01-01", "02-20"]
    assert of(period="year") == of() == of(period="?") == ["01-01", "01-01", "01-01", "05-21"]
    assert of(period="last_month") == ["04-01", "05-01", "03-01", "04-01"]
    assert of(period="last_quarter") == ["01-01", "04-01", "10-01", "01-01"]
    assert of(period="last_year") == ["01-01", "01-01", "01-01", "01-01"]
    assert of(**{"period": "span", "from": "2026-03-02", "to": "2026-03-08"}) == [
        "03-02",
        "03-09",
        "02-23",
        "03-02",
    ]


def test_a_period_is_cut_where_months_begin_and_a_year_is_drawn_at_least():
    whole = Period(day(3, 5), day(5, 2))
    cut = pieces(whole, SHANGHAI)
    assert [(each.start.day, each.end.day) for each in cut] == [(5, 1), (1, 1), (1, 2)]
    assert (cut[0].start, cut[-1].end) == whole
    drawn = complaint_period.drawn(whole, SHANGHAI)
    assert (len(drawn), drawn[-1].start) == (12, day(5, 1))
    assert len(complaint_period.drawn(Period(day(1, 1) - timedelta(days=800), day(5, 2)), SHANGHAI)) > 12
    assert pieces(Period(day(3, 1), day(3, 1)), SHANGHAI) == []


def test_times_are_told_as_people_say_them():
    told = [lasted(each, TEXTS) for each in (None, 20, 3000, 7200, 100_000)]
    assert told == ["–", "马上", "50 分钟", "2.0 小时", "27.8 小时"]

"""The page of a manager: it says what the queries say, holds it against another period, and leads to the rows
behind each figure."""

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from admin.summary import period as periods
from storage import db, definitions
from storage.queries.filters import Filters, month_of
from storage.settings import Settings
from storage.tables import answers, responses
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW
from tests.databases import ON_SQLITE
from tests.storage.heard import overall, rated, settle

ZONE = ZoneInfo("Asia/Shanghai")
LAST_MONTH = month_of(NOW, Settings().timezone, 1).start


def read(engine, query, *args):
    """What the query says."""
    with db.reading(engine) as session:
        return query(session, *args)


def answer(engine, version, scores, at=NOW, **more):
    with db.writing(engine) as session:
        for score in scores:
            worlds.respond(session, version, None, "还行", score, at, **more)


@pytest.fixture
def staff(engine):
    with db.writing(engine) as session:
        worlds.staff(session)
        return worlds.survey(session)


async def test_the_summary_shows_what_the_queries_say(engine, world, visit):
    answer(engine, world.version, (20.0, 60.0, 100.0))
    answer(engine, world.version, (40.0,), NOW - timedelta(days=32))
    month = Filters(month_of(NOW, Settings().timezone), "satisfaction")
    found = read(engine, overall, month)
    _, html = await (await visit("viewer")).get("/?period=month")
    hero = html.split('id="hero"')[1].split("</section>")[0]
    assert f">{found.mean:.1f}</a></span>" in hero
    assert f"95% 区间 {found.low:.1f}–{found.high:.1f}<br>" in hero
    assert f"共 {found.n} 份答卷" in hero
    assert "份数太少，不作判断" in hero
    assert "本月完成的答卷</span>" in html
    for item in read(engine, rated, month):
        assert f'>{item.title}</a></td><td class="number">{item.summary.mean:.1f}</td>' in html


@pytest.mark.parametrize(
    ("score", "shown"),
    [(80.04, ""), (79.96, ""), (80.0, ""), (80.06, "▲ 0.1"), (79.9, "▼ 0.1"), (85.0, "▲ 5.0")],
)
async def test_a_change_that_rounds_to_nothing_is_none(score, shown, engine, staff, visit):
    answer(engine, staff, [score] * 5)
    answer(engine, staff, [80.0] * 5, LAST_MONTH)
    _, html = await (await visit("viewer")).get("/?period=month")
    hero = html.split('id="hero"')[1].split("</section>")[0]
    assert ("持平" in hero) is not bool(shown)
    assert re.findall(r'<span class="(?:up|down)">([^<]+)</span>', hero) == ([shown] if shown else [])


async def test_a_corrected_answer_changes_the_page_at_once(engine, staff, visit):
    """Though its month is kept, and a page has shown it."""
    answer(engine, staff, [80.0] * 5, LAST_MONTH + timedelta(hours=9))
    settle(engine, NOW)
    viewer = await visit("viewer")
    shown = [(await viewer.get("/?period=quarter"))[1] for _ in range(2)]
    with db.writing(engine) as session:
        first = select(func.min(responses.c.id)).scalar_subquery()
        session.execute(update(responses).where(responses.c.id == first).values(satisfaction_index=20.0))
    shown.append((await viewer.get("/?period=quarter"))[1])
    heroes = [html.split('id="hero"')[1].split("</section>")[0] for html in shown]
    assert [re.findall(r">([0-9.]+)</a></span>", each) for each in heroes] == [["80.0"], ["80.0"], ["68.0"]]


async def test_of_few_nothing_is_said(engine, staff, visit):
    answer(engine, staff, [10.0] * 4)
    answer(engine, staff, [90.0] * 4, LAST_MONTH)
    _, html = await (await visit("viewer")).get("/?period=month")
    assert "没有足够的数据可比" in html
    assert ">▼ 到了行动界限" not in html
    assert "没到目标" not in html


async def test_a_breach_is_told_in_words_and_by_a_shape(engine, staff, visit):
    answer(engine, staff, [definitions.policy().action.item - 1] * 5)
    _, html = await (await visit("viewer")).get("/?period=month")
    hero = html.split('id="hero"')[1].split("</section>")[0]
    assert "▼ 到了行动界限" in hero
    table = html.split('id="table-items"')[1].split("</table>")[0]
    assert table.count("到了行动界限") == table.count("<tr>") - 1
    assert '"breach": true' in html


async def test_a_year_earlier(engine, staff, visit):
    this = month_of(NOW, Settings().timezone)
    answer(engine, staff, [80.0] * 5)
    answer(engine, staff, [60.0] * 6, month_of(NOW, Settings().timezone, 12).start)
    _, html = await (await visit("viewer")).get("/?period=month&against=year")
    assert "▲ 20.0" in html
    assert "对比 60.0（6 份）" in html
    assert f"{this.start:%Y-%m-%d} 至" in html


@pytest.mark.parametrize(
    ("query", "n"), [("", 1), ("?segment=经销商", 1), ("?segment=没有这个", 1), ("?channel=email", 1)]
)
async def test_filters_stay_in_the_address_and_unknown_ones_fall_back(query, n, world, visit):
    status, html = await (await visit("viewer")).get("/" + query)
    assert status == 200
    assert "共 1 份答卷" in html
    assert ('value="经销商" selected' in html) is ("经销商" in query)


async def test_a_segment_with_too_few_responses_is_marked_and_stands_last(engine, world, visit):
    answer(engine, world.version, [40.0] * 4)
    answer(engine, world.version, [100.0], segment="")
    _, html = await (await visit("viewer")).get("/")
    rows = re.findall(r"<tr( class=\"few\")?><td>(?:<a [^>]+>)?(\w+)", html.split('id="segments"')[1])
    assert rows[:2] == [("", "经销商"), (' class="few"', "未知")]
    assert "份数太少" in html


async def test_a_survey_with_a_net_promoter_score_shows_it(engine, world, visit):
    with db.writing(engine) as session:
        version = worlds.survey(session, "nps")
        for score in (100.0, 90.0, 60.0, 80.0):
            worlds.respond(session, version, None, "还行", score)
    _, html = await (await visit("viewer")).get("/?survey=nps")
    assert '<span class="value">+25</span>' in html
    assert "4 人作答" in html


async def test_every_figure_leads_to_its_rows(engine, world, visit):
    """All links of the page to lists are taken; those of the trend, an item, a level and a channel show as
    many rows as they say."""
    visitor = await visit("viewer")
    answer(engine, world.version, [75.0] * 5)
    _, html = await visitor.get("/?period=month")
    links = {
        unescape(each) for each in re.findall(r'href="(/(?:responses|matters|complaints)\?[^"]+)"', html)
    }
    assert len(links) > 12
    counted = set()
    for link in sorted(links):
        status, page = await visitor.get(link)
        assert status == 200, link
        if link.startswith("/responses?"):
            counted.add(page.count('<li><a href="/responses/'))
    assert counted == {6}  # that of the world is there too


async def _counts(visitor, link):
    """How many rows the list of responses has behind this link."""
    _, html = await visitor.get(link)
    return html.count('<li><a href="/responses/')


@ON_SQLITE
async def test_each_figure_says_how_many_rows_stand_behind_it(engine, world, visit):
    """Of a house with responses that are not handed in, are given up, told without a name, erased, of months
    that are kept; of answers given before the period that their response was completed in."""
    answer(engine, world.version, [100.0, 50.0] * 3, LAST_MONTH + timedelta(days=3))
    with db.writing(engine) as session:
        made = [worlds.respond(session, world.version, None, "还行", 25.0) for _ in range(6)]
        started, stopped, nameless, emptied, late, unweighed = made
        its = {
            started: {"state": "begun", "completed_at": None, "satisfaction_index": None},
            stopped: {"state": "stopped", "satisfaction_index": None},
            nameless: {"anonymous": True, "conversation_id": world.talk},
            emptied: {"anonymous": True},
            unweighed: {"satisfaction_index": None},
        }
        for key, values in its.items():
            session.execute(update(responses).where(responses.c.id == key).values(values))
        of_it = answers.c.response_id == emptied
        session.execute(update(answers).where(of_it).values(text="", comment=""))
        before = update(answers).where(answers.c.response_id == late)
        session.execute(before.values(answered_at=NOW - timedelta(days=40)))
    settle(engine, NOW)
    visitor = await visit("viewer")
    for query in ("period=half", "period=month"):
        _, html = await visitor.get(f"/?{query}")
        found = {}
        for name, column in (("items", 4), ("distribution", 2)):
            table = html.split(f'id="table-{name}"')[1].split("</table>")[0]
            for row in table.split("<tr>")[2:]:
                cells = re.findall(r"<td[^>]*>(?:<a [^>]+>)?([^<]*)", row)
                found[re.findall(r'href="([^"]+)"', row)[0]] = cells[column]
        for name in ("channels", "segments"):
            for row in re.findall(r"<tr.*?</tr>", html.split(f'id="{name}"')[1].split("</table>")[0])[1:]:
                if link := re.search(r'href="([^"]+)"', row):
                    found[link[1]] = re.findall(r'<td class="number"[^>]*>(\d+)</td>', row)[-1]
        tile = re.search(r'href="([^"]+)"><span class="name">[^<]*</span><span class="value">(\d+)', html)
        found[tile[1]] = tile[2]
        hero = html.split('id="hero"')[1].split("</section>")[0]
        link = re.search(r'<span class="large"><a href="([^"]+)"', hero)
        found[link[1]] = re.search(r"共 (\d+) 份答卷", hero)[1]
        assert len(found) > 8
        assert {unescape(each): await _counts(visitor, unescape(each)) for each in found} == {
            unescape(each): int(n) for each, n in found.items()
        }


async def test_no_day_that_has_not_come_is_told_as_the_end(world, visit, monkeypatch):
    noon = datetime.now(ZONE).replace(day=15, hour=12)
    for page in ("summary", "complaint_statistics"):
        monkeypatch.setattr(f"admin.pages.{page}.now", lambda: noon)
    visitor, today = await visit("viewer"), noon.date()
    for path in ("/", "/complaints/statistics"):
        _, html = await visitor.get(path)
        (until,) = re.findall(r"\d{4}-\d\d-\d\d 至 (\d{4}-\d\d-\d\d)(?:，对比| 收到)", html)
        assert until == f"{today}"
    ahead = f"from={today + timedelta(days=3)}&to={today + timedelta(days=9)}"
    _, html = await visitor.get(f"/?period=span&{ahead}")
    assert f"{today + timedelta(days=3)} 至 {today + timedelta(days=9)}，" in html


async def test_days_of_ones_own(engine, staff, visit):
    visitor = await visit("viewer")
    answer(engine, staff, [70.0] * 5, datetime(2026, 3, 2, 12, tzinfo=ZONE))
    answer(engine, staff, [50.0] * 5, datetime(2026, 2, 27, 12, tzinfo=ZONE))
    query = "period=span&from=2026-03-01&to=2026-03-05"
    _, html = await visitor.get(f"/?{query}")
    assert "2026-03-01 至 2026-03-05，对比 2026-02-24 至 2026-02-28" in html
    assert "▲ 20.0" in html
    assert 'name="from" value="2026-03-01"' in html
    for path in ("/responses", "/matters"):
        _, html = await visitor.get(f"{path}?{query}")
        assert 'name="to" value="2026-03-05"' in html
    for wrong in ("from=2026-03-05&to=2026-03-01", "from=x&to=", "from=0001-01-01&to=9999-12-31"):
        status, html = await visitor.get(f"/?period=span&{wrong}")
        assert status == 200
        assert "起止日期不对" in html


async def test_promises_are_told_with_what_they_are_measured_by(world, visit):
    _, html = await (await visit("viewer")).get("/")
    told = html.split('class="promises"')[1].split("</ul>")[0]
    assert told.count("<li>") == len(definitions.promised())
    assert "没有指标" in told
    assert "不作判断" in told


def test_what_is_not_over_is_held_against_as_much_of_the_one_before():
    at = datetime(2026, 3, 4, 10, tzinfo=ZONE)
    month = periods.chosen({"period": "month"}, "Asia/Shanghai", at)
    assert (f"{month.gone.first}", f"{month.gone.last}") == ("2026-02-01", "2026-02-04")
    assert (f"{month.last}", f"{month.until}") == ("2026-03-31", "2026-03-04"), "told to end today"
    leap = periods.chosen(
        {"period": "span", "from": "2028-02-29", "to": "2028-02-29", "against": "year"},
        "Asia/Shanghai",
        datetime(2028, 6, 1, tzinfo=ZONE),
    )
    assert f"{leap.gone.first}" == "2027-02-28"

"""Every chart of the folder: a spec that Vega-Lite takes, its points and the table behind it the same."""

import json
import re
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules
from zoneinfo import ZoneInfo

import pytest
import vl_convert

from admin import charts
from admin.summary.judging import Limits
from storage import definitions
from storage.domain.complaint_figures import Bar, Figures
from storage.domain.satisfaction import Summary, summary_from_sums
from storage.queries.filters import Period
from storage.queries.index import Monthly
from storage.queries.items import Item, Level
from storage.queries.words import MonthlyMood, Mood

TEXTS = definitions.texts("zh-CN")
ZONE = ZoneInfo("Asia/Shanghai")
MONTHS = [Period(datetime(2026, m, 1, tzinfo=ZONE), datetime(2026, m + 1, 1, tzinfo=ZONE)) for m in (4, 5, 6)]
HOSTILE = "<b>价格</b>'\"\\"
ITEMS = [Item("s", "q", "产品质量", summary_from_sums(2, 180, 16_400)), Item("s", "p", HOSTILE, Summary(0))]
LEVELS = [Level("s", "q", "产品质量", "不满意", 25, 1), Level("s", "q", "产品质量", "满意", 75, 3)]

LIMITS = Limits(85.0, 80.0)
DRAWN = {
    "trend": lambda chart: chart(
        [
            Monthly(MONTHS[0], summary_from_sums(2, 150, 11_300)),
            Monthly(MONTHS[1], Summary(0)),
            Monthly(MONTHS[2], summary_from_sums(1, 90, 8_100)),
        ],
        LIMITS,
        TEXTS,
        lambda month: f"/responses?from={month.start:%Y-%m-%d}",
    ),
    "items": lambda chart: chart(ITEMS, {("s", "q"): 50.0}, LIMITS, TEXTS, lambda row: f"/{row.question}"),
    "distribution": lambda chart: chart(LEVELS, TEXTS, lambda row: f"/{row.score}"),
    "mood": lambda chart: chart(
        [MonthlyMood(MONTHS[0], Mood(3, 2, 1)), MonthlyMood(MONTHS[1], Mood(0, 0, 0))],
        TEXTS,
        lambda month, felt: f"/{felt}",
    ),
    "matters": lambda chart: chart(
        [(HOSTILE, [MonthlyMood(MONTHS[0], Mood(3, 2, 9)), MonthlyMood(MONTHS[1], Mood(0, 0, 0))])],
        TEXTS,
        lambda number, month: f"/{number}",
    ),
    "pareto": lambda chart: chart([Bar(HOSTILE, 3, 0.75, 0.75), Bar("物流", 1, 0.25, 1.0)], TEXTS),
    "complaint_months": lambda chart: chart(
        [
            (MONTHS[0], Figures({"received": 3, "answer_judged": 2, "answer_on_time": 1})),
            (MONTHS[1], Figures()),
        ],
        TEXTS,
    ),
}
EMPTY = {
    "trend": lambda chart: chart([], Limits(), TEXTS),
    "items": lambda chart: chart([], {}, Limits(), TEXTS),
    "distribution": lambda chart: chart([], TEXTS),
    "mood": lambda chart: chart([], TEXTS),
    "matters": lambda chart: chart([], TEXTS),
    "pareto": lambda chart: chart([], TEXTS),
    "complaint_months": lambda chart: chart([], TEXTS),
}
NAMES = sorted(module.name for module in iter_modules(charts.__path__) if module.name != "bundle")


def drawn(name, how=DRAWN):
    """The chart of this file from its example."""
    return how[name](import_module(f"admin.charts.{name}").chart)


def test_every_file_of_the_folder_has_an_example():
    assert set(NAMES) == set(DRAWN) == set(EMPTY)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", [DRAWN, EMPTY], ids=["rows", "empty"])
def test_vega_lite_takes_the_spec(name, how):
    spec = json.loads(json.dumps(drawn(name, how).spec))
    made = vl_convert.vegalite_to_vega({**spec, "width": 400})
    assert made["marks"]


@pytest.mark.parametrize("name", NAMES)
def test_the_table_behind_holds_every_point(name):
    chart = drawn(name)
    assert chart.rows
    assert all(len(row) == len(chart.columns) for row in chart.rows)
    assert {value["i"] for value in chart.spec["data"]["values"]} == set(range(len(chart.rows)))
    assert chart.spec["params"] == [charts.POINT]


@pytest.mark.parametrize("name", NAMES)
def test_colours_are_ours_so_that_light_and_dark_need_no_second_spec(name):
    spec = json.dumps(drawn(name).spec)
    assert "var(--" in spec
    assert "#" not in spec


def test_the_trend_shows_a_month_without_answers_as_a_gap():
    chart = drawn("trend")
    assert chart.rows[1] == ("2026-05", "–", "–", "0", "")
    assert chart.rows[0][:2] == ("2026-04", "75.0")


@pytest.mark.parametrize("name", ["trend", "items", "distribution", "mood", "matters"])
def test_a_point_leads_where_the_cell_behind_it_does(name):
    """What is nothing leads nowhere."""
    chart = drawn(name)
    told = {(value["i"], value.get("c", 0)) for value in chart.spec["data"]["values"]}
    assert chart.links
    assert set(chart.links) <= told
    for row, column in told - set(chart.links):
        assert chart.rows[row][column] in ("0", "2026-05")


def test_a_month_at_its_action_limit_has_another_shape_and_a_word():
    month = import_module("admin.charts.trend")
    summaries = [summary_from_sums(5, 5 * mean, 5 * mean**2) for mean in (90.0, 80.0, 70.0)]
    rows = [Monthly(each, found) for each, found in zip(MONTHS, summaries, strict=True)]
    chart = month.chart(rows, LIMITS, TEXTS)
    assert [row[-1] for row in chart.rows] == ["达到目标", "到了行动界限", "到了行动界限"]
    few = month.chart([Monthly(MONTHS[0], summary_from_sums(4, 40, 400))], LIMITS, TEXTS)
    assert few.rows[0][-1] == "份数太少，不作判断"
    svg = vl_convert.vegalite_to_svg({**chart.spec, "width": 400})
    assert svg.count("var(--bad)") == 2


@pytest.mark.parametrize("most", range(13))
def test_counts_have_whole_ticks(most):
    mood = import_module("admin.charts.mood")
    spec = mood.chart([MonthlyMood(month, Mood(most, 0, 0)) for month in MONTHS], TEXTS).spec
    drawn = vl_convert.vegalite_to_svg({**spec, "width": 400})
    ticks = [each for each in re.findall(r"<text[^>]*>([^<]*)</text>", drawn) if re.match(r"[\d.]+$", each)]
    assert {"0", str(most)} <= set(ticks) or most > 4
    assert all(each.isdecimal() for each in ticks), ticks


def test_shades_run_from_the_worst_colour_to_the_best():
    for count in (2, 3, 5, 7):
        shades = charts.shades(count)
        assert len(set(shades)) == count
        assert (shades[0], shades[-1]) == ("var(--shade-0)", "var(--shade-6)")

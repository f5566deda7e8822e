"""What customers write about, month by month: a dot each, its size how often, its colour the mood."""

from collections.abc import Callable, Sequence
from typing import Any

from admin.charts import ON_POINT, POINT, Chart, months, shades, spec, tooltip
from storage.domain.locale import Texts
from storage.queries.filters import Period
from storage.queries.words import MonthlyMood, Mood

STEP = 34
NUMBERED = 7  # so many months have room for a number at each dot
LEANINGS = ("blamed", "mixed", "praised")

Row = tuple[str, Sequence[MonthlyMood]]
"""A matter's name and its months, oldest first."""


def chart(rows: Sequence[Row], texts: Texts, link: Callable[[int, Period], str] | None = None) -> Chart:
    """`rows` in the order that they shall stand in; `link`: where a month of the row of this number leads."""
    names = {key: texts(f"page.chart.matters.{key}") for key in LEANINGS}
    told = (value for row in rows for value in _months_of(row, names))
    values = [{"i": i, "c": 1, **value} for i, value in enumerate(told)]
    columns = [texts(f"page.chart.{name}") for name in ("matter", "month", "n", "praised", "blamed")]
    keys = ("matter", "month", "n", "praised", "blamed")
    table = [tuple(str(value[key]) for key in keys) for value in values]
    seen = tooltip(*zip(keys, columns, strict=True))
    height = STEP * max(1, len(rows))
    several = len(rows[0][1]) if rows else 0
    layers = [dots(list(names.values()), seen, texts), *([numbers(texts)] if several < NUMBERED else [])]
    drawn = spec(values, height, params=[POINT], layer=layers)
    places = [(number, each) for number, (_, over) in enumerate(rows) for each in over]
    links = {
        (i, 1): link(number, each.month) for i, (number, each) in enumerate(places) if link and sum(each.mood)
    }
    return Chart("matters", texts("page.chart.matters.title"), drawn, columns, table, links)


def _months_of(row: Row, names: dict[str, str]) -> list[dict[str, Any]]:
    matter, over = row
    return [
        {
            "matter": matter,
            "month": f"{each.month.start:%Y-%m}",
            "n": sum(each.mood),
            "shown": str(sum(each.mood) or ""),
            "praised": each.mood.positive,
            "blamed": each.mood.negative,
            "leans": names[leaning(each.mood)],
        }
        for each in over
    ]


def leaning(mood: Mood) -> str:
    """blamed or praised where one is twice the other, else mixed."""
    if mood.negative > 2 * mood.positive:
        return "blamed"
    return "praised" if mood.positive > 2 * mood.negative else "mixed"


def dots(names: list[str], seen: list[dict[str, str]], texts: Texts) -> dict[str, Any]:
    """The dots; an area twice as large is twice as many."""
    return {
        "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {
            **placed(texts),
            "size": {"field": "n", "type": "quantitative", "scale": {"range": [0, 520]}, "legend": None},
            "shape": {
                "field": "leans",
                "type": "nominal",
                "scale": {"domain": names, "range": ["square", "diamond", "circle"]},
            },
            "color": {
                "field": "leans",
                "type": "nominal",
                "scale": {"domain": names, "range": shades(7)[::3]},
            },
            "stroke": {"condition": {"test": ON_POINT, "value": "var(--ink)"}, "value": "var(--surface)"},
            "strokeWidth": {"condition": {"test": ON_POINT, "value": 2.5}, "value": 1},
            "tooltip": seen,
        },
    }


def numbers(texts: Texts) -> dict[str, Any]:
    """How often, beside each dot."""
    return {
        "mark": {"type": "text", "align": "left", "dx": 14, "fontSize": 11, "color": "var(--ink-soft)"},
        "encoding": {**placed(texts), "text": {"field": "shown"}},
    }


def placed(texts: Texts) -> dict[str, Any]:
    """Months from left to right, matters from top to bottom."""
    named = {"title": None, "domain": False, "labelColor": "var(--ink)", "labelLimit": 110, "grid": True}
    return {
        "x": {"field": "month", "type": "ordinal", "axis": months(texts)},
        "y": {"field": "matter", "type": "nominal", "sort": None, "axis": named},
    }

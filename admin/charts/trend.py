"""推移图: the satisfaction index month by month with its 95 % interval, beside the target and the action
limit (C2, C3). A month that has reached its action limit is marked by its shape, its colour and in words."""

from collections.abc import Callable, Sequence
from typing import Any

from admin.charts import ON_POINT, POINT, Chart, figure, months, spec, tooltip
from admin.summary.judging import BREACH, Limits, verdict
from storage.domain.locale import Texts
from storage.queries.filters import Period
from storage.queries.index import Monthly

HEIGHT = 260
COLUMNS = ("month", "index", "interval", "n", "verdict")
FIELDS = ("month", "shown", "interval", "n", "verdict")


def chart(
    rows: Sequence[Monthly], limits: Limits, texts: Texts, link: Callable[[Period], str] | None = None
) -> Chart:
    """`rows` in time order; a month without responses leaves a gap. `link`: where a month leads."""
    values = [value(i, row, limits, texts) for i, row in enumerate(rows)]
    title = texts("page.chart.trend.title")
    columns = [texts(f"page.chart.{name}") for name in COLUMNS]
    table = [tuple(str(v[name]) for name in FIELDS) for v in values]
    drawn = spec(values, HEIGHT, params=[POINT], layer=layers(values, limits, columns, texts))
    links = {(i, 0): link(row.month) for i, row in enumerate(rows) if row.summary.n} if link else {}
    return Chart("trend", title, drawn, columns, table, links)


def value(i: int, row: Monthly, limits: Limits, texts: Texts) -> dict[str, Any]:
    """One month as the spec reads it."""
    found = row.summary
    said = verdict(found, limits)
    return {
        "i": i,
        "month": f"{row.month.start:%Y-%m}",
        "mean": found.mean,
        "shown": figure(found.mean),
        "low": found.low,
        "high": found.high,
        "interval": "–" if found.low is None else f"{figure(found.low)}–{figure(found.high)}",
        "n": found.n,
        "breach": said == BREACH,
        "verdict": texts(f"page.verdict.{said}") if said else "",
    }


def layers(
    values: Sequence[dict[str, Any]], limits: Limits, columns: Sequence[str], texts: Texts
) -> list[dict[str, Any]]:
    """The interval as a band, the limits as lines, the index on top, and room for the pointer."""
    x = {"field": "month", "type": "ordinal", "axis": months(texts)}
    y = {"type": "quantitative", "scale": {"domain": domain(values, limits)}, "axis": AXIS}
    seen = tooltip(*zip(FIELDS, columns, strict=True))
    bold = {"condition": {"test": ON_POINT, "value": 220}, "value": 70}
    breach = "datum.breach"
    lines = (("target", limits.target, [5, 4], -7), ("action_limit", limits.action, [1, 0], 13))
    return [
        {
            "mark": {"type": "area", "color": "var(--data)", "opacity": 0.14},
            "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
        },
        *(
            goal(at, texts(f"page.chart.{name}", target=f"{at:g}"), dash, dy)
            for name, at, dash, dy in lines
            if at is not None
        ),
        {
            "mark": {"type": "line", "style": "value", "strokeWidth": 2.5, "fill": None},
            "encoding": {"x": x, "y": {"field": "mean", **y}},
        },
        {
            "mark": {"type": "point", "filled": True, "opacity": 1},
            "encoding": {
                "x": x,
                "y": {"field": "mean", **y},
                "size": bold,
                "shape": {"condition": {"test": breach, "value": "triangle-down"}, "value": "circle"},
                "color": {"condition": {"test": breach, "value": "var(--bad)"}, "value": "var(--data)"},
            },
        },
        {
            "mark": {"type": "point", "filled": True, "opacity": 0, "size": 1600},
            "encoding": {"x": x, "y": {"field": "mean", **y}, "tooltip": seen},
        },
    ]


AXIS = {"title": None, "tickCount": 5, "domain": False}


def goal(at: float, called: str, dash: list[int], dy: int) -> dict[str, Any]:
    """A limit: a line with its name at the end."""
    line = {"type": "rule", "strokeDash": dash, "color": "var(--ink-soft)"}
    name = {
        "type": "text",
        "align": "right",
        "dy": dy,
        "x": "width",
        "style": "label",
        "color": "var(--ink-soft)",
    }
    where = {"y": {"datum": at, "type": "quantitative"}}
    return {
        "data": {"values": [{}]},
        "layer": [
            {"mark": line, "encoding": where},
            {"mark": name, "encoding": {**where, "text": {"value": called}}},
        ],
    }


def domain(values: Sequence[dict[str, Any]], limits: Limits) -> list[float]:
    """From below the lowest figure, in tens, to 100: the changes fill the chart and the scale stays quiet."""
    lows = [v["low"] if v["low"] is not None else v["mean"] for v in values if v["mean"] is not None]
    lowest = min([*lows, *(each for each in limits if each is not None), 100 if lows else 0], default=0)
    return [max(0, (int(lowest) - 3) // 10 * 10), 100]

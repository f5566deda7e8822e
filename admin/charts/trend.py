"""推移图: the satisfaction index month by month with its 95 % interval, beside the target (C3)."""

from collections.abc import Sequence
from typing import Any

from admin.charts import ON_POINT, POINT, Chart, figure, months, spec, tooltip
from storage.domain.locale import Texts
from storage.queries.index import Monthly

HEIGHT = 230


def chart(rows: Sequence[Monthly], target: float | None, texts: Texts) -> Chart:
    """`rows` in time order; a month without responses leaves a gap."""
    values = [value(i, row) for i, row in enumerate(rows)]
    title = texts("page.chart.trend.title")
    columns = [texts(f"page.chart.{name}") for name in ("month", "index", "interval", "n")]
    table = [(v["month"], v["shown"], v["interval"], str(v["n"])) for v in values]
    drawn = spec(values, HEIGHT, params=[POINT], layer=layers(values, target, columns, texts))
    return Chart("trend", title, drawn, columns, table)


def value(i: int, row: Monthly) -> dict[str, Any]:
    """One month as the spec reads it."""
    found = row.summary
    return {
        "i": i,
        "month": f"{row.month.start:%Y-%m}",
        "mean": found.mean,
        "shown": figure(found.mean),
        "low": found.low,
        "high": found.high,
        "interval": "–" if found.low is None else f"{figure(found.low)}–{figure(found.high)}",
        "n": found.n,
    }


def layers(
    values: Sequence[dict[str, Any]], target: float | None, columns: Sequence[str], texts: Texts
) -> list[dict[str, Any]]:
    """The interval as a band, the target as a line, the index on top, and room for the pointer."""
    x = {"field": "month", "type": "ordinal", "axis": months(texts)}
    y = {"type": "quantitative", "scale": {"domain": domain(values, target)}, "axis": AXIS}
    seen = tooltip(*zip(("month", "shown", "interval", "n"), columns, strict=True))
    bold = {"condition": {"test": ON_POINT, "value": 170}, "value": 60}
    return [
        {
            "mark": {"type": "area", "color": "var(--data)", "opacity": 0.14},
            "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
        },
        *([goal(target, texts)] if target is not None else []),
        {
            "mark": {"type": "line", "style": "value", "strokeWidth": 2.5, "fill": None},
            "encoding": {"x": x, "y": {"field": "mean", **y}},
        },
        {
            "mark": {"type": "point", "style": "value", "filled": True, "opacity": 1},
            "encoding": {"x": x, "y": {"field": "mean", **y}, "size": bold},
        },
        {
            "mark": {"type": "point", "filled": True, "opacity": 0, "size": 1600},
            "encoding": {"x": x, "y": {"field": "mean", **y}, "tooltip": seen},
        },
    ]


AXIS = {"title": None, "tickCount": 5, "domain": False}


def goal(target: float, texts: Texts) -> dict[str, Any]:
    """The target: a dashed line with its name at the end."""
    line = {"type": "rule", "strokeDash": [5, 4], "color": "var(--ink-soft)"}
    name = {
        "type": "text",
        "align": "right",
        "dy": -7,
        "x": "width",
        "style": "label",
        "color": "var(--ink-soft)",
    }
    where = {"y": {"datum": target, "type": "quantitative"}}
    text = {"value": texts("page.chart.target", target=f"{target:g}")}
    return {
        "data": {"values": [{}]},
        "layer": [{"mark": line, "encoding": where}, {"mark": name, "encoding": {**where, "text": text}}],
    }


def domain(values: Sequence[dict[str, Any]], target: float | None) -> list[float]:
    """From below the lowest figure, in tens, to 100: the changes fill the chart and the scale stays quiet."""
    lows = [v["low"] if v["low"] is not None else v["mean"] for v in values if v["mean"] is not None]
    lowest = min([*lows, 100 if target is None else target], default=0)
    return [max(0, (int(lowest) - 3) // 10 * 10), 100]

"""排列图: causes from the most frequent to the least, and the share of all down to each (C8)."""

from collections.abc import Sequence
from typing import Any

from admin.charts import ON_POINT, POINT, Chart, percent, spec, tooltip
from admin.charts.mood import counted
from storage.domain.complaint_figures import Bar
from storage.domain.locale import Texts

HEIGHT = 260
MOST = 12  # bars that have room


def chart(rows: Sequence[Bar], texts: Texts) -> Chart:
    """`rows` the most frequent first, by the names that are shown; the first of them are drawn."""
    values = [
        {
            "i": i,
            "cause": row.key,
            "n": row.n,
            "share": percent(row.share, 1),
            "cumulated": row.cumulated,
            "down": percent(row.cumulated, 1),
        }
        for i, row in enumerate(rows[:MOST])
    ]
    columns = [texts(f"page.chart.{name}") for name in ("cause", "complaints", "share", "cumulated")]
    keys = ("cause", "n", "share", "down")
    table = [tuple(str(value[key]) for key in keys) for value in values]
    seen = tooltip(*zip(keys, columns, strict=True))
    most = max((row.n for row in rows), default=0)
    drawn = spec(
        values,
        HEIGHT,
        params=[POINT],
        layer=layers(most, seen, columns[3]),
        resolve={"scale": {"y": "independent"}},
    )
    return Chart("pareto", texts("page.chart.pareto.title"), drawn, columns, table)


def layers(most: int, seen: list[dict[str, str]], cumulated: str) -> list[dict[str, Any]]:
    """Bars, and above them the line to one hundred percent."""
    named = {"title": None, "labelAngle": -45, "labelLimit": 90, "labelColor": "var(--ink)"}
    x = {"field": "cause", "type": "nominal", "sort": None, "axis": named, "scale": {"paddingInner": 0.3}}
    bold = {"condition": {"test": ON_POINT, "value": 1}, "value": 0.82}
    share = {"title": cumulated, "format": "%", "tickCount": 4, "domain": False, "grid": False}
    down = {"field": "cumulated", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": share}
    dot = {"condition": {"test": ON_POINT, "value": 130}, "value": 40}
    return [
        {
            "mark": {"type": "bar", "cornerRadiusEnd": 2, "color": "var(--data)"},
            "encoding": {
                "x": x,
                "y": {"field": "n", "type": "quantitative", "axis": counted(most)},
                "opacity": bold,
                "tooltip": seen,
            },
        },
        {
            "layer": [
                {
                    "mark": {"type": "line", "strokeWidth": 2, "color": "var(--ink-soft)"},
                    "encoding": {"x": x, "y": down},
                },
                {
                    "mark": {"type": "point", "filled": True, "opacity": 1, "color": "var(--ink-soft)"},
                    "encoding": {"x": x, "y": down, "size": dot, "tooltip": seen},
                },
            ]
        },
    ]

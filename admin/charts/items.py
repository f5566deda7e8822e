"""The items from best to worst, with their weights, beside the target (C1)."""

from collections.abc import Mapping, Sequence
from typing import Any

from admin.charts import ON_POINT, POINT, Chart, figure, spec, tooltip
from storage.domain.locale import Texts
from storage.queries.items import Item

STEP = 40


def chart(
    rows: Sequence[Item], weights: Mapping[tuple[str, str], float], target: float | None, texts: Texts
) -> Chart:
    """`rows` best first; `weights` by survey and question."""
    weight = texts("page.chart.weight")
    values = [value(i, row, weights.get((row.survey, row.question)), weight) for i, row in enumerate(rows)]
    columns = [texts(f"page.chart.{name}") for name in ("item", "mean", "weight", "sd", "n")]
    table = [(v["item"], v["shown"], v["weight"], v["sd"], str(v["n"])) for v in values]
    seen = tooltip(*zip(("item", "shown", "weight", "sd", "n"), columns, strict=True))
    height = STEP * max(1, len(values))
    drawn = spec(values, height, params=[POINT], layer=layers(target, seen))
    return Chart("items", texts("page.chart.items.title"), drawn, columns, table)


def value(i: int, row: Item, weight: float | None, name: str) -> dict[str, Any]:
    """One item as the spec reads it; its weight stands under its title."""
    shown = "–" if weight is None else f"{weight:g}"
    return {
        "i": i,
        "item": row.title,
        "mean": row.summary.mean or 0,
        "shown": figure(row.summary.mean),
        "weight": shown,
        "label": row.title if weight is None else f"{row.title}\n{name} {shown}",
        "sd": figure(row.summary.sd),
        "n": row.summary.n,
    }


def layers(target: float | None, seen: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Bars, their values at the end, the target across."""
    bold = {"condition": {"test": ON_POINT, "value": 1}, "value": 0.82}
    bars = {
        "mark": {"type": "bar", "height": 16, "cornerRadiusEnd": 3, "color": "var(--data)"},
        "encoding": {"y": Y, "x": X, "opacity": bold, "tooltip": seen},
    }
    ends = {
        "mark": {"type": "text", "align": "right", "dx": -7, "fontSize": 12, "fontWeight": 600, "color": INK},
        "encoding": {"y": Y, "x": X, "text": {"field": "shown"}},
    }
    across = {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "strokeDash": [5, 4], "color": "var(--ink-soft)"},
        "encoding": {"x": {"datum": target, "type": "quantitative"}},
    }
    return [bars, ends, *([across] if target is not None else [])]


INK = "var(--data-ink)"
LINES = "split(datum.label, '\\n')"

X = {
    "field": "mean",
    "type": "quantitative",
    "scale": {"domain": [0, 100]},
    "axis": {"title": None, "values": [0, 25, 50, 75, 100], "domain": False},
}

Y = {
    "field": "label",
    "type": "nominal",
    "sort": None,
    "axis": {"title": None, "domain": False, "labelColor": "var(--ink)", "labelExpr": LINES},
}

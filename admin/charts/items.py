"""The items from best to worst, with their weights, beside the target and the action limit (C1, C2)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from admin.charts import ON_POINT, POINT, Chart, figure, spec, tooltip
from admin.summary.judging import BREACH, Limits, verdict
from storage.domain.locale import Texts
from storage.queries.items import Item

STEP = 40
COLUMNS = ("item", "mean", "weight", "sd", "n", "verdict")
FIELDS = ("item", "shown", "weight", "sd", "n", "verdict")


def chart(
    rows: Sequence[Item],
    weights: Mapping[tuple[str, str], float],
    limits: Limits,
    texts: Texts,
    link: Callable[[Item], str] | None = None,
) -> Chart:
    """`rows` best first; `weights` by survey and question; `link`: where an item leads."""
    values = [
        value(i, row, weights.get((row.survey, row.question)), limits, texts) for i, row in enumerate(rows)
    ]
    columns = [texts(f"page.chart.{name}") for name in COLUMNS]
    table = [tuple(str(v[name]) for name in FIELDS) for v in values]
    seen = tooltip(*zip(FIELDS, columns, strict=True))
    height = STEP * max(1, len(values))
    drawn = spec(values, height, params=[POINT], layer=layers(limits, seen))
    links = {(i, 0): link(row) for i, row in enumerate(rows)} if link else {}
    return Chart("items", texts("page.chart.items.title"), drawn, columns, table, links)


def value(i: int, row: Item, weight: float | None, limits: Limits, texts: Texts) -> dict[str, Any]:
    """One item as the spec reads it; its weight stands under its title, a breach before its figure."""
    shown = "–" if weight is None else f"{weight:g}"
    said = verdict(row.summary, limits)
    mean = figure(row.summary.mean)
    return {
        "i": i,
        "item": row.title,
        "mean": row.summary.mean or 0,
        "shown": mean,
        "end": f"▼ {mean}" if said == BREACH else mean,
        "breach": said == BREACH,
        "weight": shown,
        "label": row.title if weight is None else f"{row.title}\n{texts('page.chart.weight')} {shown}",
        "sd": figure(row.summary.sd),
        "n": row.summary.n,
        "verdict": texts(f"page.verdict.{said}") if said else "",
    }


def layers(limits: Limits, seen: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Bars, their values at the end, the limits across."""
    bold = {"condition": {"test": ON_POINT, "value": 1}, "value": 0.82}
    color = {"condition": {"test": "datum.breach", "value": "var(--bad)"}, "value": "var(--data)"}
    bars = {
        "mark": {"type": "bar", "height": 16, "cornerRadiusEnd": 3},
        "encoding": {"y": Y, "x": X, "opacity": bold, "color": color, "tooltip": seen},
    }
    ends = {
        "mark": {"type": "text", "align": "right", "dx": -7, "fontSize": 12, "fontWeight": 600, "color": INK},
        "encoding": {"y": Y, "x": X, "text": {"field": "end"}},
    }
    lines = ((limits.target, [5, 4]), (limits.action, [1, 0]))
    return [bars, ends, *(across(at, dash) for at, dash in lines if at is not None)]


def across(at: float, dash: list[int]) -> dict[str, Any]:
    """A limit."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "strokeDash": dash, "color": "var(--ink-soft)"},
        "encoding": {"x": {"datum": at, "type": "quantitative"}},
    }


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

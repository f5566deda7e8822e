"""How the answers to each item spread over its levels: one stacked bar an item, worst level to best."""

from collections.abc import Callable, Sequence
from typing import Any

from admin.charts import ON_POINT, POINT, Chart, percent, shades, spec, tooltip
from storage.domain.locale import Texts
from storage.queries.items import Level

STEP = 38


def chart(rows: Sequence[Level], texts: Texts, link: Callable[[Level], str] | None = None) -> Chart:
    """`rows` in the order that the items shall stand in; the levels sort themselves by their scores. `link`:
    where a level of an item leads."""
    scores = {row.label: row.score for row in rows}
    levels = sorted(scores, key=lambda label: scores[label])
    wholes = {row.title: 0 for row in rows}
    for row in rows:
        wholes[row.title] += row.n
    values: list[dict[str, Any]] = [
        {
            "i": i,
            "c": 1,
            "item": row.title,
            "level": row.label,
            "place": levels.index(row.label),
            "n": row.n,
            "share": percent(row.n, wholes[row.title]),
        }
        for i, row in enumerate(rows)
    ]
    columns = [texts(f"page.chart.{name}") for name in ("item", "level", "n", "share")]
    table = [(v["item"], v["level"], str(v["n"]), v["share"]) for v in values]
    seen = tooltip(*zip(("item", "level", "n", "share"), columns, strict=True))
    height = STEP * max(1, len(wholes))
    drawn = spec(values, height, params=[POINT], mark=BAR, encoding=encoding(levels, seen))
    links = {(i, 1): link(row) for i, row in enumerate(rows)} if link else {}
    return Chart("distribution", texts("page.chart.distribution.title"), drawn, columns, table, links)


BAR = {"type": "bar", "height": 20}


def encoding(levels: Sequence[str], seen: list[dict[str, str]]) -> dict[str, Any]:
    """Shares side by side; the colour says the level, the legend its name."""
    return {
        "y": {
            "field": "item",
            "type": "nominal",
            "sort": None,
            "axis": {"title": None, "domain": False, "labelColor": "var(--ink)", "labelLimit": 150},
        },
        "x": {
            "field": "n",
            "type": "quantitative",
            "stack": "normalize",
            "axis": {"title": None, "format": "%", "tickCount": 4, "domain": False},
        },
        "order": {"field": "place"},
        "color": {
            "field": "level",
            "type": "nominal",
            "scale": {"domain": list(levels), "range": shades(len(levels))},
            "legend": {"columns": 3},
        },
        "stroke": {"condition": {"test": ON_POINT, "value": "var(--ink)"}, "value": "var(--surface)"},
        "strokeWidth": {"condition": {"test": ON_POINT, "value": 2.5}, "value": 1},
        "tooltip": seen,
    }

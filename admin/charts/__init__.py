"""Charts: one file, one chart, each a `chart(...)` from rows to a Vega-Lite spec and the table behind it.

Colours are CSS variables of `static/tokens.css`. Every point carries `i`, the number of its row in the table,
and the parameter `point` says which one the keyboard stands on. A point leads where the cell of its row does:
that in the column `c`, or the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storage.domain.locale import Texts

FACE = "system-ui, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"


@dataclass(frozen=True, slots=True)
class Chart:
    """`key` names it on its page, `spec` draws it, `columns` and `rows` are the same figures as a table;
    `links` where the cells of it lead, by row and column."""

    key: str
    title: str
    spec: dict[str, Any]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)


def spec(values: Sequence[dict[str, Any]], height: int | dict[str, int], **more: Any) -> dict[str, Any]:
    """A spec as wide as its place on the page, in the dress that all our charts share."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "transparent",
        "padding": {"left": 2, "right": 10, "top": 6, "bottom": 2},
        "data": {"values": list(values)},
        "config": CONFIG,
        **more,
    }


def months(texts: Texts) -> dict[str, Any]:
    """The axis of months (2026-05), in the language of the page."""
    names = [texts("page.format.axis", at=date(2000, month, 1)) for month in range(1, 13)]
    named = f"{names}[toNumber(slice(datum.label, 5)) - 1]"
    return {"title": None, "labelAngle": 0, "labelOverlap": True, "labelExpr": named}


POINT = {"name": "point", "value": -1}
"""The row that the keyboard stands on; -1 for none."""

ON_POINT = "datum.i === point"
"""The test of a condition: this mark belongs to that row."""

CONFIG: dict[str, Any] = {
    "font": FACE,
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--ink-soft)",
        "titleColor": "var(--ink-soft)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": "var(--line)",
        "domainColor": "var(--line-strong)",
        "ticks": False,
        "labelPadding": 8,
    },
    "legend": {
        "orient": "top",
        "title": None,
        "labelColor": "var(--ink-soft)",
        "labelFontSize": 12,
        "symbolType": "square",
        "symbolSize": 110,
        "symbolStrokeWidth": 0,
        "columnPadding": 14,
        "rowPadding": 5,
        "offset": 12,
    },
    "style": {
        "value": {"stroke": "var(--data)", "fill": "var(--data)"},
        "label": {"fill": "var(--ink)", "fontSize": 12},
    },
}


def shades(count: int) -> list[str]:
    """Colours for levels, worst to best: orange to blue, told apart by the colour-blind and in grey."""
    if count < 2:
        return ["var(--shade-6)"]
    return [f"var(--shade-{round(i * 6 / (count - 1))})" for i in range(count)]


def tooltip(*fields: tuple[str, str]) -> list[dict[str, str]]:
    """(field, title) as the pointer's tooltip."""
    return [{"field": field, "title": title, "type": "nominal"} for field, title in fields]


def figure(value: float | None, digits: int = 1) -> str:
    """A number as people read it; a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}"


def percent(part: float, whole: float) -> str:
    """A share in whole percent."""
    return f"{100 * part / whole:.0f}%" if whole else "–"

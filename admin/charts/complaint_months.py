"""How many complaints were received, month by month, and how many of them were late: closed, or answered."""

from collections.abc import Sequence
from typing import Any

from admin.charts import ON_POINT, POINT, Chart, months, percent, spec, tooltip
from admin.charts.mood import counted
from storage.domain.complaint_figures import Figures
from storage.domain.locale import Texts
from storage.queries.filters import Period

HEIGHT = 230
SHARES = ("answer", "close")

Row = tuple[Period, Figures]


def chart(rows: Sequence[Row], texts: Texts) -> Chart:
    """`rows` in time order."""
    names = {kind: texts(f"page.chart.complaint_months.{kind}") for kind in SHARES}
    values = [value(i, *row) for i, row in enumerate(rows)]
    columns = [texts("page.chart.month"), texts("page.chart.received"), *names.values()]
    keys = ("month", "n", *SHARES)
    table = [tuple(str(each[key]) for key in keys) for each in values]
    seen = tooltip(*zip(keys, columns, strict=True))
    most = max((each["n"] for each in values), default=0)
    drawn = spec(values, HEIGHT, params=[POINT], layer=layers(most, names, seen, texts))
    drawn["resolve"] = {"scale": {"y": "independent"}}
    return Chart("complaint_months", texts("page.chart.complaint_months.title"), drawn, columns, table)


def value(i: int, month: Period, found: Figures) -> dict[str, Any]:
    """One month as the spec reads it."""
    shares = {kind: found.rate(f"{kind}_on_time", f"{kind}_judged") for kind in SHARES}
    return {
        "i": i,
        "month": f"{month.start:%Y-%m}",
        "n": found["received"],
        **{kind: "–" if share is None else percent(share, 1) for kind, share in shares.items()},
        **{f"{kind}_share": share for kind, share in shares.items()},
    }


def layers(
    most: int, names: dict[str, str], seen: list[dict[str, str]], texts: Texts
) -> list[dict[str, Any]]:
    """Bars for how many there were, lines for what was on time."""
    x = {"field": "month", "type": "ordinal", "axis": months(texts), "scale": {"paddingInner": 0.4}}
    bold = {"condition": {"test": ON_POINT, "value": 0.6}, "value": 0.35}
    bars = {
        "mark": {"type": "bar", "cornerRadiusEnd": 2, "color": "var(--data)"},
        "encoding": {
            "x": x,
            "y": {"field": "n", "type": "quantitative", "axis": counted(most)},
            "opacity": bold,
            "tooltip": seen,
        },
    }
    return [bars, {"layer": [line(kind, name, x, names) for kind, name in names.items()]}]


def line(kind: str, name: str, x: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The share of one limit that was kept; a month without any leaves a gap."""
    share = {"title": None, "format": "%", "tickCount": 4, "domain": False, "grid": False}
    colours = {"domain": list(names.values()), "range": ["var(--shade-6)", "var(--shade-0)"]}
    return {
        "mark": {"type": "line", "strokeWidth": 2.5, "point": True},
        "encoding": {
            "x": x,
            "y": {
                "field": f"{kind}_share",
                "type": "quantitative",
                "scale": {"domain": [0, 1]},
                "axis": share,
            },
            "color": {"datum": name, "type": "nominal", "scale": colours},
        },
    }

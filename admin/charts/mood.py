"""The mood of what customers wrote, month by month: how many texts were positive, neutral, negative."""

from collections.abc import Callable, Sequence
from typing import Any

from admin.charts import ON_POINT, POINT, Chart, months, shades, spec, tooltip
from storage.domain.judging import MOODS
from storage.domain.locale import Texts
from storage.queries.filters import Period
from storage.queries.words import MonthlyMood

HEIGHT = 190
TICKS = 4  # about so many beside the foot


def chart(
    rows: Sequence[MonthlyMood], texts: Texts, link: Callable[[Period, str], str] | None = None
) -> Chart:
    """`rows` in time order; `link`: where a mood of a month leads."""
    names = {mood: texts(f"page.mood.{mood}") for mood in reversed(MOODS)}
    values = [
        {
            "i": i,
            "c": place + 1,
            "month": month(row),
            "mood": names[mood],
            "place": place,
            "n": getattr(row.mood, mood),
        }
        for i, row in enumerate(rows)
        for place, mood in enumerate(names)
    ]
    columns = [texts("page.chart.month"), *names.values()]
    table = [(month(row), *(str(getattr(row.mood, mood)) for mood in names)) for row in rows]
    seen = tooltip(
        ("month", columns[0]), ("mood", texts("page.chart.mood.name")), ("n", texts("page.chart.n"))
    )
    most = max((sum(row.mood) for row in rows), default=0)
    placed = encoding(list(names.values()), most, seen, texts)
    drawn = spec(values, HEIGHT, params=[POINT], mark={"type": "bar"}, encoding=placed)
    links = {
        (i, place + 1): link(row.month, mood)
        for i, row in enumerate(rows)
        for place, mood in enumerate(names)
        if link and getattr(row.mood, mood)
    }
    return Chart("mood", texts("page.chart.mood.title"), drawn, columns, table, links)


def month(row: MonthlyMood) -> str:
    """2026-05, in the organisation's time."""
    return f"{row.month.start:%Y-%m}"


def counted(most: int) -> dict[str, Any]:
    """The axis of counts up to this one: of few each has its tick, for Vega would part one text in two."""
    few = {"values": list(range(most + 1))} if most <= TICKS else {"tickCount": TICKS}
    return {"title": None, "domain": False, "format": "d", **few}


def encoding(names: list[str], most: int, seen: list[dict[str, str]], texts: Texts) -> dict[str, Any]:
    """Counts on top of each other, the negative ones at the foot where they are compared best."""
    return {
        "x": {
            "field": "month",
            "type": "ordinal",
            "axis": months(texts),
            "scale": {"paddingInner": 0.45},
        },
        "y": {
            "field": "n",
            "type": "quantitative",
            "axis": counted(most),
        },
        "order": {"field": "place"},
        "color": {
            "field": "mood",
            "type": "nominal",
            "scale": {"domain": names, "range": shades(7)[1::2]},
        },
        "stroke": {"condition": {"test": ON_POINT, "value": "var(--ink)"}, "value": "var(--surface)"},
        "strokeWidth": {"condition": {"test": ON_POINT, "value": 2.5}, "value": 1},
        "tooltip": seen,
    }

"""The statistics of complaints as a page shows them: figures beside those of the period before."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from admin import complaint_period, naming
from admin.charts import Chart, complaint_months, pareto
from admin.complaint_figures_told import figures, grown, percent, timed
from admin.complaint_form import choice
from admin.complaint_period import Chosen
from admin.filters import Filter
from storage import complaint_months as kept
from storage.domain.complaint_figures import PARTS, TIMED, Bar, Figures, total
from storage.domain.complaint_figures import pareto as ordered
from storage.domain.handling import OUTCOMES
from storage.domain.locale import Texts
from storage.queries import complaints
from storage.queries.complaint_columns import Selection
from storage.queries.complaint_law import Law, in_force
from storage.queries.filters import Period, pieces
from storage.settings import Settings

UNKNOWN: Final = "-"
"""In an address: of which it is not known."""

OFFERED: Final = 100
"""Of products and segments, the most frequent to pick from."""

LISTED: Final = 50
"""Rows of the table on the page; a download has all."""


class Asked(NamedTuple):
    """What the address asks for; `by`: by what they are told apart."""

    span: Chosen
    wanted: Selection
    by: str
    query: dict[str, str]


def asked(query: Mapping[str, str], timezone: str, now: datetime) -> Asked:
    """What the address asks for; without a word, the complaints of this year by category."""
    told = {name: value for name in ("kind", *PARTS) if (value := query.get(name, "")) or name in query}
    parts = {name: "" if told[name] == UNKNOWN else told[name] for name in PARTS if told.get(name)}
    kind = told.get("kind", "complaint")
    by = query.get("by", PARTS[0])
    return Asked(
        complaint_period.chosen(query, timezone, now),
        Selection(kind if kind in OUTCOMES else None, **parts),
        by if by in PARTS else PARTS[0],
        {name: query[name] for name in ("period", "from", "to", "kind", *PARTS, "by") if name in query},
    )


def address(query: Mapping[str, str], path: str = "/complaints/statistics", **changed: str) -> str:
    """The page for these filters, and those that are changed."""
    told = urlencode({**query, **changed})
    return f"{path}?{told}" if told else path


def fetch(session: Session, wanted: Asked, settings: Settings, texts: Texts, now: datetime) -> dict[str, Any]:
    """Everything on the page, from one snapshot."""
    law = in_force(session)
    counted = _Counted(session, wanted.wanted, law, settings.timezone, now)
    months = complaint_period.drawn(wanted.span.period, settings.timezone)
    over = counted.of(months)
    here, before = counted.total(wanted.span.period), counted.total(wanted.span.before)
    names = _Names(naming.names(session, texts.language), texts)
    bars = ordered(here.by.get(wanted.by, {}))
    everything = _Counted(session, Selection(wanted.wanted.kind), law, settings.timezone, now)
    offer = total(everything.of(months)) if wanted.wanted.chosen() else total(over)
    return {
        "asked": wanted,
        "filters": _filters(wanted, offer, names),
        "n": here["received"],
        "any": here["received"] > 0 or complaints.any_shown(session),
        "figures": figures(here, before, wanted.wanted, texts),
        "times": [timed(kind, here, before, law, texts) for kind in TIMED],
        "rows": _rows(bars, before, wanted, names),
        "charts": _charts(bars, months, over, wanted, names),
        "periods": complaint_period.CHOICES,
        "parts": PARTS,
        "most": LISTED,
    }


class _Counted:
    """Figures of spans, each looked up once."""

    def __init__(self, session: Session, wanted: Selection, law: Law, timezone: str, now: datetime) -> None:
        self._session, self._wanted, self._law, self._timezone, self._now = (
            session,
            wanted,
            law,
            timezone,
            now,
        )
        self._known: dict[Period, Figures] = {}

    def of(self, spans: Sequence[Period]) -> list[Figures]:
        """Of each of these adjoining spans."""
        if any(each not in self._known for each in spans):
            found = kept.figures(self._session, self._wanted, spans, self._law, self._now)
            self._known |= dict(zip(spans, found, strict=True))
        return [self._known[each] for each in spans]

    def total(self, period: Period) -> Figures:
        """Of a period."""
        return total(self.of(pieces(period, self._timezone)))


class _Names:
    """What keys of parts are called."""

    def __init__(self, categories: Mapping[str, str], texts: Texts) -> None:
        self._categories, self._texts = categories, texts
        self.texts = texts

    def __call__(self, part: str, key: str) -> str:
        if not key:
            return self._texts(
                f"page.complaint_statistics.unknown.{'category' if part == 'category' else 'other'}"
            )
        if part == "category":
            return naming.called(key, self._categories, self._texts)
        if part == "severity":
            return choice("severity", key, self._texts)
        if part == "channel" and self._texts.has(f"page.channel.{key}"):
            return self._texts(f"page.channel.{key}")
        return key


def _filters(wanted: Asked, offer: Figures, names: _Names) -> list[Filter]:
    """What can be picked: what there is among these months, the most frequent first."""
    texts = names.texts
    kinds = [(kind, choice("kind", kind, texts)) for kind in OUTCOMES]
    everything = ("", texts("page.filter.all"))
    found = [Filter("kind", [*kinds, everything], wanted.wanted.kind or "")]
    chosen = wanted.wanted.chosen()
    for part in PARTS:
        keys = [bar.key for bar in ordered(offer.by.get(part, {}))[:OFFERED]]
        if part in chosen and chosen[part] not in keys:
            keys.append(chosen[part])
        options = [(key or UNKNOWN, names(part, key)) for key in keys]
        found.append(
            Filter(part, [everything, *options], (chosen[part] or UNKNOWN) if part in chosen else "")
        )
    return found


def _rows(bars: Sequence[Bar], before: Figures, wanted: Asked, names: _Names) -> list[dict[str, Any]]:
    earlier = before.by.get(wanted.by, {})
    return [
        {
            "name": names(wanted.by, bar.key),
            "n": bar.n,
            "share": percent(bar.share),
            "cumulated": percent(bar.cumulated),
            "before": earlier.get(bar.key, 0),
            "change": grown(bar.n, earlier.get(bar.key, 0), names.texts),
            "link": address(wanted.query, **{wanted.by: bar.key or UNKNOWN}),
        }
        for bar in bars
    ]


def _charts(
    bars: Sequence[Bar], months: Sequence[Period], over: Sequence[Figures], wanted: Asked, names: _Names
) -> dict[str, Chart]:
    named = [bar._replace(key=names(wanted.by, bar.key)) for bar in bars]
    rows = list(zip(months, over, strict=True))
    return {"pareto": pareto.chart(named, names.texts), "months": complaint_months.chart(rows, names.texts)}

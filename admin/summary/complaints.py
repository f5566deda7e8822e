"""The complaints of the period: how many, whether in time, and which promises were kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from admin.complaint_figures_told import Timed, Told, figures, timed
from admin.summary.figures import Looked
from admin.summary.judging import FEW
from storage import complaint_months, definitions
from storage.domain.complaint_figures import TIMED, Figures, total
from storage.domain.locale import Texts
from storage.queries.complaint_columns import Selection
from storage.queries.complaint_law import Law, in_force
from storage.queries.filters import Period, pieces


class Promise(NamedTuple):
    """A service promise, and how often it was kept (GB/T 19010 8.2): `kept` of `judged`, with the `told`
    share and its change. Where nothing measures it, `limit` is empty; `few` are not told as a share."""

    title: str
    text: str
    limit: str
    kept: int
    judged: int
    few: bool
    told: Told | None


class Handled(NamedTuple):
    """`received` and `times` beside the period that it is held against; `n` complaints."""

    n: int
    received: Told
    times: list[Timed]
    promises: list[Promise]


def fetch(session: Session, asked: Looked, timezone: str, texts: Texts, at: datetime) -> Handled:
    """Of this period and the one that it is held against."""
    law = in_force(session)
    wanted = Selection(
        "complaint", channel=asked.wanted.channel or None, segment=asked.wanted.segment or None
    )
    here, before = (
        _figures(session, wanted, pieces(each, timezone), law, at)
        for each in (asked.span.period, asked.span.compared)
    )
    times = [timed(kind, here, before, law, texts) for kind in TIMED]
    received = figures(here, before, wanted, texts)[0]
    return Handled(here["received"], received, times, _promises(times, here, texts))


def _figures(session: Session, wanted: Selection, spans: Sequence[Period], law: Law, at: datetime) -> Figures:
    return total(complaint_months.figures(session, wanted, spans, law, at)) if spans else Figures()


def _promises(times: Sequence[Timed], here: Figures, texts: Texts) -> list[Promise]:
    shares = {each.kind: each.figures[-1] for each in times}
    found = []
    for each in definitions.promised(language=texts.language):
        told = shares.get(each.limit)
        judged = here[f"{each.limit}_judged"] if told else 0
        kept = here[f"{each.limit}_on_time"] if told else 0
        found.append(Promise(each.title, each.text, each.limit, kept, judged, judged < FEW, told))
    return found

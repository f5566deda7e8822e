"""Complaints at once, a numpy array a column: what the statistics are counted from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.domain.complaint_figures import PARTS
from storage.domain.many_times import Moments, micros
from storage.queries.columns import Asked, Columns
from storage.queries.filters import Period, within
from storage.tables import complaints, matters

_C, _M = complaints.c, matters.c

WRITTEN: Final = ("department", "severity", "product", "channel", "segment")
"""The parts that stand in the row itself."""

_MOMENTS: Final = ("received_at", "acknowledged_at", "first_answered_at", "closed_at")
_FEW: Final = ("state", "kind", "department", "severity", "channel", "segment")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which complaints: what is None leaves all in, an empty word means those of which it is not known."""

    kind: str | None = None
    category: str | None = None
    product: str | None = None
    department: str | None = None
    severity: str | None = None
    channel: str | None = None
    segment: str | None = None

    def chosen(self) -> dict[str, str]:
        """What is asked of them, but their kind."""
        found = {name: getattr(self, name) for name in PARTS}
        return {name: value for name, value in found.items() if value is not None}


def conditions(selection: Selection) -> list[ColumnElement[bool]]:
    """On `complaints`, all but the period."""
    found: list[ColumnElement[bool]] = [~_C.preview]
    if selection.kind is not None:
        found.append(_C.kind == selection.kind)
    for name, value in selection.chosen().items():
        found.append(_about(value) if name == "category" else _C[name] == value)
    return found


def _about(category: str) -> ColumnElement[bool]:
    of_it = exists().where(_M.subject == "complaint", _M.subject_id == _C.id)
    return of_it.where(_M.category == category) if category else ~of_it


FLAGS: Final = ("recurrent", "referred", "once", "asked", "stayed")
"""What is true of a complaint or not, from the lowest bit on; above them is how the handling was, 0 to 5.
once: its first answer is its last."""


def of_period(session: Session, selection: Selection, period: Period) -> Columns:
    """The complaints received then: numbers, moments and short words alone, for reading takes the time."""
    flags = (
        _C.recurrent,
        _C.referred_to != "",
        _C.first_answered_at == _C.answered_at,
        _C.stayed.is_not(None),
        _C.stayed,
    )
    bits = func.coalesce(_C.handling, 0) * 2 ** len(FLAGS)
    for place, flag in enumerate(flags):
        bits = bits + case((flag, 2**place), else_=0)
    asked = Asked(
        {
            "id": _C.id,
            "customer_id": func.coalesce(_C.customer_id, -1),
            "cost": func.coalesce(_C.cost, -1),
            "bits": bits,
        },
        {name: _C[name] for name in _MOMENTS},
        ({name: _C[name] for name in _FEW}, {"product": _C.product}),
    )
    shown = hiding.shown(session)
    return Columns(session, asked, *within(_C.received_at, period), *conditions(selection), shown)


def flag(rows: Columns, name: str) -> Any:
    """For which of the rows this one of FLAGS is true."""
    return rows.numbers("bits") >> FLAGS.index(name) & 1 == 1


def handling(rows: Columns) -> Any:
    """How the handling was, 1 to 5; 0 where nobody has said."""
    return rows.numbers("bits") >> len(FLAGS)


def by_customers(session: Session, selection: Selection, counted: Period, period: Period) -> Columns:
    """Of the complaints of this kind that were received in the period, those of a known customer and product,
    and no others than may have to do with those that are `counted`: who, what and when."""
    asked = Asked(
        {"id": _C.id, "customer_id": _C.customer_id},
        {"received_at": _C.received_at},
        ({"product": _C.product}, {"kind": _C.kind}),
    )
    which = [_C.customer_id.is_not(None), _C.product != "", hiding.shown(session)]
    if selection.chosen():
        theirs = select(_C.customer_id).where(*within(_C.received_at, counted), *conditions(selection))
        which.append(_C.customer_id.in_(theirs.where(_C.customer_id.is_not(None)).correlate(None)))
    return Columns(
        session, asked, *within(_C.received_at, period), *conditions(Selection(selection.kind)), *which
    )


def about(session: Session, first: int, last: int) -> Columns:
    """What the complaints with ids from the one to the other are about: a row a category."""
    of_them = (_M.subject == "complaint", _M.subject_id.between(first, last))
    return Columns(session, Asked({"id": _M.subject_id}, words=({"category": _M.category},)), *of_them)


def number_of(moments: Moments, spans: Sequence[Period]) -> Any:
    """Which of these adjoining spans each moment is in."""
    return np.searchsorted(np.array([micros(each.end) for each in spans], np.int64), moments, "right")

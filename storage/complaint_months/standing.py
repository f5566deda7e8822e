"""Whether what is kept of the months still stands: up to which event it was kept, by which law, and to what
something has happened since."""

import hashlib
from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from storage import dialects, models, taxonomies
from storage.queries.complaint_law import Law
from storage.queries.filters import Period, month_of
from storage.settings import settings
from storage.tables import complaint_months, complaints, events, matters

MARK: Final = {"month": date(1970, 1, 1), "part": "mark", "key": ""}
"""The row that says up to which event all is kept, and by which law."""

_T, _C, _E, _M = complaint_months.c, complaints.c, events.c, matters.c


def mark(session: Session, lock: bool = False) -> dict[str, Any]:
    """Empty before the first round."""
    query = select(_T.figures).where(is_mark())
    return session.scalar(query.with_for_update() if lock else query) or {}


def is_mark() -> ColumnElement[bool]:
    return (_T.month == MARK["month"]) & (_T.part == MARK["part"])


def counted_by(session: Session, law: Law) -> str:
    """By what the figures were counted: where it changes, all are counted anew."""
    policy, calendar = law.policy, law.calendar
    overrides = [(sorted(each.severities), sorted(each.customers), each.limits) for each in policy.overrides]
    days = [sorted(calendar.holidays), sorted(calendar.working_days.items()), calendar.blocks]
    region = calendar.region
    public = (
        [sorted(region.off), sorted((day, made.weekday) for day, made in region.work.items())]
        if region
        else []
    )
    where = [calendar.timezone.key, settings().timezone, calendar.make_up_as]
    understood = [models.in_force(session), getattr(taxonomies.current(session), "id", 0)]
    whom = sorted(law.named.items())
    told = repr([policy.limits, overrides, whom, policy.repeated, days, public, where, understood])
    return hashlib.sha256(told.encode()).hexdigest()


def touched(session: Session, spans: Sequence[Period], since: dict[str, Any]) -> set[int]:
    """The numbers of the spans with a complaint to which something has happened since this mark."""
    name = session.get_bind().dialect.name
    changed = {
        # as no index knows them: what is new is found by the number alone
        *session.scalars(
            select(_E.entity_id).where(_E.id > since["events"], _E.entity.concat("") == "complaint")
        ),
        *session.scalars(
            select(_M.subject_id).where(_M.id > since["matters"], _M.subject.concat("") == "complaint")
        ),
    }
    received = session.scalars(
        select(_C.received_at).where(dialects.among(name, _C.id, "ids")), {"ids": sorted(changed)}
    )
    ends = [each.end for each in spans]
    return {bisect_right(ends, at) for at in received if spans[0].start <= at < ends[-1]}


def month(span: Period) -> date | None:
    """The month that this span is, the whole of it; None where it is none."""
    local = span.start.astimezone(ZoneInfo(settings().timezone)).date()
    return local.replace(day=1) if month_of(span.start, settings().timezone) == span else None


def part(kind: str, name: str) -> str:
    return f"{kind}/{name}" if name else kind


def forget(session: Session, complaint_ids: Collection[int]) -> None:
    """Nothing is kept any more of the months that these complaints were received in; nor is what is being
    counted of them now."""
    received = session.scalars(select(_C.received_at).where(_C.id.in_(complaint_ids)))
    zone = ZoneInfo(settings().timezone)
    theirs = {each.astimezone(zone).date().replace(day=1) for each in received}
    seen = mark(session, lock=True)
    if theirs and seen:
        session.execute(delete(complaint_months).where(_T.month.in_(theirs)))
        again = {**seen, "forgotten": seen["forgotten"] + 1}
        session.execute(update(complaint_months).where(is_mark()).values(figures=again))

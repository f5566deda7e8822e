"""What a page asks for: a period, and the survey, channel and segment if one is picked."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Table, and_, case, func, select, true

from storage.tables import answers, responses, survey_versions, surveys


class Period(NamedTuple):
    """From `start` up to, but not including, `end`: aware datetimes."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty words leave all in."""

    period: Period
    survey: str = ""
    channel: str = ""
    segment: str = ""

    def during(self, period: Period) -> "Filters":
        """The same in another period."""
        return replace(self, period=period)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which texts are looked for; empty words leave all in. With a `category`, `mood` is that of what is said
    of it."""

    category: str = ""
    mood: str = ""
    urgency: str = ""
    unsafe: bool = False


ALL: Final = Sought()

STANDS_ALONE: Final = ~(responses.c.anonymous & responses.c.conversation_id.is_not(None))
"""What is being told without a name is nobody's to read before it stands alone."""


def being_told(of: Table) -> ColumnElement[bool]:
    """Condition on a table of texts (subject, subject_id): it is an answer still being told without a name. A
    complaint is told when it is there."""
    alone = select(STANDS_ALONE).join_from(answers, responses).where(answers.c.id == of.c.subject_id)
    # a value, for PostgreSQL makes a join of `exists`, over all answers there are
    return and_(of.c.subject == "answer", ~func.coalesce(alone.correlate(of).scalar_subquery(), true()))


def month_of(moment: datetime, timezone: str, back: int = 0) -> Period:
    """The calendar month of this moment, or `back` months before it, as the organisation's clock has it."""
    local = moment.astimezone(ZoneInfo(timezone))
    first = _first(local.year, local.month - back)
    return Period(_midnight(first, timezone), _midnight(_first(first.year, first.month + 1), timezone))


def months(period: Period, timezone: str) -> list[Period]:
    """The calendar months that this period touches, whole ones, oldest first."""
    found = [month_of(period.start, timezone)]
    while found[-1].end < period.end:
        found.append(month_of(found[-1].end, timezone))
    return found


def pieces(period: Period, timezone: str) -> list[Period]:
    """The period, cut where months begin."""
    if period.start >= period.end:
        return []
    whole = months(period, timezone)
    return [Period(max(each.start, period.start), min(each.end, period.end)) for each in whole]


def _first(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _midnight(day: date, timezone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone))


def within(moment: ColumnElement[Any], period: Period) -> list[ColumnElement[bool]]:
    """Conditions: this column is in the period."""
    return [moment >= period.start, moment < period.end]


def of_responses(filters: Filters) -> list[ColumnElement[bool]]:
    """Conditions on `responses`, all but the period. As no index knows them: along that of a survey, channel
    or segment a database would read all there is of it, whatever the period."""
    r = responses.c
    wanted: list[ColumnElement[bool]] = [~r.preview]
    if filters.survey:
        versions = select(survey_versions.c.id).join_from(survey_versions, surveys)
        of = versions.where(surveys.c.key == filters.survey)
        wanted.append(func.coalesce(r.version_id, 0).in_(of))
    if filters.channel:
        wanted.append(func.coalesce(r.channel, "") == filters.channel)
    if filters.segment:
        wanted.append(func.coalesce(r.segment, "") == filters.segment)
    return wanted


def number_of(moment: ColumnElement[Any], periods: list[Period]) -> ColumnElement[int]:
    """Which of these adjoining periods a moment is in, from 0: alike on every database, in any time zone."""
    return case(*((moment < period.end, number) for number, period in enumerate(periods)))

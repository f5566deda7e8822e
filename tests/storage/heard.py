"""The figures of responses, asked for as pages do, and kept as the worker does."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import db, response_months
from storage.domain.response_figures import Heard
from storage.domain.satisfaction import Summary
from storage.queries import Filters, Period, index, items, months
from storage.queries.items import Item
from storage.surveys import titles

LATER: Final = timedelta(minutes=11)
"""Until whoever was writing is done."""


def of(session: Session, filters: Filters) -> Heard:
    """Of the period."""
    return response_months.heard(session, filters, [filters.period])[0]


def monthly(session: Session, filters: Filters, timezone: str) -> tuple[list[Period], list[Heard]]:
    """Of each month that the period touches."""
    periods = months(filters.period, timezone)
    return periods, response_months.heard(session, filters, periods)


def overall(session: Session, filters: Filters) -> Summary:
    """The index of the period."""
    return index.overall(of(session, filters))


def rated(session: Session, filters: Filters) -> list[Item]:
    """The items of the period."""
    return items.items(of(session, filters), items.surveys_of(session), titles(session))


def rounds(engine: Engine, now: datetime) -> int:
    """The worker's rounds, as long as there is something to do by now; how many that were."""
    for number in range(1, 60):
        found = response_months.find(engine, {}, now)
        with db.writing(engine) as session:
            response_months.keep(session, [found])
        if found.again is None or found.again > now:
            return number
    raise AssertionError("rounds without an end")


def settle(engine: Engine, now: datetime) -> None:
    """All that can be kept is."""
    for _ in range(3):
        rounds(engine, now)
        now += LATER

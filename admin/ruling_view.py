"""The policy and the calendar in force as tables that people read."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from admin.ruling_text import word
from storage import definitions
from storage.domain.calendar import Block, Calendar
from storage.domain.escalation import Rung
from storage.domain.holidays import WEEKDAYS
from storage.domain.limit import Limit
from storage.domain.locale import Texts
from storage.domain.policy import Policy


class LimitRow(NamedTuple):
    """One limit: how long, from what until what, when the owner is reminded, and whose rule it is. `stops`:
    it waits with the customer."""

    name: str
    span: str
    since: str
    until: str
    stops: bool
    soon: str
    source: str


class Step(NamedTuple):
    """Who is told, and how late it is then."""

    role: str
    late: str


class Own(NamedTuple):
    """What holds for these (severities, customers) in place of the usual."""

    whom: str
    limits: list[LimitRow]
    steps: list[Step]


class PolicyView(NamedTuple):
    """A policy; `quiet` is empty where no hour is."""

    title: str
    limits: list[LimitRow]
    steps: list[Step]
    own: list[Own]
    quiet: str


class Year(NamedTuple):
    """The notice that announced the holidays of a year."""

    year: int
    title: str
    number: str
    issued: str


class CalendarView(NamedTuple):
    """A calendar: the hours of each weekday (empty: a day off), the years announced, the own days."""

    zone: str
    week: list[tuple[str, str]]
    years: list[Year]
    off: list[str]
    work: list[tuple[str, str]]
    region: bool


def policy(read: Policy, texts: Texts) -> PolicyView:
    """This policy."""
    quiet = read.quiet
    hours = f"{quiet.begins:%H:%M}–{quiet.ends:%H:%M}" if quiet.begins != quiet.ends else ""
    own = [
        Own(
            "、".join(word(each, texts) for each in sorted(one.severities) + sorted(one.customers)),
            _limits(one.limits, texts),
            _steps(one.escalation, texts),
        )
        for one in read.overrides
    ]
    return PolicyView(read.title, _limits(read.limits, texts), _steps(read.escalation, texts), own, hours)


def calendar(read: Calendar, texts: Texts) -> CalendarView:
    """This calendar."""
    notices = read.region.notices if read.region else {}
    return CalendarView(
        read.timezone.key,
        [(word(day, texts), hours(blocks)) for day, blocks in zip(WEEKDAYS, read.blocks, strict=True)],
        [
            Year(each.year, each.title, each.number, each.issued.isoformat())
            for _, each in sorted(notices.items(), reverse=True)
        ],
        [day.isoformat() for day in sorted(read.holidays)],
        [(day.isoformat(), hours(blocks)) for day, blocks in sorted(read.working_days.items())],
        read.region is not None,
    )


def hours(blocks: Iterable[Block]) -> str:
    """Blocks of a day, as they are written."""
    return "、".join(f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in blocks)


def _limits(limits: Mapping[str, Limit], texts: Texts) -> list[LimitRow]:
    return [
        LimitRow(
            word(kind, texts),
            _span(limit, texts),
            "、".join(_event(each, texts) for each in limit.since),
            _event(limit.until, texts),
            limit.stops,
            _soon(limit, texts),
            definitions.citation(limit.source, texts.language) if limit.source else "",
        )
        for kind, limit in limits.items()
    ]


def _span(limit: Limit, texts: Texts) -> str:
    for unit in ("days", "clock_hours", "natural_days"):
        if (length := getattr(limit, unit)) is not None:
            return texts(f"page.rules.span.{unit}", n=f"{length:g}")
    return (
        texts("page.rules.span.hours", n=f"{limit.hours:g}") if limit.hours else texts("page.rules.at_once")
    )


def _soon(limit: Limit, texts: Texts) -> str:
    told = []
    if limit.soon.share:
        told.append(texts("page.rules.soon_share", percent=f"{100 * limit.soon.share:g}"))
    if limit.soon.hours:
        told.append(texts("page.rules.soon_hours", n=f"{limit.soon.hours:g}"))
    return "、".join(told)


def _steps(rungs: Iterable[Rung], texts: Texts) -> list[Step]:
    return [
        Step(
            word(rung.role, texts),
            texts("page.rules.late", n=f"{rung.hours:g}") if rung.hours else texts("page.rules.late_at_once"),
        )
        for rung in rungs
    ]


def _event(name: str, texts: Texts) -> str:
    return texts(f"page.rules.event.{name}") if name else ""

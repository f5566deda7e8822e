"""A policy: limits in working time, quiet hours, which signals lead to which acts; all of it data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from storage.domain import retention
from storage.domain.contact import Cap, Reminding
from storage.domain.fields import Fields, guess, listed
from storage.domain.problems import Invalid, Problem
from storage.domain.quiet import Quiet
from storage.domain.retention import Retention
from storage.domain.rules import ACTS, SIGNALS

LIMITS = ("acknowledge", "answer", "close", "request")


@dataclass(frozen=True, slots=True)
class Limit:
    """So many working hours; or, where `days` is set, so many working days after the day it began."""

    hours: float = 0.0
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Rounds:
    """What a new round begins with: its `target` in percent (None: none), open for so many days. Who has not
    begun is reminded in the last `remind_before` days (0: nobody is), and not before `remind_after` days."""

    target: float | None = None
    days: int = 0
    remind_after: int = 0
    remind_before: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """`limits` by kind, `rules` by signal; `notice_version` names the privacy notice in force. `contact` says
    how often customers may be written to unasked, `reminding` when and how often of what they left half done,
    `rounds` what staff are offered for a new round. What was handed in can be corrected by the customer
    for `correctable` days (0: not at all). What a text older than `fresh` days signals is not acted upon.
    """

    key: str
    title: str
    notice_version: str
    limits: Mapping[str, Limit]
    quiet: Quiet
    rules: Mapping[str, frozenset[str]]
    retention: Retention
    contact: Cap
    reminding: Reminding
    rounds: Rounds
    correctable: int = 0
    fresh: float = 0.0


def parse(definition: Mapping[str, Any]) -> Policy:
    """A policy from its definition (storage/data/policies). Raises Invalid with all that is wrong."""
    problems: list[Problem] = []
    fields = Fields(definition, problems)
    limits, quiet, rules = fields.inner("limits"), fields.inner("quiet"), fields.inner("rules")
    contact, reminding = fields.inner("contact"), fields.inner("reminding")
    rounds, amending = fields.inner("rounds"), fields.inner("amending")
    following = fields.inner("following")
    policy = Policy(
        key=fields.key(),
        title=fields.text("title"),
        notice_version=fields.text("notice_version"),
        limits={kind: _limit(limits.inner(kind)) for kind in LIMITS},
        quiet=Quiet(_time(quiet, "from"), _time(quiet, "to")),
        rules={signal: _acts(rules, signal) for signal in SIGNALS},
        retention=retention.parse(fields.inner("retention")),
        contact=Cap(contact.whole("most", 0) or 0, contact.number("days", 0, 3660) or 0.0),
        reminding=Reminding(reminding.number("hours", 1, 8760) or 0.0, reminding.whole("most", 0, 10) or 0),
        rounds=_rounds(rounds),
        correctable=amending.whole("days", 0, 365) or 0,
        fresh=following.number("days", 0, 3660) or 0.0,
    )
    for each in (limits, quiet, rules, contact, reminding, rounds, amending, following, fields):
        each.done()
    if problems:
        raise Invalid(problems)
    return policy


def _rounds(fields: Fields) -> Rounds:
    days = {name: fields.whole(name, 0, 365) or 0 for name in ("days", "remind_after", "remind_before")}
    return Rounds(fields.number("target", 1, 100), **days)


def _limit(fields: Fields) -> Limit:
    hours, days = fields.number("hours", 0, 10_000), fields.whole("days")
    fields.done()
    if not fields.problems and (hours is None) == (days is None):
        fields.problem("hours", "hours_or_days")
    return Limit(hours or 0.0, days)


def _time(fields: Fields, key: str) -> time:
    """A time of the day, written "21:30"."""
    text = fields.text(key)
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        if text:
            fields.problem(key, "not_time", value=text)
        return time()


def _acts(fields: Fields, signal: str) -> frozenset[str]:
    acts = frozenset(fields.texts(signal))
    for act in sorted(acts - set(ACTS)):
        fields.problem(signal, "unknown_act", value=act, guess=guess(act, ACTS), known=listed(ACTS))
    return acts

"""A policy: limits in working time, quiet hours, which signals lead to which acts; all of it data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from storage.domain import escalation, limit, override, retention
from storage.domain.contact import Cap, Reminding
from storage.domain.escalation import Rung
from storage.domain.fields import Fields, guess, listed
from storage.domain.limit import Limit, Soon
from storage.domain.override import Override
from storage.domain.problems import Invalid, Problem
from storage.domain.quiet import Quiet
from storage.domain.retention import Retention
from storage.domain.rules import ACTS, SIGNALS

LIMITS = ("acknowledge", "answer", "close", "request")
"""What every policy sets a limit for; it may set others."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """What a new round begins with: its `target` in percent (None: none), open for so many days. Who has not
    begun is reminded in the last `remind_before` days (0: nobody is), and not before `remind_after` days."""

    target: float | None = None
    days: int = 0
    remind_after: int = 0
    remind_before: int = 0


@dataclass(frozen=True, slots=True)
class Daily:
    """The list that staff are told every working day: what is open for more than `long` days counts as long
    open, and so many numbers of the worst (`worst`) are named."""

    long: int = 0
    worst: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    """Action limits (行动界限, C2): at or under this mean something is to be done about the `index` of all,
    or about one `item`. None: there is none."""

    index: float | None = None
    item: float | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """`limits` by kind, `rules` by signal; `notice_version` names the privacy notice in force. `contact` says
    how often customers may be written to unasked, `reminding` when and how often of what they left half done,
    `rounds` what staff are offered for a new round. What was handed in can be corrected by the customer
    for `correctable` days (0: not at all). What a text older than `fresh` days signals is not acted upon. A
    complaint of the same customer about the same product within `repeated` days is a repeated one.
    `escalation` says who is told of a missed limit, `overrides` for whom limits differ: see `of`. So many
    days `after` a complaint was closed its customer is asked whether it stayed right (0: is not).
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
    repeated: int = 0
    escalation: tuple[Rung, ...] = ()
    overrides: tuple[Override, ...] = ()
    after: int = 0
    daily: Daily = Daily()
    action: Action = Action()

    def of(self, severity: str = "", customer: str = "") -> "Policy":
        """This policy as it is for such a complaint of this customer. What is said for the customer goes
        before what is said for the severity, and of two that are alike the later."""
        fitting = [each for each in self.overrides if each.fits(severity, customer)]
        policy = self
        for each in sorted(fitting, key=lambda each: each.weight):
            limits = {**policy.limits, **each.limits}
            policy = replace(policy, limits=limits, escalation=each.escalation or policy.escalation)
        return policy


def parse(definition: Mapping[str, Any]) -> Policy:
    """A policy from its definition (storage/data/policies). Raises Invalid with all that is wrong."""
    problems: list[Problem] = []
    fields = Fields(definition, problems)
    limits, quiet, rules = fields.inner("limits"), fields.inner("quiet"), fields.inner("rules")
    contact, reminding = fields.inner("contact"), fields.inner("reminding")
    rounds, amending = fields.inner("rounds"), fields.inner("amending")
    following, soon = fields.inner("following"), limit.parse_soon(fields.inner("soon"), Soon())
    statistics = fields.inner("statistics")
    after, daily, action = fields.inner("after"), fields.inner("daily"), fields.inner("action_limits")
    policy = Policy(
        key=fields.key(),
        title=fields.text("title"),
        notice_version=fields.text("notice_version"),
        limits={
            kind: limit.parse(kind, limits.inner(kind), soon)
            for kind in dict.fromkeys([*LIMITS, *limits.table])
        },
        quiet=Quiet(_time(quiet, "from"), _time(quiet, "to")),
        rules={signal: _acts(rules, signal) for signal in SIGNALS},
        retention=retention.parse(fields.inner("retention")),
        contact=Cap(contact.whole("most", 0) or 0, contact.number("days", 0, 3660) or 0.0),
        reminding=Reminding(reminding.number("hours", 1, 8760) or 0.0, reminding.whole("most", 0, 10) or 0),
        rounds=_rounds(rounds),
        correctable=amending.whole("days", 0, 365) or 0,
        fresh=following.number("days", 0, 3660) or 0.0,
        repeated=statistics.whole("repeated_days", 0, 3660) or 0,
        escalation=escalation.parse(fields),
        overrides=tuple(override.parse(each, limits.table, soon) for each in fields.each("override")),
        after=after.whole("days", 0, 365) or 0,
        daily=Daily(**{name: daily.whole(name, 0, 365) or 0 for name in ("long", "worst")}),
        action=Action(*(action.number(name, 0, 100) for name in ("index", "item"))),
    )
    more = (following, statistics, after, daily, action, fields)
    for each in (limits, quiet, rules, contact, reminding, rounds, amending, *more):
        each.done()
    if problems:
        raise Invalid(problems)
    return policy


def _rounds(fields: Fields) -> Rounds:
    days = {name: fields.whole(name, 0, 365) or 0 for name in ("days", "remind_after", "remind_before")}
    return Rounds(fields.number("target", 1, 100), **days)


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

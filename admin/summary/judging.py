"""What is said of a figure: reached or missed its target, under its action limit (C2). Of few, nothing."""

from types import MappingProxyType
from typing import Final, NamedTuple

from storage.domain.satisfaction import Summary

FEW: Final = 5
"""Under so many responses one customer more turns an index upside down."""

FEW_WORD, BREACH, BELOW, REACHED = "few", "breach", "below", "reached"

SIGNS: Final = MappingProxyType({BREACH: "▼", BELOW: "△", REACHED: "✓"})
"""By which they are told apart, whatever the colours."""


class Limits(NamedTuple):
    """The target of a survey; the mean at or under which something is to be done. None: there is none."""

    target: float | None = None
    action: float | None = None


class Change(NamedTuple):
    """A figure beside that of the period it is held against: by how much it differs, as it is shown; None
    where one of them rests on too few."""

    now: Summary
    before: Summary
    by: float | None


def verdict(found: Summary, limits: Limits) -> str:
    """One of the words above; empty where there is nothing to be said."""
    if found.mean is None:
        return ""
    if found.n < FEW:
        return FEW_WORD
    if limits.action is not None and found.mean <= limits.action:
        return BREACH
    if limits.target is None:
        return ""
    return REACHED if found.mean >= limits.target else BELOW


def change(now: Summary, before: Summary) -> Change:
    """To one decimal, as both are shown."""
    if now.mean is None or before.mean is None or min(now.n, before.n) < FEW:
        return Change(now, before, None)
    return Change(now, before, round(now.mean - before.mean, 1))

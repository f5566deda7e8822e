"""A time limit (时限) of a policy: how long, since what, until what, and whose rule it is (D5)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from storage.domain.fields import Fields, closest

EVENTS: Final = (
    "received",
    "notified",
    "acknowledged",
    "assessed",
    "contained",
    "reported",
    "paused",
    "resumed",
    "answered",
    "accepted",
    "refused",
    "verified",
    "closed",
    "withdrawn",
    "merged",
    "referred",
    "reopened",
    "returned",
    "refunded",
    "requested",
    "settled",
)
"""What may happen to a complaint (or a request for one's own data) that a limit runs from, or ends with."""

USUAL: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "acknowledge": (("received",), "acknowledged"),
    "answer": (("received", "refused", "reopened"), "answered"),
    "close": (("received", "reopened"), "closed"),
    "request": (("requested",), "settled"),
}
"""Since and until what the limits run that every policy has; others say it themselves."""

_SPANS: Final = ("hours", "days", "clock_hours", "natural_days")


@dataclass(frozen=True, slots=True)
class Soon:
    """The owner is reminded when this `share` of the limit is left, or so many hours: whichever is more."""

    share: float = 0.0
    hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Limit:
    """So many working hours; or, where `days` is set, so many working days after the day it began. In place
    of these: `clock_hours` by the clock, nights and holidays among them, or `natural_days` (自然日), as laws
    count.

    It runs from the last of the events `since` until the first `until` after that. It stops while the
    customer is waited for, and for good with the complaint, unless it binds all the same (`stops` is False),
    as a law does. `source` is a key of the citations, or the organisation's own words.
    """

    hours: float = 0.0
    days: int | None = None
    clock_hours: float | None = None
    natural_days: int | None = None
    since: tuple[str, ...] = ("received",)
    until: str = ""
    stops: bool = True
    source: str = ""
    soon: Soon = Soon()


def parse(kind: str, fields: Fields, soon: Soon) -> Limit:
    """The limit of this kind from its table in the policy; `soon` is what the policy says for all."""
    since, until = USUAL.get(kind, (("received",), ""))
    spans = {name: fields.number(name, 0, 10_000) for name in ("hours", "clock_hours")}
    days = {name: fields.whole(name) for name in ("days", "natural_days")}
    if not fields.problems and [*spans.values(), *days.values()].count(None) != len(_SPANS) - 1:
        fields.problem("hours", "hours_or_days")
    limit = Limit(
        hours=spans["hours"] or 0.0,
        clock_hours=spans["clock_hours"],
        days=days["days"],
        natural_days=days["natural_days"],
        since=_events(fields, "since", fields.texts("since")) or since,
        until=next(iter(_events(fields, "until", [fields.text("until", until or None)])), ""),
        stops=fields.flag("stops", days["natural_days"] is None),
        source=fields.text("source", ""),
        soon=parse_soon(fields.inner("soon"), soon),
    )
    fields.done()
    return limit


def parse_soon(fields: Fields, usual: Soon) -> Soon:
    """When the owner is reminded; `usual` where nothing is said."""
    share, hours = fields.number("share", 0, 1), fields.number("hours", 0, 10_000)
    fields.done()
    return usual if share is None and hours is None else Soon(share or 0.0, hours or 0.0)


def instead(usual: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """The table of a limit with some of its fields said anew; a span said anew is in place of the other."""
    kept = {name: value for name, value in usual.items() if name not in _SPANS or not set(_SPANS) & set(own)}
    return {**kept, **own}


def _events(fields: Fields, key: str, names: Collection[str]) -> tuple[str, ...]:
    for name in names:
        if name and name not in EVENTS:
            fields.problem(key, "unknown_key", key=name, nearest=closest(name, EVENTS))
    return tuple(name for name in names if name)

"""A complaint that staff type in (GB/T 19012 7.2): it came by phone, on paper or in person, and was received
when it came, not when it was typed. Values in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Final

from storage.domain.form import FIELDS, LONGEST, OLDEST, problems
from storage.domain.handling import LONGEST as OF_MOVES

CHANNELS: Final = ("phone", "letter", "visit", "fax", "counter", "other")
"""How it came. visit: staff were with the customer; counter: the customer came to us."""

LONGEST_STORY: Final = OF_MOVES["story"]

BLANK: Final[Mapping[str, Any]] = {
    name: "" if of.kind in ("text", "choice") else None for name, of in FIELDS.items()
} | {"kind": "complaint"}
"""The record of one of which nothing is known yet."""

PROBLEMS: Final = ("no_story", "not_moment", "in_future", "too_early", "no_customer")
"""What may be wrong beside `storage.domain.form.PROBLEMS`."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in. `received_at` is None where it is no time, `customer_id` where the customer is new:
    then there is a `name`, or a contact in the record. `record`: fields of `storage.domain.form`; a severity
    among them has it assessed at once."""

    channel: str
    received_at: datetime | None
    story: str
    customer_id: int | None
    name: str
    record: Mapping[str, Any] = field(default_factory=dict)


def wrong(typed: Typed, now: datetime, zone: tzinfo) -> dict[str, str]:
    """What does not fit, by field, as one of PROBLEMS or of those of the record."""
    received = typed.received_at or now
    found = problems(typed.record, BLANK, received.astimezone(zone).date())
    unnamed = not typed.name and not typed.record.get("contact")
    checks = {
        "channel": "unknown_choice" if typed.channel not in CHANNELS else "",
        "received": moment(typed.received_at, now),
        "story": "no_story" if not typed.story else "too_long" if len(typed.story) > LONGEST_STORY else "",
        "customer": "no_customer" if typed.customer_id is None and unnamed else "",
        "name": "too_long" if len(typed.name) > LONGEST else "",
    }
    return {**found, **{name: code for name, code in checks.items() if code}}


def moment(at: datetime | None, now: datetime) -> str:
    """What is wrong with when something came or happened, as one of PROBLEMS; empty where nothing is."""
    if at is None:
        return "not_moment"
    return "in_future" if at > now else "too_early" if now - at > OLDEST else ""

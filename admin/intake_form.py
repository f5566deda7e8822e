"""The form in which staff type in what came by phone, on paper or in person: what was typed, as values."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any, Final

from multidict import MultiMapping

from admin import choosing
from admin.complaint_form import LONG, RECORD, Typed, posted, read
from storage.domain import intake
from storage.domain.intake import BLANK, CHANNELS

ACT: Final = "new"
"""What the form does, among the forms of a complaint."""

FIELDS: Final = (*(name for name in RECORD if name not in LONG), "severity", *LONG)
"""What is known of the record, what takes more than a line last."""

_OWN: Final = ("channel", "received", "story", "customer", "name", "department", "once")


def empty(chosen: str, now: datetime, zone: tzinfo, once: str) -> dict[str, str]:
    """What stands in it first."""
    begins = {
        "channel": CHANNELS[0],
        "received": choosing.written(now, zone),
        "story": "",
        "name": "",
        "department": "",
    }
    return {**begins, "customer": chosen, "once": once}


def typed(form: MultiMapping[Any]) -> dict[str, str]:
    """What was typed into it; a field that was not there is empty."""
    return dict.fromkeys(_OWN, "") | posted(form, (*_OWN, *FIELDS))


def values(typed: Typed, zone: tzinfo) -> intake.Typed:
    """What was meant; what can't be read stays as it was typed, for the law to refuse."""
    record: Mapping[str, Any] = {name: read(name, typed[name]) for name in FIELDS if typed.get(name)}
    return intake.Typed(
        channel=typed["channel"],
        received_at=choosing.moment(typed["received"], zone),
        story=typed["story"],
        customer_id=choosing.key(typed["customer"]),
        name=typed["name"],
        record={**BLANK, **record},
    )

"""The form in which a response from paper is typed in: what was typed, as values."""

from datetime import date
from typing import Any, Final

from multidict import MultiMapping

from admin import choosing, typing_in
from admin.security import words
from admin.typing_in import Line, Sent
from storage.domain import entering as law
from storage.domain.entering import Typed
from storage.domain.survey import Survey

OWN: Final = ("version", "channel", "on", "customer", "segment", "place", "note", "q", "once")
KEPT: Final = ("channel", "on", "place", "segment")
"""What the next one begins with, beside its survey."""


def sent(form: MultiMapping[Any]) -> dict[str, str]:
    """What was typed into its fields, files aside; what was not there is empty."""
    typed = {name: words(form, name) for name, each in form.items() if isinstance(each, str)}
    return {**dict.fromkeys(OWN, ""), **typed}


def read(survey: Survey, typed: Sent, timezone: str) -> list[Line]:
    """Every question of it with what was typed."""
    return typing_in.lines(law.asked(survey), typed, day(typed["on"]), timezone)


def given(lines: list[Line]) -> list[law.Given]:
    """What was answered."""
    return [line.given for line in lines if line.given]


def values(typed: Sent, lines: list[Line]) -> Typed:
    """What was meant; what can't be read is left for the law to refuse."""
    return Typed(
        version_id=choosing.key(typed["version"]) or 0,
        channel=typed["channel"],
        on=day(typed["on"]),
        customer_id=choosing.named(typed["customer"]),
        place=typed["place"],
        segment=typed["segment"],
        note=typed["note"],
        answers=given(lines),
    )


def day(typed: str) -> date | None:
    """A day as a field of a form has it; None: it is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None

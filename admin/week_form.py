"""The working hours of the week as a form: a field a weekday, in hours as people write them; empty: a day
off."""

import copy
import re
from collections.abc import Mapping
from typing import Any, Final

from multidict import MultiMapping

from admin import ruling_tables
from admin.rules_fields import Fields
from admin.security import words
from storage.domain import source
from storage.domain.holidays import WEEKDAYS
from storage.domain.problems import Problem

LONGEST_HOURS: Final = 200
"""Characters of the hours of a day."""


def fields(text: str) -> Fields:
    """The form of this text."""
    week = source.read(text).get("week", {})
    return {
        f"week.{day}": "、".join(each.replace("-", "–") for each in week.get(day, [])) for day in WEEKDAYS
    }


def offered(_: Mapping[str, Any]) -> dict[str, Any]:
    """What the form offers beside."""
    return {"days": WEEKDAYS, "longest": LONGEST_HOURS}


def typed(form: MultiMapping[Any], shown: Fields) -> Fields:
    """What was typed."""
    return {name: words(form, name) if name in form else text for name, text in shown.items()}


def text(stands: str, told: Fields) -> str:
    """The text with what was typed: the days that are as the form had them are not written."""
    shown, wanted = fields(stands), copy.deepcopy(source.read(stands))
    week = wanted.setdefault("week", {})
    for name in (name for name in shown if told[name] != shown[name]):
        day = name.removeprefix("week.")
        week.pop(day, None)
        if blocks := hours(told[name][:LONGEST_HOURS]):
            week[day] = blocks
    return ruling_tables.rewritten(stands, wanted, [("week",)])


def long(told: Fields) -> list[Problem]:
    """The fields that are too long."""
    most = {"most": LONGEST_HOURS}
    return [Problem(name, "too_long", most) for name, text in told.items() if len(text) > LONGEST_HOURS]


def place(where: str, _: str) -> str:
    """The field in which this problem stands."""
    return where


def hours(typed: str) -> list[str]:
    """Blocks of a day as people write them: with a comma or a blank between, whatever the dash."""
    plain = "-".join(part.strip() for part in typed.translate(_WRITTEN).split("-"))
    parts = re.split(r"[,，、;；\s]+", re.sub(r"\b(\d):", r"0\1:", plain))
    return [part for part in parts if part]


_WRITTEN: Final = str.maketrans({"：": ":", **dict.fromkeys("–—~至", "-")})
"""Signs as they stand in a definition."""

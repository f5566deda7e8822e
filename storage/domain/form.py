"""What is written down of a complaint (GB/T 19012 annexes B and D, 7.5): its fields, and what fits them."""

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from storage.domain.handling import OUTCOMES

LONGEST: Final = 4000
"""Characters of a field."""

LARGEST: Final = 10**12

OLDEST: Final = timedelta(days=30 * 366)
"""Thirty years: what was so long before is a slip of the keys."""


class Field(NamedTuple):
    """`kind` is text, date, flag (true, false, not known), number, money (in hundredths, whole) or choice.
    `assessed`: it is found by assessing, and may be open still."""

    kind: str
    choices: tuple[str, ...] = ()
    assessed: bool = False


_TEXT = Field("text")
_LEVELS: Final = ("low", "medium", "high")

FIELDS: Final[Mapping[str, Field]] = {
    "kind": Field("choice", tuple(OUTCOMES)),
    "complainant": _TEXT,
    "contact": _TEXT,
    "representative": _TEXT,
    "product": _TEXT,
    "model": _TEXT,
    "part": _TEXT,
    "batch": _TEXT,
    "order_number": _TEXT,
    "quantity": Field("number"),
    "quantity_defective": Field("number"),
    "occurred": _TEXT,
    "happened_on": Field("date"),
    "location": _TEXT,
    "effect": _TEXT,
    "remedy": _TEXT,
    "recurrent": Field("flag"),
    "immediate_action": _TEXT,
    "severity": Field("choice", ("minor", "moderate", "serious", "critical"), assessed=True),
    "safety": Field("flag", assessed=True),
    "complexity": Field("choice", _LEVELS, assessed=True),
    "impact": Field("choice", _LEVELS, assessed=True),
    "act_now": Field("flag", assessed=True),
    "can_act_now": Field("flag", assessed=True),
    "compensation": Field("choice", ("none", *_LEVELS), assessed=True),
    "cost": Field("money", assessed=True),
}
"""complainant: where it is not the customer of the talk; contact: how to reach them; representative: who acts
for them. act_now, can_act_now: whether something has to be done at once, and can be."""

WORDS: Final = tuple(name for name, field in FIELDS.items() if field.kind == "text")
"""What may tell who it was: erasing empties it."""

ASSESSMENT: Final = tuple(name for name, field in FIELDS.items() if field.assessed)

PROBLEMS: Final = (
    *("unknown_field", "too_long", "not_text", "not_date", "not_flag", "not_number", "not_money"),
    *("unknown_choice", "after_received", "too_early", "more_than_all"),
)


def problems(changes: Mapping[str, Any], record: Mapping[str, Any], received_on: date) -> dict[str, str]:
    """What does not fit, as one of PROBLEMS, by field; `record` is what stands there now. It happened on
    `received_on` at the latest, and not more than OLDEST before; of a quantity no more is defective than
    there is."""
    found = {name: code for name, value in changes.items() if (code := _problem(name, value))}
    after = {**record, **changes}
    if "happened_on" in changes.keys() - found.keys():
        found |= _day(after["happened_on"] or received_on, received_on)
    counted = changes.keys() & {"quantity", "quantity_defective"}
    if counted and not counted & found.keys() and _too_many(after):
        found["quantity_defective"] = "more_than_all"
    return found


def ratio(record: Mapping[str, Any]) -> float | None:
    """The share of the quantity that is defective; None where that is not known."""
    whole, defective = record.get("quantity"), record.get("quantity_defective")
    return defective / whole if whole and defective is not None else None


def _day(happened_on: date, received_on: date) -> dict[str, str]:
    if happened_on > received_on:
        return {"happened_on": "after_received"}
    return {"happened_on": "too_early"} if received_on - happened_on > OLDEST else {}


def _too_many(record: Mapping[str, Any]) -> bool:
    whole, defective = record.get("quantity"), record.get("quantity_defective")
    return whole is not None and defective is not None and defective > whole


def _problem(name: str, value: Any) -> str:
    field = FIELDS.get(name)
    if field is None:
        return "unknown_field"
    if field.kind == "choice":
        return "" if value in field.choices or (field.assessed and value == "") else "unknown_choice"
    if field.kind == "text":
        return "not_text" if not isinstance(value, str) else "too_long" if len(value) > LONGEST else ""
    return "" if value is None or _FITS[field.kind](value) else f"not_{field.kind}"


def _number(value: Any) -> bool:
    counts = isinstance(value, int | float) and not isinstance(value, bool)
    return counts and math.isfinite(value) and 0 <= value <= LARGEST


_FITS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "date": lambda value: type(value) is date,
    "flag": lambda value: isinstance(value, bool),
    "number": _number,
    "money": lambda value: _number(value) and isinstance(value, int),
}

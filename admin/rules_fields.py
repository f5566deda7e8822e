"""The numbers of a policy that people change most, as the fields of a form: limits, by severity too, quiet
hours, how often customers are written to, action limits, how long evidence is kept."""

from collections.abc import Mapping
from typing import Any, Final

from storage import definitions
from storage.domain.fields import KEY
from storage.domain.form import FIELDS

SPANS: Final = ("hours", "days", "clock_hours", "natural_days")
"""The units of a limit."""
TERMS: Final = ("days", "years")
"""The units of a term."""
YEAR: Final = 365
SEVERITIES: Final = FIELDS["severity"].choices
BY_SEVERITY: Final = ("acknowledge", "answer", "close")
KEPT: Final = ("answers", "talks", "complaints", "visits", "requests", "files", "raw")
TIMES: Final = ("quiet.from", "quiet.to")
NUMBERS: Final = (
    "soon.share",
    "contact.most",
    "contact.days",
    "reminding.hours",
    "reminding.most",
    "after.days",
    "amending.days",
    "action_limits.index",
    "action_limits.item",
)
LONGEST: Final = 20
"""Characters of a field."""

Fields = dict[str, str]
"""What stands in the fields, by their names."""


def fields(text: str) -> Fields:
    """The form of this text."""
    whole = definitions.written("policy", text)
    made: Fields = {}
    for kind, limit in whole.get("limits", {}).items():
        if not KEY.fullmatch(kind):
            continue
        made |= _span(f"limits.{kind}", limit)
    for severity in SEVERITIES:
        own: Mapping[str, Any] = next(
            (each for each in whole.get("override", []) if alone(each, severity)), {}
        )
        for kind in BY_SEVERITY:
            made |= _span(f"severity.{severity}.{kind}", own.get("limits", {}).get(kind, {}))
    for name in (*TIMES, *NUMBERS):
        table, _, key = name.partition(".")
        made[name] = _shown(name, whole.get(table, {}).get(key, ""))
    for name in KEPT:
        made |= _term(f"retention.{name}", whole.get("retention", {}).get(name, 0))
    return made


def _span(name: str, limit: Mapping[str, Any]) -> Fields:
    unit = next((each for each in SPANS if each in limit), "")
    return {f"{name}.amount": f"{limit[unit]:g}" if unit else "", f"{name}.unit": unit or "days"}


def _shown(name: str, value: Any) -> str:
    if name == "soon.share" and value != "":
        return f"{100 * value:g}"
    return value if isinstance(value, str) else f"{value:g}"


def _term(name: str, days: int) -> Fields:
    years = bool(days) and days % YEAR == 0
    return {f"{name}.amount": str(days // YEAR if years else days), f"{name}.unit": TERMS[years]}


def alone(override: Mapping[str, Any], severity: str) -> bool:
    """Whether it is said for this severity and nobody in particular."""
    return override.get("severity") == [severity] and not override.get("customer")


def offered(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the form offers beside: the limits and units that there are."""
    kinds = [name.split(".")[1] for name in told if name.startswith("limits.") and name.endswith(".amount")]
    return {
        "kinds": kinds,
        "severities": SEVERITIES,
        "by_severity": [kind for kind in BY_SEVERITY if kind in kinds],
        "spans": SPANS,
        "terms": TERMS,
        "kept": KEPT,
        "times": TIMES,
        "numbers": NUMBERS,
        "longest": LONGEST,
    }

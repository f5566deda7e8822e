"""The form of a customer's file: what was typed into it, and what is in the file, in the same words."""

from collections.abc import Mapping
from typing import Any, Final

from multidict import MultiMapping

from admin.security import words
from storage.domain.customer import CONTACTS, FIELDS, KINDS, LONGEST, LONGEST_CONTACT, LONGEST_ORDER, OWN
from storage.texts import storable

EMPTY: Final[Mapping[str, Any]] = {
    **dict.fromkeys(FIELDS, ""),
    "kind": KINDS[0],
    "high_value": False,
    "own": {},
}

OFFERED: Final = {
    "kinds": KINDS,
    "contact_kinds": CONTACTS,
    "longest": {**LONGEST, "own": OWN, "contact": LONGEST_CONTACT, "order": LONGEST_ORDER},
}
"""What the templates of the file and its form ask for."""


def told(form: MultiMapping[Any]) -> dict[str, Any]:
    """What was typed, by field; of an own column the value alone being empty takes it away."""
    typed = {name: words(form, name) for name in ("name", "number", "kind", "segment", "note")}
    names, values = (_each(form, name) for name in ("own_name", "own_value"))
    own = {name: value for name, value in zip(names, values, strict=False) if name and value}
    return {**typed, "high_value": words(form, "high_value") == "yes", "own": own}


def _each(form: MultiMapping[Any], name: str) -> list[str]:
    return [storable(str(value))[0].strip() for value in form.getall(name, [])]


def differing(now: Mapping[str, Any], typed: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(field, as it is now, as it was typed) where these are not the same; own columns one by one, under
    `own`."""
    found = [(name, now[name], typed[name]) for name in FIELDS if name != "own" and now[name] != typed[name]]
    names = dict.fromkeys((*now["own"], *typed["own"]))
    both = [(name, str(now["own"].get(name, "")), typed["own"].get(name, "")) for name in names]
    return found + [(f"own:{name}", is_now, was) for name, is_now, was in both if is_now != was]

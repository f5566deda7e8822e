"""The service promises as a form: a row each, with what is said in other languages behind its own."""

from collections.abc import Mapping
from typing import Any, Final

from multidict import MultiMapping

from admin import ruling_form
from admin.ruling_form import Row
from admin.taxonomy_form import FIRST
from storage import definitions

LONGEST: Final = {"title": 60, "text": 500}
"""Characters of a field."""


def typed(form: MultiMapping[Any], _: str) -> dict[str, Any]:
    """The promises as typed."""
    return {"promise": [_promise(row) for row in ruling_form.rows(form, "promise")]}


def _promise(row: Row) -> dict[str, Any]:
    """One promise; `in.LANGUAGE.FIELD` is what another language says."""
    others: dict[str, dict[str, str]] = {}
    for name, text in row.items():
        match name.split("."):
            case ["in", language, ("title" | "text") as field]:
                others.setdefault(language, {})[field] = text
    return {name: row[name] for name in ("title", "limit", "text") if name in row} | (
        {"in": others} if others else {}
    )


def offered(definition: Mapping[str, Any]) -> dict[str, Any]:
    """What the form offers beside: the limits to measure by, the other languages, the longest texts."""
    listed = definition.get("promise", [])
    said = {language: None for each in listed for language in each.get("in", {})}
    used = {each["limit"]: None for each in listed if "limit" in each}
    return {
        "limits": list({**dict.fromkeys(definitions.policy().limits), **used}),
        "others": [each for each in {**dict.fromkeys(definitions.languages()), **said} if each != FIRST],
        "first": FIRST,
        "longest": LONGEST,
    }

"""Computed texts: words that take up what the customer answered before (您刚才说物流慢……)."""

import re
from collections.abc import Mapping
from typing import Final

from storage.domain.condition import Known

REFERENCE: Final = re.compile(r"\{([A-Za-z0-9_]+)\.(label|words)\}")
"""{delivery.label}, the answer as the question shows it; {delivery.words}, the customer's own words."""

_LONGEST: Final = 30  # characters of a customer's words that are taken up


def references(text: str) -> tuple[tuple[str, str], ...]:
    """(question, label or words) of all that a text takes up."""
    return tuple((found[1], found[2]) for found in REFERENCE.finditer(text))


def filled(text: str, known: Mapping[str, Known]) -> str:
    """The text with what it takes up written in; empty where there is nothing to write in."""
    said = {reference: _said(known.get(reference[0]), reference[1]) for reference in references(text)}
    return REFERENCE.sub(lambda found: said[found[1], found[2]], text) if all(said.values()) else ""


def _said(known: Known | None, what: str) -> str:
    """What was picked by a button has no words of its own: then its label."""
    if known is None or known.value is None:
        return ""
    return known.label if what == "label" else _short(known.words) or known.label


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"

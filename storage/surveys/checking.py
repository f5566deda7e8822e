"""A survey's source is checked: what is wrong with it, line by line."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from storage import definitions
from storage.domain import checking
from storage.domain import survey as law
from storage.domain.survey import Survey


class Fault(NamedTuple):
    """What is wrong with a survey's source: its line there (1 is the first), and what to do about it."""

    line: int
    reason: str


class Refused(ValueError):
    """A survey's source can't be taken; `faults` says where and why, in the organisation's language."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.line}: {fault.reason}" for fault in faults))
        self.faults = faults


def check(source: str) -> Survey:
    """The survey that this TOML source writes down. Raises Refused."""
    return checked(source)[1]


def checked(source: str) -> tuple[dict[str, Any], Survey]:
    """The definition with the level schemes that it uses, and the survey it defines. Raises Refused."""
    try:
        definition = law.read(source)
        survey = checking.checked(definition, definitions.schemes())
    except law.Invalid as invalid:
        texts = definitions.texts()
        faults = [Fault(law.locate(source, p.where), p.why(texts)) for p in invalid.problems]
        raise Refused(sorted(faults)) from None
    return law.embed(definition, survey), survey


def digest_of(definition: Mapping[str, Any]) -> str:
    """What tells whether two versions, with the level schemes that they use, say the same."""
    return sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()

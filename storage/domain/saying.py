"""Sentences that an organisation says in its own way, in place of those that ship (`storage.data.locales`).

A sentence of its own fills in what the shipped one fills in, each in the same form, and nothing else: what it
is asked to fill in is there, and nothing that a customer needs is lost. Pure.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from string import Formatter
from typing import Any, Final

from storage.domain.locale import leaves
from storage.domain.problems import Invalid, Problem

LONGEST: Final = 2000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def holes(text: str) -> frozenset[str]:
    """What is filled in, as it is written: `{at:%H:%M}`. Raises ValueError for a brace too many."""
    return frozenset(_holes(text))


def _holes(text: str) -> Iterator[str]:
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None:
            how = f"!{conversion}" if conversion else ""
            yield f"{{{name}{how}{':' if spec else ''}{spec}}}"


def parse(own: Mapping[str, Any], shipped: Mapping[str, str]) -> dict[str, str]:
    """The sentences by dotted key. Raises Invalid with all that is wrong."""
    told = dict(leaves(own)) if _plain(own) else {}
    problems = [] if _plain(own) else [Problem("line 1", "not_sentences")]
    for key, text in told.items():
        problems += [Problem(key, *each) for each in _wrong(key, text, shipped)]
    if problems:
        raise Invalid(problems)
    return told


def _plain(own: Any) -> bool:
    if isinstance(own, Mapping):
        return all(map(_plain, own.values()))
    return isinstance(own, str)


def _wrong(key: str, text: str, shipped: Mapping[str, str]) -> Iterator[tuple[str, dict[str, object]]]:
    if key not in shipped:
        yield "no_sentence", {"key": key}
        return
    if not text.strip():
        yield "empty", {"key": key}
    if len(text) > LONGEST:
        yield "sentence_long", {"most": LONGEST}
    if _CONTROL.search(text):
        yield "control", {"key": key}
    try:
        given, wanted = holes(text), holes(shipped[key])
    except ValueError:
        yield "sentence_braces", {}
        return
    if given != wanted:
        yield "sentence_holes", {"lacks": listed(wanted - given), "more": listed(given - wanted)}


def listed(names: Collection[str]) -> str:
    """These, as they are read; a dash for none."""
    return "、".join(sorted(names)) or "–"


def within(mapping: Mapping[str, Any], own: Mapping[str, str]) -> dict[str, Any]:
    """The texts of a locale with these in place of what ships."""
    made = {key: within(each, {}) if isinstance(each, Mapping) else each for key, each in mapping.items()}
    for key, text in own.items():
        *path, last = key.split(".")
        table = made
        for step in path:
            table = table[step]
        table[last] = text
    return made

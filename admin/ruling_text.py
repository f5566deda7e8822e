"""A policy or a calendar as text: what is wrong with it, line by line, and what another one changes."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from storage.domain.locale import Texts
from storage.domain.problems import Invalid
from storage.domain.source import locate

MOST: Final = 20
"""Problems told at once; with these mended, the rest is told."""


class Fault(NamedTuple):
    """What is wrong on this line (1 is the first), and what to do about it."""

    line: int
    why: str


class Change(NamedTuple):
    """What is called `name` was so and is to be so; empty where it is not said."""

    name: str
    was: str
    now: str


def faults(text: str, invalid: Invalid, texts: Texts) -> list[Fault]:
    """The first of all that is wrong, from top to bottom."""
    found = invalid.problems[:MOST]
    return sorted(Fault(locate(text, each.where), each.why(texts)) for each in found)


def changes(before: Mapping[str, Any], after: Mapping[str, Any], texts: Texts) -> list[Change]:
    """How two definitions differ, in the order in which the second has it, what is gone at the end."""
    was, now = dict(_said(before, "", texts)), dict(_said(after, "", texts))
    paths = [path for path in dict.fromkeys([*now, *was]) if was.get(path) != now.get(path)]
    return [Change(named(path, texts), was.get(path, ""), now.get(path, "")) for path in paths]


def named(path: str, texts: Texts) -> str:
    """What this dotted path is called: limits.answer.days is the limit of answering, in working days."""
    return " · ".join(word(step, texts) for step in path.split("."))


def word(name: str, texts: Texts) -> str:
    """What a word of the definitions is called; one that has no other name is its own."""
    key = f"page.rules.word.{name}"
    return texts(key) if texts.has(key) else name


def _said(value: Any, path: str, texts: Texts) -> Iterator[tuple[str, str]]:
    """(dotted path, value as it is read) of all that stands there; entries of a list of tables are counted
    from 1."""
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        value = {str(number): each for number, each in enumerate(value, 1)}
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _said(each, f"{path}.{key}" if path else key, texts)
    else:
        yield path, _plain(value, texts)


def _plain(value: Any, texts: Texts) -> str:
    if isinstance(value, list):
        return "、".join(_plain(each, texts) for each in value) or "–"
    if isinstance(value, bool):
        return texts(f"page.rules.{'yes' if value else 'no'}")
    return word(value, texts) if isinstance(value, str) else str(value)

"""Two people changed the same definition of a survey: what one of them left alone is taken from the other.

Where both changed the same thing, mine stays, and what theirs would have been is told.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from storage.domain.comparing import flat
from storage.domain.unfolded import WHERE, Table, Unfolded, folded, unfolded


class Clash(NamedTuple):
    """Both changed this field of what is called `name`; `mine` stayed. An empty field: one of us removed it,
    and it stayed."""

    what: str
    key: str
    name: str
    field: str
    mine: Any
    theirs: Any


def merge(base: Table, mine: Table, theirs: Table) -> tuple[dict[str, Any], list[Clash]]:
    """Base with what was changed in mine and in theirs, and where those clash."""
    clashes: list[Clash] = []
    was = unfolded(base)
    ours, others = unfolded(mine, like=was), unfolded(theirs, like=was)
    others = _apart(others)
    return folded(
        Unfolded(
            survey=_fields("survey", "", was.survey, ours.survey, others.survey, clashes),
            schemes=_things("schemes", was.schemes, ours.schemes, others.schemes, clashes),
            sections=_things("section", was.sections, ours.sections, others.sections, clashes),
            questions=_things("question", was.questions, ours.questions, others.questions, clashes),
        )
    ), clashes


def _apart(parts: Unfolded) -> Unfolded:
    """New sections of mine and of theirs are not the same ones."""
    names = {name: f"{name}+" if name.startswith("+") else name for name in parts.sections}
    return Unfolded(
        parts.survey,
        parts.schemes,
        {names[name]: fields for name, fields in parts.sections.items()},
        {key: {**fields, WHERE: names[fields[WHERE]]} for key, fields in parts.questions.items()},
    )


def _things(
    what: str,
    base: Mapping[str, Table],
    mine: Mapping[str, Table],
    theirs: Mapping[str, Table],
    clashes: list[Clash],
) -> dict[str, Table]:
    merged: dict[str, Table] = {}
    for key in order(list(base), list(mine), list(theirs)):
        was, one, other = base.get(key), mine.get(key), theirs.get(key)
        if one is not None and other is not None:
            merged[key] = _fields(what, key, was or {}, one, other, clashes)
        elif (kept := _kept(was, one, other)) is not None:
            merged[key] = kept
            if was is not None:
                name = str(kept.get("title") or key)
                clashes.append(Clash(what, key, name, "", one is not None, other is not None))
    return merged


def _kept(was: Table | None, one: Table | None, other: Table | None) -> Table | None:
    """Of what only one of us still has: it is gone if the other removed it and it was left alone."""
    there = one if one is not None else other
    return None if there == was else there


def _fields(
    what: str, key: str, base: Table, mine: Table, theirs: Table, clashes: list[Clash]
) -> dict[str, Any]:
    was, one, other = flat(base), flat(mine), flat(theirs)
    merged: dict[str, Any] = {}
    for field in dict.fromkeys((*one, *other)):
        value, clash = _value(was.get(field), one.get(field), other.get(field))
        if value is not None:
            _put(merged, field, value)
        if clash:
            name = str(one.get("title") or other.get("title") or key)
            clashes.append(Clash(what, key, name, field, one.get(field), other.get(field)))
    return merged


def _value(was: Any, one: Any, other: Any) -> tuple[Any, bool]:
    """What a field is, and whether both changed it. None stands for: not there."""
    if one in (other, was):
        return other, False
    if other == was:
        return one, False
    if all(_keyed(each) for each in (was or [], one, other)):
        clashes: list[Clash] = []
        merged = _things("", _by_key(was or []), _by_key(one), _by_key(other), clashes)
        return list(merged.values()), bool(clashes)
    return one, True


def _by_key(rows: Sequence[Table]) -> dict[str, Table]:
    return {row["key"]: row for row in rows}


def _keyed(value: Any) -> bool:
    """Whether this is a list of things that have keys, as options are."""
    return isinstance(value, list) and all(isinstance(row, Mapping) and row.get("key") for row in value)


def _put(fields: dict[str, Any], name: str, value: Any) -> None:
    if not name.startswith("in."):
        fields[name] = value
        return
    _, language, inner = name.split(".", 2)
    fields.setdefault("in", {}).setdefault(language, {})[inner] = value


def order(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """All there are, in the order of whoever changed it, mine first; what the other added stands behind what
    it stood behind there."""
    moved = [key for key in mine if key in base] != [key for key in base if key in mine]
    found, other = (list(mine), theirs) if moved else (list(theirs), mine)
    for place, key in enumerate(other):
        if key not in found:
            before = next((each for each in reversed(other[:place]) if each in found), None)
            found.insert(found.index(before) + 1 if before is not None else 0, key)
    return found

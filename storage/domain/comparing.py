"""What is different between two definitions of a survey, told thing by thing, as people would tell it."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from storage.domain.unfolded import WHERE, Table, unfolded

How = Literal["added", "removed", "changed", "moved"]
What = Literal["survey", "section", "question", "schemes"]


class Change(NamedTuple):
    """`what` is meant by `key` and called `name`; of a change, which `field` was `old` and is `new`.

    A field of another language is written `in.en.text`. Nothing there is None.
    """

    how: How
    what: What
    key: str
    name: str
    field: str = ""
    old: Any = None
    new: Any = None


def compare(old: Table, new: Table) -> list[Change]:
    """From the whole to its parts: the survey, its sections, its questions in their order, its schemes."""
    was = unfolded(old)
    now = unfolded(new, like=was)
    return [
        *_fields("survey", "", "", was.survey, now.survey),
        *_things("section", was.sections, now.sections),
        *_things("question", was.questions, now.questions),
        *_things("schemes", was.schemes, now.schemes, ordered=False),
    ]


def _things(
    what: What, old: Mapping[str, Table], new: Mapping[str, Table], ordered: bool = True
) -> Iterator[Change]:
    moved = _moved(old, new) if ordered else set()
    for key in (*new, *(key for key in old if key not in new)):
        if key not in old:
            yield Change("added", what, key, _name(new[key], key))
        elif key not in new:
            yield Change("removed", what, key, _name(old[key], key))
        else:
            name = _name(new[key], key)
            if key in moved:
                yield Change("moved", what, key, name)
            yield from _fields(what, key, name, old[key], new[key])


def _fields(what: What, key: str, name: str, old: Table, new: Table) -> Iterator[Change]:
    was, now = flat(old), flat(new)
    for field in dict.fromkeys((*was, *now)):
        if field != WHERE and was.get(field) != now.get(field):
            yield Change("changed", what, key, name, field, was.get(field), now.get(field))


def flat(fields: Table) -> dict[str, Any]:
    """The fields, those of other languages beside them: `in.en.text`."""
    found = {name: value for name, value in fields.items() if name != "in"}
    spoken = fields.get("in")
    for language, texts in spoken.items() if isinstance(spoken, Mapping) else ():
        for name, value in texts.items() if isinstance(texts, Mapping) else ():
            found[f"in.{language}.{name}"] = value
    return found


def _moved(old: Mapping[str, Table], new: Mapping[str, Table]) -> set[str]:
    """What stands in another section, or in another order in its own: as few as there can be whose moving
    makes one order the other."""
    stayed = [key for key in old if key in new and old[key].get(WHERE) == new[key].get(WHERE)]
    moved = {key for key in old if key in new} - set(stayed)
    for section in {old[key].get(WHERE) for key in stayed}:
        was = [key for key in stayed if old[key].get(WHERE) == section]
        moved |= _out_of_order(was, [key for key in new if key in was])
    return moved


def _out_of_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    same = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return set(new) - {key for block in same for key in old[block.a : block.a + block.size]}


def _name(fields: Table, key: str) -> str:
    """What people call it."""
    return str(fields.get("title") or fields.get("text") or ("" if key.lstrip("+").isdecimal() else key))

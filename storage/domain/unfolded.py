"""A survey's definition as one table of each sort of thing in it, each under a name of its own: so that two
definitions can be laid over each other, whatever was moved where. `folded` puts it together again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Table = Mapping[str, Any]

WHERE = ":section"
"""Stands among a question's fields for the name of the section it is in; no field has such a name."""


@dataclass(frozen=True, slots=True)
class Unfolded:
    """`survey` are its own fields; questions are named by their keys, sections by what `named` gave them."""

    survey: Table
    schemes: Table
    sections: dict[str, Table]
    questions: dict[str, Table]


def unfolded(definition: Table, like: Unfolded | None = None) -> Unfolded:
    """The definition unfolded; with `like`, a section that is one of its sections bears the same name."""
    sections = definition.get("section", [])
    names = _named(sections, like)
    return Unfolded(
        survey={name: value for name, value in definition.items() if name not in ("section", "schemes")},
        schemes=definition.get("schemes", {}),
        sections={
            name: {field: value for field, value in section.items() if field != "question"}
            for name, section in zip(names, sections, strict=True)
        },
        questions={
            question.get("key", ""): {**question, WHERE: name}
            for name, section in zip(names, sections, strict=True)
            for question in section.get("question", [])
        },
    )


def folded(parts: Unfolded) -> dict[str, Any]:
    """The definition that was unfolded. A section is there as long as it has a question; a question whose
    section is gone stands in the last one."""
    last = next(reversed(parts.sections), "")
    own: dict[str, list[dict[str, Any]]] = {name: [] for name in parts.sections or ("",)}
    for question in parts.questions.values():
        plain = {field: value for field, value in question.items() if field != WHERE}
        own[question[WHERE] if question[WHERE] in own else last].append(plain)
    sections = [{**parts.sections.get(name, {}), "question": rows} for name, rows in own.items() if rows]
    definition = {**parts.survey, "section": sections}
    return {**definition, "schemes": dict(parts.schemes)} if parts.schemes else definition


def _named(sections: Sequence[Table], like: Unfolded | None) -> list[str]:
    """By the questions that they share, then by their titles: a section that was renamed, or moved, is known
    again."""
    free = dict(like.sections) if like else {}
    names = []
    for number, section in enumerate(sections, 1):
        found = _known(section, free, like) if like else ""
        free.pop(found, None)
        names.append(found or f"{'+' if like else ''}{number}")
    return names


def _known(section: Table, free: Mapping[str, Table], like: Unfolded) -> str:
    keys = {question.get("key") for question in section.get("question", [])}
    shared = {
        name: sum(key in keys and fields[WHERE] == name for key, fields in like.questions.items())
        for name in free
    }
    best = max(shared, key=lambda name: shared[name], default="")
    if best and shared[best]:
        return best
    title = section.get("title")
    return next((name for name, fields in free.items() if title and fields.get("title") == title), "")

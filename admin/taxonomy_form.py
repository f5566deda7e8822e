"""A taxonomy as TOML, and as the rows of a form, one a category; what the form does not show stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tomli_w
from multidict import MultiMapping

import nlp

TEXTS = ("key", "name", "english", "description", "seeds")
"""The fields of a row, as the form names them."""

BLANK = 2
"""Rows to add categories with."""


@dataclass(frozen=True, slots=True)
class Row:
    """One category as it stands in the form. `was`: its key before, by which the rest is found."""

    was: str
    key: str
    name: str
    english: str
    description: str
    seeds: str


NOTHING = Row("", "", "", "", "", "")


def rows(taxonomy: nlp.Taxonomy) -> list[Row]:
    """The form of this taxonomy."""
    return [
        Row(each.key, each.key, each.name, each.english, each.description, "、".join(each.seeds))
        for each in taxonomy.categories
    ]


def typed(form: MultiMapping[Any]) -> list[Row]:
    """The rows as sent, those to be taken out aside, and empty ones. What is no form of ours is empty."""
    columns = [[str(each).strip() for each in form.getall(name, [])] for name in ("was", *TEXTS)]
    if len({len(column) for column in columns}) != 1:
        return []
    gone = set(form.getall("gone", []))
    found = [Row(*cells) for cells in zip(*columns, strict=True)]
    return [row for row in found if any((row.key, row.name, row.seeds)) and not (row.was and row.was in gone)]


def toml(found: Sequence[Row], before: nlp.Taxonomy) -> str:
    """The TOML of these rows; what the form does not show is as it was before. Of two rows with one key the
    second gets a key of its own, so that the parser says what is wrong with it."""
    stood = {each.key: each for each in before.categories}
    tables: dict[str, Any] = {}
    for row in found:
        key = row.key if row.key not in tables else f"{row.key} ({len(tables) + 1})"
        tables[key] = {**_hidden(stood.get(row.was)), **_shown(row)}
    return tomli_w.dumps(tables, multiline_strings=True)


def written(taxonomy: nlp.Taxonomy) -> str:
    """The TOML of a taxonomy, for who starts from the general one."""
    return toml(rows(taxonomy), taxonomy)


def _shown(row: Row) -> dict[str, Any]:
    seeds = [word.strip() for word in row.seeds.replace("\r", "").replace("\n", "、").split("、")]
    texts = {"name": row.name, "english": row.english, "description": row.description}
    return {
        **{key: text for key, text in texts.items() if text or key == "name"},
        "seeds": [word for word in seeds if word],
    }


def _hidden(category: nlp.Category | None) -> dict[str, str]:
    """The lists that only the text shows, a line each."""
    if category is None:
        return {}
    lists = {
        "words": "\n".join("、".join(line) for line in category.words),
        "praised": "、".join(category.praised),
        "blamed": "、".join(category.blamed),
        "except": "、".join(category.spared),
    }
    return {name: words for name, words in lists.items() if words}

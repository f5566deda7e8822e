"""A taxonomy as TOML, and as the rows of a form, one a category; what the form does not show stays: more
words, and names and descriptions in other languages than the page's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomli_w
from multidict import MultiMapping

import nlp

TEXTS = ("key", "name", "description", "seeds")
"""The fields of a row, as the form names them."""

FIRST = "zh-CN"
"""The language of a text that is the same for all languages."""

BLANK = 2
"""Rows to add categories with."""


@dataclass(frozen=True, slots=True)
class Row:
    """One category as it stands in the form. `was`: its key before, by which the rest is found."""

    was: str
    key: str
    name: str
    description: str
    seeds: str


NOTHING = Row("", "", "", "", "")


def rows(taxonomy: nlp.Taxonomy, language: str) -> list[Row]:
    """The form of this taxonomy on a page in this language."""
    return [
        Row(each.key, each.key, each.named(language), each.described(language), "、".join(each.seeds))
        for each in taxonomy.categories
    ]


def mute(taxonomy: nlp.Taxonomy) -> set[str]:
    """The keys of those categories that are known by their name alone: neither words nor corrections tell of
    them."""
    taught = {key for weights in taxonomy.taught.values() for key in weights}
    return {
        each.key
        for each in taxonomy.categories
        if each.key not in taught
        and not (each.description or each.seeds or each.words or each.praised or each.blamed)
    }


def typed(form: MultiMapping[Any]) -> list[Row]:
    """The rows as sent, those to be taken out aside, and empty ones. What is no form of ours is empty."""
    columns = [[str(each).strip() for each in form.getall(name, [])] for name in ("was", *TEXTS)]
    if len({len(column) for column in columns}) != 1:
        return []
    gone = set(form.getall("gone", []))
    found = [Row(*cells) for cells in zip(*columns, strict=True)]
    return [row for row in found if row != NOTHING and not (row.was and row.was in gone)]


def toml(found: Sequence[Row], before: nlp.Taxonomy, language: str) -> str:
    """The TOML of these rows; what the form does not show is as it was before. Of two rows with one key the
    second gets a key of its own, so that the parser says what is wrong with it."""
    stood = {each.key: each for each in before.categories}
    tables: dict[str, dict[str, Any]] = {}
    for row in found:
        key = row.key if row.key not in tables else f"{row.key} ({len(tables) + 1})"
        tables[key] = {**_shown(row, stood.get(row.was), language), **_hidden(stood.get(row.was))}
    return "\n".join(_table(key, fields) for key, fields in tables.items())


def written(taxonomy: nlp.Taxonomy) -> str:
    """The TOML of a taxonomy, for who starts from the general one."""
    return toml(rows(taxonomy, FIRST), taxonomy, FIRST)


def _table(key: str, fields: Mapping[str, Any]) -> str:
    """With a line a language: `name.en = …`."""
    lines = [tomli_w.dumps({key: {}})]
    for name, value in fields.items():
        told = value.items() if isinstance(value, dict) else [("", value)]
        lines += [
            f"{name}.{tomli_w.dumps({language: text})}"
            if language
            else tomli_w.dumps({name: text}, multiline_strings=True)
            for language, text in told
        ]
    return "".join(lines)


def _shown(row: Row, before: nlp.Category | None, language: str) -> dict[str, Any]:
    seeds = [word.strip() for word in row.seeds.replace("\r", "").replace("\n", "、").split("、")]
    was = before or nlp.Category("", "")
    name = _told(row.name, was.name, was.names, language) if row.name else ""
    description = _told(row.description, was.description, was.descriptions, language)
    return {
        "name": name,
        **({"description": description} if description else {}),
        "seeds": [word for word in seeds if word],
    }


def _told(text: str, was: str, by_language: Mapping[str, str], language: str) -> str | dict[str, str]:
    """The text as typed on a page in this language; what it was stays in the others."""
    if text == by_language.get(language, was):
        return dict(by_language) or text
    if not was or (language == FIRST and not by_language):
        return text
    told = {**(by_language or {FIRST: was}), language: text}
    return {each: said for each, said in told.items() if said}


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

"""The word lists in nlp/data: TOML that anyone can read and extend, loaded once when first needed."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import nlp
from nlp.wording.toml_lines import MANY_LINES, parsed
from nlp.wording.words import Words


@cache
def load(name: str, folder: str = "answers") -> dict[str, Any]:
    """The lists of one file, e.g. ``load("degrees")["words"]``.

    A text of several lines is a list of words parted by 、 or by lines: easy to extend, and quick to load.
    """
    path = f"{nlp.__path__[0]}/data/{folder}/{name}.toml"
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib takes 6 ms to load
        text = file.read()
    return _listed(parsed(text)) if MANY_LINES in text else parsed(text)


def _listed(table: dict[str, Any]) -> dict[str, Any]:
    for key, value in table.items():
        if isinstance(value, dict):
            _listed(value)
        elif isinstance(value, str) and "\n" in value:
            table[key] = value.strip("\n").replace("\n", "、").split("、")
    return table


SHORT = r"(?![\s\S]{31})"
"""Before a pattern that can read its words in several ways: 30 signs at most are held to it."""


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first (不满意 before 满意); without words, for nothing.

    Words with the same first character stand together: a long list costs little where none of it fits.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(filter(None, words), key=len, reverse=True):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items()) or "(?!)"


@cache
def pattern(name: str, key: str, folder: str = "answers") -> Words:
    """Any word of one list."""
    return Words((load(name, folder) if folder != "answers" else load(name))[key])

"""The word lists in nlp/data: TOML that anyone can read and extend, loaded once when first needed."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pkgutil import get_data  # pathlib takes 6 ms to load
from typing import Any

from nlp.wording.toml_lines import parsed
from nlp.wording.words import Words


@cache
def load(name: str, folder: str = "answers") -> dict[str, Any]:
    """The lists of one file, e.g. ``load("degrees")["words"]``.

    A text of several lines is a list of words parted by 、 or by lines: easy to extend, and quick to load.
    """
    data = get_data("nlp", f"data/{folder}/{name}.toml") or b""
    return _listed(parsed(data.decode("utf-8")))


def _listed(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _entry(value) for key, value in table.items()}


def _entry(value: Any) -> Any:
    if isinstance(value, dict):
        return _listed(value)
    if isinstance(value, str) and "\n" in value:
        return value.strip("\n").replace("\n", "、").split("、")
    return value


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first (不满意 before 满意); without words, for nothing.

    Words with the same first character stand together: a long list costs little where none of it fits.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items()) or "(?!)"


@cache
def pattern(name: str, key: str, folder: str = "answers") -> Words:
    """Any word of one list."""
    return Words((load(name, folder) if folder != "answers" else load(name))[key])

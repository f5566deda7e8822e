"""The word lists in nlp/data: TOML that anyone can read and extend, loaded once when first needed."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent.parent / "data"


@cache
def load(name: str, folder: str = "answers") -> dict[str, Any]:
    """The lists of one file, e.g. ``load("degrees")["words"]``."""
    return tomllib.loads((_FOLDER / folder / f"{name}.toml").read_text("utf-8"))


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first (不满意 before 满意); without words, for nothing."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


@cache
def pattern(name: str, key: str, folder: str = "answers") -> re.Pattern[str]:
    """Any word of one list."""
    return re.compile(either(load(name, folder)[key]))

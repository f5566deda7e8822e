"""How programs and servers word what is not a reply: data/kinds.toml, patterns that anyone can extend."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def rule(table: str, key: str) -> re.Pattern[str]:
    """Any pattern of one list; case does not matter."""
    return re.compile("|".join(f"(?:{each})" for each in lists()[table][key]), re.IGNORECASE)


@cache
def lists() -> dict[str, Any]:
    return tomllib.loads((files("bot.mail") / "data" / "kinds.toml").read_text(encoding="utf-8"))

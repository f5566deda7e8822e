"""What a browser calls itself, as people say it: `storage/data/agents.toml`."""

import tomllib
from functools import cache

from storage import definitions


def told(agent: str) -> str:
    """The browser and the system, as far as they are known."""
    found = [_first(agent, signs) for signs in _signs().values()]
    return " · ".join(name for name in found if name)


def _first(agent: str, signs: list[list[str]]) -> str:
    return next((name for sign, name in signs if sign in agent), "")


@cache
def _signs() -> dict[str, list[list[str]]]:
    return tomllib.loads((definitions.DATA / "agents.toml").read_text("utf-8"))

"""What stands in the menu: the places that a role uses most come first, as many as a phone has room for."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from admin.pages import Page, Role

FIRST: Final[Mapping[Role, tuple[str, ...]]] = MappingProxyType(
    {
        "viewer": ("summary", "complaints", "matters", "talks"),
        "auditor": ("summary", "complaints", "talks", "requests"),
        "handler": ("summary", "complaints", "follow_ups", "talks"),
        "department_head": ("summary", "complaints", "follow_ups", "talks"),
        "manager": ("summary", "complaints", "follow_ups", "matters"),
        "administrator": ("summary", "complaints", "follow_ups", "talks"),
    }
)
"""By role, the pages that it uses most, by their keys."""


KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "summary": "s",
        "responses": "a",
        "customers": "k",
        "complaints": "c",
        "follow_ups": "u",
        "parked": "p",
        "talks": "t",
        "rounds": "r",
        "surveys": "q",
        "requests": "d",
        "visits": "v",
        "matters": "m",
        "settings": "e",
    }
)
"""By page, the letter that goes there after g."""


class Menu(NamedTuple):
    """Those used most, and the rest, which a phone folds away."""

    first: list[Page]
    rest: list[Page]


def menu(pages: Sequence[Page], role: Role, own: bool = False) -> Menu:
    """Those of these pages that have a place in the menu, for this role; those alone that are there for who
    sees their `own` departments alone."""
    placed = {page.key: page for page in pages if page.place and (page.own or not own)}
    first = [placed.pop(key) for key in FIRST[role] if key in placed]
    return Menu(first, list(placed.values()))

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


class Menu(NamedTuple):
    """Those used most, and the rest, which a phone folds away."""

    first: list[Page]
    rest: list[Page]


def menu(pages: Sequence[Page], role: Role) -> Menu:
    """Those of these pages that have a place in the menu, for this role."""
    placed = {page.key: page for page in pages if page.place}
    first = [placed.pop(key) for key in FIRST[role] if key in placed]
    return Menu(first, list(placed.values()))

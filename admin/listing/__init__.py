"""The lists of the staff's door: what of their address a saved view keeps, and which can be taken along as a
table. One file a list, each exporting a `LISTING`. To add one, add a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final, NamedTuple
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from admin.door import Door, Person

EDGES: Final = ("page", "after", "before")
"""What of an address says which page of the list is shown."""

LONGEST: Final = 100  # characters of a filter that are kept


class Asking(NamedTuple):
    """Who asks for what: the `query` of the list's address, in whose language, when."""

    query: Mapping[str, str]
    asks: Person
    place: Door
    at: datetime


@dataclass(frozen=True, slots=True)
class Table:
    """A list as a table. `columns` are keys of [page.list.column]; `keys` are the ids of all rows in the
    order of the list, `rows` the cells of some of them, as far as they are there still."""

    columns: tuple[str, ...]
    keys: Callable[[Session, Asking], Iterable[int]]
    rows: Callable[[Session, Sequence[int], Asking], list[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Listing:
    """`names` are the filters and orders that a view keeps. What was looked for in words is none of them:
    it may be somebody's name. Without a `path` it stands within another page, and has no views. `own`: it is
    there for who sees their own departments alone. `sorts` are the orders that it can be had in, the usual
    one first: [page.list.order.KEY]."""

    key: str
    path: str
    names: tuple[str, ...]
    table: Table | None = None
    own: bool = False
    sorts: tuple[str, ...] = ()

    def kept(self, query: Mapping[str, str]) -> str:
        """What a view keeps of an address, behind its ?, always in the same order."""
        told = {name: query.get(name, "")[:LONGEST] for name in self.names}
        return urlencode({name: value for name, value in told.items() if value})

    def sorted(self, query: Mapping[str, str]) -> str:
        """The order that an address asks for; the usual one where it is none."""
        asked = query.get("sort", "")
        return asked if asked in self.sorts else ""

    def address(self, kept: str) -> str:
        """The list as this view has it."""
        return f"{self.path}?{kept}" if kept else self.path


@cache
def listings() -> Mapping[str, Listing]:
    """All of them, by key."""
    found = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    made = [module.LISTING for module in found if hasattr(module, "LISTING")]
    return {each.key: each for each in made}

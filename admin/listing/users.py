"""Staff: who has which role, who may sign in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from admin.listing import Asking, Listing, Table
from admin.listing.cells import yes
from storage import departments, users
from storage.domain.locale import Texts
from storage.users import ROLES, Placed

SORTS: Final[Mapping[str, Callable[[Placed], Any]]] = {
    "": lambda each: (not each.active, each.login),
    "name": lambda each: (each.name, each.login),
    "role": lambda each: (ROLES.index(each.role), each.login),
    "department": lambda each: (not each.department, each.department, each.login),
    "open": lambda each: (-each.open, each.login),
}
"""What they can be sorted by; at first who may sign in, by login."""

ONLY: Final = ("", "active", "left")


class Wanted(NamedTuple):
    """Which of them, and in which order; empty words leave all in."""

    only: str = ""
    role: str = ""
    department: str = ""
    sort: str = ""


def asked(session: Session, query: Mapping[str, str]) -> Wanted:
    """What the address asks for; what is not offered leaves all in."""
    choices = (ONLY, ROLES, departments.names(session), SORTS)
    told = (query.get(name, "") for name in Wanted._fields)
    return Wanted(*(value if value in some else "" for value, some in zip(told, choices, strict=True)))


def found(session: Session, wanted: Wanted) -> list[Placed]:
    """These, in this order."""
    some = [each for each in users.placed(session) if _is(each, wanted)]
    return sorted(some, key=SORTS[wanted.sort])


def _is(each: Placed, wanted: Wanted) -> bool:
    return (
        wanted.only in ("", "active" if each.active else "left")
        and wanted.role in ("", each.role)
        and wanted.department in ("", each.department)
    )


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those that the filters show."""
    return (each.id for each in found(session, asked(session, asking.query)))


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    there = {each.id: each for each in users.placed(session)}
    return [_cells(there[key], asking) for key in ids if key in there]


def _cells(row: Placed, asking: Asking) -> Sequence[str]:
    texts = asking.place.texts
    return (
        row.login,
        row.name,
        texts(f"page.role.{row.role}"),
        row.department,
        yes(row.active, texts),
        yes(row.second, texts),
        str(row.open),
        seen(row, texts),
    )


def seen(row: Placed, texts: Texts) -> str:
    """Which departments they see, and what they are in each."""
    if row.scope.sees == "all":
        return texts("page.users.see.all")
    between = texts("page.format.between")
    own = {row.department: row.role, **row.scope.further}
    return between.join(f"{name} {texts(f'page.role.{role}')}" for name, role in own.items())


LISTING = Listing(
    "users",
    "/users",
    Wanted._fields,
    Table(("login", "name", "role", "department", "active", "second", "open", "sees"), keys, rows),
)

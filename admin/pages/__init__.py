"""The staff's pages: one file, one page, each exporting a `PAGE`. To add a page, add a file."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal, get_args

from aiohttp import web

from storage.settings import Settings

Role = Literal["anyone", "viewer", "auditor", "handler", "department_head", "manager", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may use what those before may. The auditor reads everything: a route that asks for one only reads."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """One address and the lowest role that may use it. There is no route without a role. `largest` is how
    many bytes may be posted to it, where that is more than forms need; `proof`: only who has proved of late
    who they are (`admin.proving`); `pace`: under which rule of `storage/data/pace.toml` it counts, where that
    is not the one of its method. `own`: who sees their own departments alone may use it too, where they are
    of that role; all other routes are not there for them."""

    method: Literal["GET", "POST"]
    path: str
    handler: Handler
    role: Role
    largest: int = 0
    proof: bool = False
    pace: str = ""
    own: bool = False

    @property
    def kind(self) -> str:
        """The rule that it counts under."""
        return self.pace or {"GET": "page", "POST": "post"}[self.method]


@dataclass(frozen=True, slots=True)
class Page:
    """`key` names its texts ([page.<key>]); `place` its place in the menu, None where it has none."""

    key: str
    routes: tuple[Route, ...]
    place: int | None = None
    wanted: Callable[[Settings], bool] = lambda settings: True  # noqa: ARG005

    @property
    def path(self) -> str:
        """Where the menu leads to."""
        return self.routes[0].path

    @property
    def own(self) -> bool:
        """Whether it is there for who sees their own departments alone."""
        return self.routes[0].own


def pages(settings: Settings) -> list[Page]:
    """The pages of the folder that these settings want, in the order of the menu."""
    return [page for page in _all() if page.wanted(settings)]


@cache
def _all() -> list[Page]:
    found = [import_module(f"{__name__}.{module.name}").PAGE for module in iter_modules(__path__)]
    return sorted(found, key=lambda page: (page.place or 99, page.key))


def may(role: str, lowest: Role) -> bool:
    """Whether a user of this role may do what asks for `lowest`. A role that is none may nothing."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(lowest)

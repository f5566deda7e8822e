"""Long lists, a page at a time: behind a row or before one (`?after=7`), so that what lies before is not
counted through; `?page=2` where rows have no order that an index knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web
from yarl import URL

from storage.queries.edges import Edge, Page

SIZE = 100  # rows of one page


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a list; `before` and `after` are the addresses of its neighbours, empty at the ends. Before
    a page behind the last one is the first."""

    rows: Sequence[Any]
    before: str
    after: str

    @property
    def beyond(self) -> bool:
        """It lies behind the last page: that nothing is here does not mean that there is nothing."""
        return not self.rows and bool(self.before)


def number(request: web.Request) -> int:
    """The page that the address asks for, from 1; what is no number is the first."""
    asked = request.query.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1


def window(request: web.Request, size: int = 0) -> tuple[int, int]:
    """(limit, offset) to read: one row more than is shown, which tells whether there is a next page. `size`:
    how many are shown, where that is not the usual number."""
    shown = size or SIZE
    return shown + 1, shown * (number(request) - 1)


def sheet(request: web.Request, rows: Sequence[Any], size: int = 0) -> Sheet:
    """What was read for `window`, as the page shows it."""
    shown = size or SIZE
    return cut(request, rows[:shown], len(rows) > shown)


def cut(request: web.Request, rows: Sequence[Any], more: bool) -> Sheet:
    """The rows of this page, and whether there are `more` behind them."""
    at = number(request)
    return Sheet(
        rows,
        before=address(request, at - 1 if rows else 1) if at > 1 else "",
        after=address(request, at + 1) if more else "",
    )


def address(request: web.Request, at: int) -> str:
    """This list at another page, with what else the address asks."""
    return str(request.rel_url.update_query(page=str(at)))


EDGES: Final = ("after", "before")


def edge(request: web.Request) -> Edge | None:
    """Behind which row this page begins (`?after=7`), or before which it ends (`?before=7`)."""
    for name in EDGES:
        typed = request.query.get(name, "")
        if typed.isascii() and typed.isdecimal() and len(typed) < 17:
            return Edge(int(typed), name == "before")
    return None


def along(request: web.Request, page: Page, rows: Sequence[Any], path: str = "") -> Sheet:
    """The rows of a page, with the addresses of its neighbours. `path`: of the list, where it also stands at
    other addresses, which tell what could not be done."""
    here = request.rel_url.with_path(path or request.path, keep_query=True)
    if not page.keys:
        return Sheet([], _from(here) if edge(request) else "", "")
    return Sheet(
        rows,
        before=_from(here, before=page.keys[0]) if page.earlier else "",
        after=_from(here, after=page.keys[-1]) if page.later else "",
    )


def _from(here: URL, **at: int) -> str:
    """This list from another edge, or from its beginning, with what else the address asks."""
    kept = {key: value for key, value in here.query.items() if key not in EDGES}
    return str(here.with_query({**kept, **{key: str(value) for key, value in at.items()}}))

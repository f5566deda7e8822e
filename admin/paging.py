"""Long lists, a page at a time: `?page=2`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

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

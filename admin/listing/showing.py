"""What stands above and below every list: its saved views, the files that it can be had as."""

from collections.abc import Sequence
from typing import NamedTuple

from aiohttp import web
from yarl import URL

from admin.door import door, person
from admin.listing import EDGES, Listing, listings
from admin.listing.handing_out import FORMATS
from admin.pages import may
from storage import views
from storage.views import LONGEST, View


class Bar(NamedTuple):
    """`query` is what the address asks, but for its page; `here` all of it, behind a ?; `kept` what a view
    would keep of it, and `current` the views that are just so. `formats`: none where who reads may not take
    it along. `sort` is the order that it is in, `sorts` are all with the address of each."""

    listing: Listing
    query: str
    here: str
    kept: str
    views: Sequence[View]
    current: Sequence[int]
    formats: Sequence[str]
    sort: str
    sorts: Sequence[tuple[str, str]]
    longest: int = LONGEST


async def bar(request: web.Request, key: str, **more: str) -> Bar:
    """For this list, as who asks sees it. `more`: what is asked of it beside its address."""
    listing, asks = listings()[key], person(request)
    saved = await door(request).read(views.of_list, key, asks.user_id)
    kept = listing.kept(request.query)
    asked = [(name, more.pop(name, value)) for name, value in request.query.items()] + [*more.items()]
    told = [(name, value) for name, value in asked if name not in EDGES]
    formats = FORMATS if listing.table and may(asks.role, "auditor") else ()
    return Bar(
        listing,
        request.rel_url.with_query(told).query_string,
        str(URL().with_query(asked)),
        kept,
        saved,
        [each.id for each in saved if each.query == kept],
        tuple(formats),
        listing.sorted(request.query),
        [(each, _sorted_by(request, listing, each)) for each in listing.sorts],
    )


def _sorted_by(request: web.Request, listing: Listing, order: str) -> str:
    """This list from its beginning in another order."""
    told = [(name, value) for name, value in request.query.items() if name not in (*EDGES, "sort")]
    there = request.rel_url.with_path(listing.path)  # what could not be done is told at another address
    return str(there.with_query([*told, *([("sort", order)] if order else [])]))

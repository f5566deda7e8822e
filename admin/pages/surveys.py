"""The surveys: which there are, which version is in force, which is being written, how many have answered."""

from aiohttp import web

from admin import paging
from admin.door import door
from admin.listing import surveys as listing
from admin.listing.showing import bar
from admin.pages import Page, Route
from admin.rendering import render
from storage.domain.survey import LIFE


async def show(request: web.Request) -> web.Response:
    """The list; what was worked on last comes first, unless another order is asked for."""
    state, above = listing.chosen(request.query.get("state", "")), await bar(request, "surveys")
    found = await door(request).read(listing.listed, state, above.sort)
    most, before = paging.window(request)
    sheet = paging.sheet(request, found[before : before + most])
    states = ("", *LIFE.states)
    return await render(request, "surveys.html", sheet=sheet, bar=above, chosen=state, states=states)


PAGE = Page("surveys", (Route("GET", "/surveys", show, "viewer"),), place=6)

"""The responses (一份答卷): all of them, sought and sorted; what is sought stands in the address."""

from typing import Any, Final

from aiohttp import web
from sqlalchemy.orm import Session

from admin import naming, responses_sought
from admin.door import Door, door, now
from admin.listing.showing import bar
from admin.pages import Page, Route
from admin.paging import along, edge
from admin.rendering import render
from admin.summary import period as periods
from storage.queries import customers, response_rows, responses
from storage.queries.edges import Edge

SIZE = 100  # rows of one page

MAIN: Final = ("period", "survey", "channel", "segment", "state", "sort")
"""The filters that stand in the first row; the others are folded away until one of them is used."""


async def show(request: web.Request) -> web.Response:
    """The list."""
    asked = {key: request.query[key] for key in request.query}
    found = await door(request).read(fetch, asked, door(request), edge(request))
    found["counting"] = str(request.rel_url.update_query(count="yes"))
    sheet = along(request, found.pop("page"), found.pop("rows"))
    return await render(request, "responses.html", sheet=sheet, bar=await bar(request, "responses"), **found)


def fetch(session: Session, asked: dict[str, str], place: Door, at: Edge | None) -> dict[str, Any]:
    """One page of the list, and what can be sought."""
    names = naming.names(session, place.texts.language)
    filters = responses_sought.chosen(session, asked, names, place.texts)
    wanted = responses_sought.within(asked, filters, place.settings.timezone, now())
    whose = customers.these(session, [wanted.customer_id]) if wanted.customer_id is not None else []
    page = responses.page(session, wanted, SIZE, at)
    finer = [each for each in filters if each.key not in MAIN]
    alone = not (page.earlier or page.later)
    return {
        "page": page,
        "rows": response_rows.rows(session, page.keys),
        "total": len(page.keys) if alone else responses.count(session, wanted) if "count" in asked else None,
        "filters": [each for each in filters if each.key in MAIN],
        "finer": finer,
        "finer_used": wanted.below is not None
        or wanted.scored is not None
        or any(each.value for each in finer),
        "used": any(each.value != each.options[0][0] for each in filters) or wanted.below is not None,
        "wanted": wanted,
        "spanned": wanted.period and periods.asked(wanted.period, place.settings.timezone),
        "whose": next(iter(whose), None),
    }


PAGE = Page("responses", (Route("GET", "/responses", show, "viewer"),), place=2)

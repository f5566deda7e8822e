"""The queue of complaints: what is due first; many at once assigned, handed over, taken up, closed."""

from aiohttp import web

from admin import bulk, paging, queueing
from admin.complaint_form import choice
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from storage.domain.complaint import OPEN
from storage.domain.handling import OUTCOMES


async def show(request: web.Request) -> web.Response:
    """The queue: open ones of all at first, else what the address asks for."""
    return await page(request)


async def page(
    request: web.Request, problem: str = "", results: list[bulk.Result] | None = None, status: int = 200
) -> web.Response:
    """The page, with what could not be done, or what came of it."""
    place, asks = door(request), person(request)
    wanted = queueing.asked(request.query, asks)
    found = await place.read(
        queueing.fetch, wanted, asks, place.texts, now(), *paging.window(request, paging.SIZE)
    )
    outcomes = OUTCOMES[wanted.kind or "complaint"]
    return await render(
        request,
        "complaints.html",
        status=status,
        sheet=paging.sheet(request, found.pop("rows")),
        wanted=wanted,
        link=queueing.address,
        problem=problem,
        results=bulk.parted(results) if results is not None else None,
        outcomes=[(each, choice("outcome", each, place.texts)) for each in outcomes],
        open_states=OPEN,
        **found,
    )


async def act(request: web.Request) -> web.Response:
    """Do one thing with those that were picked; the page tells what came of each."""
    place, asks, form = door(request), person(request), await request.post()
    wanted = bulk.act(form)
    if wanted is None:
        raise web.HTTPBadRequest
    if wanted.name == "hand_over":
        if not wanted.owner:
            return await page(request, place.texts("page.refused.no_owner"), status=400)
        chosen = await place.read(bulk.left_behind, queueing.asked(request.query, asks), now())
    else:
        chosen = bulk.picked(form)
    if not chosen:
        return await page(request, place.texts("page.complaints.bulk.none"), status=400)
    return await page(request, results=await bulk.each(place, chosen, wanted, asks.user_id, now()))


PAGE = Page(
    "complaints",
    (
        Route("GET", "/complaints", show, "viewer"),
        Route("POST", "/complaints", act, "handler"),
    ),
    place=3,
)

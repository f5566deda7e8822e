"""The queue of complaints: what is due first; many at once assigned, handed over, taken up, closed."""

from collections.abc import Collection
from typing import Final

from aiohttp import web

from admin import bulk, choosing, paging, queueing
from admin.complaint_form import choice
from admin.door import door, now, person
from admin.listing.showing import bar
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import undoing
from storage.domain.complaint import OPEN
from storage.domain.handling import OUTCOMES

NOTHING: Final = bulk.Act()


async def show(request: web.Request) -> web.Response:
    """The queue: open ones of all at first, else what the address asks for."""
    return await page(request)


async def page(
    request: web.Request,
    problem: str = "",
    results: list[bulk.Result] | None = None,
    status: int = 200,
    came: str = "done",
    typed: bulk.Act = NOTHING,
    kept: Collection[int] = (),
) -> web.Response:
    """The page, with what could not be done, or what `came` of it (done, undone); as it was `typed`, and
    `kept` ticked, it stands there still."""
    place, asks = door(request), person(request)
    wanted = queueing.asked(request.query, asks)
    found = await place.read(
        queueing.fetch, wanted, asks, place.texts, now(), paging.SIZE, paging.edge(request)
    )
    undone = await place.read(undoing.latest, bulk.ASSIGN, asks.user_id, now())
    undone_to = await place.read(bulk.came_to, undone.pairs, place.texts) if undone else ""
    outcomes = OUTCOMES[wanted.kind or "complaint"]
    return await render(
        request,
        "complaints.html",
        status=status,
        sheet=paging.along(request, found.pop("page"), found.pop("rows")),
        wanted=wanted,
        link=queueing.address,
        problem=problem,
        results=bulk.parted(results) if results is not None else None,
        came=came,
        typed=typed,
        kept=kept,
        outcomes=[(each, choice("outcome", each, place.texts)) for each in outcomes],
        open_states=OPEN,
        handed=request.query.get("handed") == "over",
        undone=undone,
        undone_to=undone_to,
        bar=await bar(request, "complaints"),
        **found,
    )


async def act(request: web.Request) -> web.Response:
    """Do one thing with those that were picked; the page tells what came of each."""
    place, asks, form = door(request), person(request), await request.post()
    if "undo" in form:
        return await undo(request, choosing.key(words(form, "undo")))
    wanted = bulk.act(form)
    if wanted is None:
        raise web.HTTPBadRequest
    if wanted.name == "hand_over":
        if not wanted.owner:
            return await page(request, place.texts("page.refused.no_owner"), status=400)
        chosen = await place.read(bulk.left_behind, queueing.asked(request.query, asks), now())
    else:
        chosen = bulk.picked(form)
    to_nobody = wanted.name == bulk.ASSIGN and not (wanted.owner or wanted.department)
    if wrong := "none" if not chosen else "nobody" if to_nobody else "":
        kept = {one.id for one in chosen}
        problem = place.texts(f"page.complaints.bulk.{wrong}")
        return await page(request, problem, status=400, typed=wanted, kept=kept)
    results = await bulk.each(place, chosen, wanted, asks.user_id, now())
    failed = {one.id for one in results if one.problem}
    return await page(request, results=results, typed=wanted if failed else NOTHING, kept=failed)


async def undo(request: web.Request, key: int | None) -> web.Response:
    """Whoever saw to them before does so again; the page tells what came of each."""
    place, asks = door(request), person(request)
    try:
        undone = await place.write(undoing.take, key or 0, bulk.ASSIGN, asks.user_id, now())
    except undoing.Gone:
        return await page(request, place.texts("page.complaints.bulk.undo_gone"), status=409)
    came_back = await bulk.back(place, undone, asks.user_id, now())
    return await page(request, results=came_back, came="undone")


PAGE = Page(
    "complaints",
    (
        Route("GET", "/complaints", show, "viewer", own=True),
        Route("POST", "/complaints", act, "handler", own=True),
    ),
    place=3,
)

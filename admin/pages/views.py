"""What can be done with every list: taken along as a file; its filters saved under a name, and forgotten."""

from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web
from sqlalchemy.orm import Session

from admin import proving
from admin.door import door, now, person
from admin.listing import Asking, Listing, handing_out, listings
from admin.pages import Page, Route, may
from admin.rendering import render
from admin.security import words
from admin.speaking import within
from storage import events, views

LIST: Final = "/lists/{list:[a-z_]{1,20}}"


async def export(request: web.Request) -> web.StreamResponse:
    """All that the filters show, or those of them that were ticked, as a file; that it was taken along is
    kept before the first row is."""
    listing, (form, ticked) = known(request), handing_out.taking(await request.post())
    if listing.table is None or form not in handing_out.FORMATS:
        raise web.HTTPNotFound
    place, asks = door(request), person(request)
    asking = Asking(dict(request.query), asks, place, now())
    found = await place.read(handing_out.keys, listing.table, asking, ticked)
    if ticked is not None and not found:
        return await nothing(request, listing, "gone" if ticked else "none")
    n = handing_out.counted(found, form)
    await place.write(note, asks.user_id, listing.key, f"{form} {n}")
    return await handing_out.hand_out(request, listing, found, asking, form)


async def nothing(request: web.Request, listing: Listing, why: str) -> web.Response:
    """Of what was ticked nothing can be taken along. Ids that the list does not show are looked for in all of
    it: that counts as an export."""
    came = (await request.post()).get(proving.BACK) or request.headers.get("Referer", listing.path)
    problem = door(request).texts(f"page.list.ticked.{why}")
    told = {"place": listing.path, "problem": problem, "back": within(str(came))}
    return await render(request, "list_nothing.html", 400 if why == "none" else 200, **told)


def note(session: Session, user_id: int, key: str, told: str) -> None:
    """Who took which list along, as what, and how many rows."""
    event = events.event(now(), "user", user_id, "export", "staff", key, told, user_id)
    events.append(session, [event])


async def save(request: web.Request) -> web.Response:
    """Keep the filters of the address under the name that was typed."""
    listing, form, asks = viewed(request), await request.post(), person(request)
    kept = listing.kept(dict(parse_qsl(words(form, "query"))))
    shared = words(form, "shared") == "yes" and may(asks.role, "handler")
    name = words(form, "name")
    try:
        await door(request).write(views.save, listing.key, name, kept, shared, asks.user_id, now())
    except views.Refused as refused:
        problem = door(request).texts(f"page.list.refused.{refused.code}", most=views.LONGEST, n=views.MOST)
        told = {"listing": listing, "kept": kept, "name": name, "shared": shared, "longest": views.LONGEST}
        return await render(
            request, "list_view.html", 400, problem=problem, place=listing.path, gone=None, **told
        )
    raise web.HTTPSeeOther(listing.address(kept))


async def drop(request: web.Request) -> web.Response:
    """Forget one; only whose it is may. Who did not mean it keeps it again."""
    listing, key = viewed(request), int(request.match_info["id"])
    gone = await door(request).write(views.drop, listing.key, key, person(request).user_id)
    if gone is None:
        raise web.HTTPNotFound
    return await render(request, "list_view.html", place=listing.path, listing=listing, gone=gone)


def known(request: web.Request) -> Listing:
    """The list that the address names."""
    found = listings().get(request.match_info["list"])
    if found is None or not (found.own or person(request).departments is None):
        raise web.HTTPNotFound
    return found


def viewed(request: web.Request) -> Listing:
    """The same, where it has views."""
    found = known(request)
    if not found.path:
        raise web.HTTPNotFound
    return found


PAGE = Page(
    "list",
    (
        Route("POST", LIST + "/export", export, "auditor", proof=True, pace="export", own=True),
        Route("POST", LIST + "/views", save, "viewer", own=True),
        Route("POST", LIST + "/views/{id:[0-9]{1,9}}/drop", drop, "viewer", own=True),
    ),
)

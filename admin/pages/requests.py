"""What customers ask of their own data: what is due first; one of them carried out, or refused: say why."""

import asyncio
import tempfile
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import quote

from aiohttp import web
from sqlalchemy.orm import Session

from admin import paging
from admin.door import door, now, person
from admin.listing import requests as listing
from admin.listing.showing import bar
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import definitions, events, exporting, handing, holds, requests, users
from storage.domain.machine import NotAllowed
from storage.domain.request import LIFE
from storage.queries import edges
from storage.queries import requests as queries
from storage.queries.edges import Edge
from storage.requests import Request

LONGEST = 1000  # characters of a reason
PIECE = 1 << 18
IN_MEMORY = 8_000_000  # bytes of a file with a customer's data; what is larger is written to a temporary file


@dataclass(frozen=True, slots=True)
class Wrong:
    """What could not be done, why, and what was typed."""

    problem: str
    typed: str = ""
    status: int = 400


async def show(request: web.Request) -> web.Response:
    """The list: open ones at first."""
    chosen = listing.chosen(request.query.get("state", ""))
    above = await bar(request, "requests")
    wanted = listing.wanted(chosen, above.sort, now())
    page, rows, counts = await door(request).read(listed, wanted, paging.edge(request))
    told: dict[str, Any] = {"tabs": counts, "chosen": chosen, "choices": listing.CHOICES, "bar": above}
    return await render(request, "requests.html", sheet=paging.along(request, page, rows), **told)


def listed(
    session: Session, wanted: requests.Wanted, edge: Edge | None
) -> tuple[edges.Page, list[queries.Asked], dict[str, int]]:
    """The requests to list with their customers, and how many there are under each choice."""
    page = requests.page(session, wanted, paging.SIZE, edge)
    found = requests.those(session, page.keys)
    return page, queries.with_customers(session, found), queries.tally(session, now())


async def show_one(request: web.Request) -> web.Response:
    """One request."""
    return await one(request)


async def one(request: web.Request, wrong: Wrong | None = None) -> web.Response:
    """The page, with what could not be done."""
    try:
        found = await door(request).read(fetch, number(request))
    except requests.Unknown:
        raise web.HTTPNotFound from None
    status = wrong.status if wrong else 200
    return await render(request, "request.html", status=status, wrong=wrong, **found)


def fetch(session: Session, request_id: int) -> dict[str, Any]:
    """All that the page of one request shows. Raises requests.Unknown."""
    found = requests.one(session, request_id)
    names = {user.id: user.name for user in users.listing(session)}
    history = events.of(session, "request", request_id)
    return {
        "asked": found,
        "customer": queries.with_customers(session, [found])[0],
        "concerns": queries.concerns(session, found.customer_id),
        "open_complaints": queries.open_complaints(session, found.customer_id),
        "triggers": LIFE.triggers(found.state),
        "holds": holds.of_customer(session, found.customer_id) if found.kind == "erase" else [],
        "days": definitions.policy().retention.link,
        "events": [{**event, "name": names.get(event["user_id"] or 0, "")} for event in history],
    }


async def give(request: web.Request) -> web.Response:
    """Hand the customer their data."""
    return await carried_out(request, "export", handing.give)


async def erase(request: web.Request) -> web.Response:
    """Forget the customer; only who has ticked that they are sure."""
    if words(await request.post(), "sure") != "yes":
        return await one(request, Wrong(door(request).texts("page.requests.sure_needed")))
    return await carried_out(request, "erase", handing.erase)


async def carried_out(request: web.Request, kind: str, verb: Any) -> web.Response:
    """Do it, unless it is another kind of request, or a colleague was quicker."""
    try:
        found = await door(request).read(requests.one, number(request))
        if found.kind != kind:
            raise web.HTTPNotFound
        await door(request).write(verb, number(request), person(request).user_id, now())
    except (requests.Unknown, NotAllowed):
        return await stale(request)
    except holds.Held:
        return await one(request, Wrong(door(request).texts("page.hold.not_erased"), status=409))
    return back(request)


async def refuse(request: web.Request) -> web.Response:
    """Refuse it; the customer is told why."""
    reason = words(await request.post(), "reason")
    if not 0 < len(reason) <= LONGEST:
        problem = door(request).texts("page.requests.reason_needed", most=LONGEST)
        return await one(request, Wrong(problem, reason))
    try:
        await door(request).write(requests.refuse, number(request), person(request).user_id, reason, now())
    except (requests.Unknown, NotAllowed):
        return await stale(request, reason)
    return back(request)


async def download(request: web.Request) -> web.StreamResponse:
    """The same file for staff, to be handed over by them; only while the customer waits for it."""
    try:
        found = await door(request).read(requests.one, number(request))
        if found.kind != "export":
            raise web.HTTPNotFound
        await door(request).write(requests.downloaded, found.id, person(request).user_id, now())
    except requests.Unknown:
        raise web.HTTPNotFound from None
    except NotAllowed:
        return await stale(request)
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        await door(request).read(written, found, file)
        return await handed(request, file, f"{found.number}.zip")


def written(session: Session, found: Request, file: IO[bytes]) -> None:
    """Write the file with the customer's data."""
    exporting.write(session, found.customer_id, file, now(), to_staff=True)


async def handed(request: web.Request, file: IO[bytes], name: str) -> web.StreamResponse:
    """This file as a download, piece by piece."""
    told = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response = web.StreamResponse(headers={"Content-Disposition": told})
    response.content_type = "application/zip"
    response.content_length = file.tell()
    await response.prepare(request)
    file.seek(0)
    while piece := await asyncio.to_thread(file.read, PIECE):
        await response.write(piece)
    return response


async def stale(request: web.Request, typed: str = "") -> web.Response:
    """A colleague was quicker."""
    return await one(request, Wrong(door(request).texts("page.requests.stale"), typed, 409))


def number(request: web.Request) -> int:
    """The request that the address names."""
    return int(request.match_info["id"])


def back(request: web.Request) -> web.Response:
    """To the request."""
    raise web.HTTPSeeOther(f"/requests/{number(request)}")


ONE = "/requests/{id:[0-9]{1,9}}"

PAGE = Page(
    "requests",
    (
        Route("GET", "/requests", show, "viewer"),
        Route("GET", ONE, show_one, "viewer"),
        Route("POST", ONE + "/give", give, "handler", proof=True),
        Route("POST", ONE + "/download", download, "handler", proof=True, pace="export"),
        Route("POST", ONE + "/erase", erase, "handler", proof=True),
        Route("POST", ONE + "/refuse", refuse, "handler"),
    ),
    place=7,
)

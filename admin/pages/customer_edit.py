"""What staff change in the file of a customer; who comes late is shown what differs."""

from typing import Any

from aiohttp import web

from admin import customer_form
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import revision
from storage.customers import keeping
from storage.customers.keeping import Stale, Unfit, Unknown
from storage.queries import customer_list


async def edit(request: web.Request) -> web.Response:
    """The form with what is in the file."""
    found = await known(request)
    return await form_page(request, found, found.told, {})


async def known(request: web.Request) -> keeping.File:
    """The file that the address names; one that is to be changed has not gone on in another."""
    try:
        found = await door(request).read(keeping.one, number(request))
    except Unknown:
        raise web.HTTPNotFound from None
    if found.merged_into is not None:
        raise web.HTTPNotFound
    return found


async def form_page(
    request: web.Request,
    found: keeping.File,
    typed: dict[str, Any],
    wrong: dict[str, str],
    status: int = 200,
    taken_by: int | None = None,
) -> web.Response:
    """The form with what was typed; where the file has changed meanwhile, with what is different there;
    `taken_by` who has the number already."""
    segments = await door(request).read(customer_list.segments)
    stale = customer_form.differing(found.told, typed) if status == web.HTTPConflict.status_code else None
    values = {"file": found, "typed": typed, "wrong": wrong, "segments": segments, "stale": stale}
    shown = {**values, "taken_by": taken_by, **customer_form.OFFERED}
    return await render(request, "customer_edit.html", status=status, place="/customers", **shown)


async def amend(request: web.Request) -> web.Response:
    """Keep what was typed; who comes late is shown what is there now, and decides."""
    form = await request.post()
    typed, seen = customer_form.told(form), revision(form)
    await known(request)
    try:
        await door(request).write(keeping.amend, number(request), typed, seen, person(request).user_id, now())
    except Unknown:
        raise web.HTTPNotFound from None
    except Unfit as why:
        found = (await known(request))._replace(revision=seen)
        return await form_page(request, found, typed, dict(why.fields), 400, why.taken_by)
    except Stale:
        return await form_page(request, await known(request), typed, {}, 409)
    raise web.HTTPSeeOther(f"/customers/{number(request)}")


def number(request: web.Request) -> int:
    """The customer whom the address names."""
    return int(request.match_info["id"])


ONE = "/customers/{id:[0-9]{1,9}}/edit"

PAGE = Page(
    "customer_edit",
    (Route("GET", ONE, edit, "handler", own=True), Route("POST", ONE, amend, "handler", own=True)),
)

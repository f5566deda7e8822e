"""The customers: who they are and what is open with them, found and filtered in the address; a new file."""

from collections.abc import Collection
from itertools import pairwise
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import customer_form, segmenting
from admin.customers_sought import address, asked
from admin.door import door, now, person
from admin.listing import ticked
from admin.listing.showing import bar
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import one_time_keys
from storage.customers import keeping
from storage.domain.customer import KINDS, LONGEST
from storage.queries import customer_list
from storage.queries.customer_list import ONLY, ORDERS, Asked

SIZE = 100  # rows of one page
NEXT = dict(pairwise((*ORDERS, ORDERS[0])))
"""What the head of the names leads to, by the order that the list is in."""


async def show(request: web.Request) -> web.Response:
    """The list."""
    return await page(request)


async def page(
    request: web.Request,
    problem: str = "",
    results: list[segmenting.Result] | None = None,
    typed: str = "",
    status: int = 200,
    kept: Collection[int] = (),
) -> web.Response:
    """The page, with what could not be done with those ticked, or what came of it; `typed`: their segment,
    `kept`: who stays ticked."""
    wanted = asked(request.query)
    rows, segments = await door(request).read(fetch, wanted)
    return await render(
        request,
        "customers.html",
        status=status,
        problem=problem,
        results=segmenting.parted(results) if results is not None else None,
        typed=typed,
        kept=kept,
        longest=LONGEST,
        rows=rows[:SIZE],
        after=address(wanted._replace(after=rows[SIZE - 1].id)) if len(rows) > SIZE else "",
        first=address(wanted._replace(after=0)) if wanted.after else "",
        asked=wanted,
        by_name=address(wanted._replace(order=NEXT[wanted.order], after=0)),
        tabs=[(only, address(wanted._replace(only=only, after=0))) for only in ONLY],
        choices={"kind": KINDS, "segment": segments, "order": ORDERS[1:]},
        filtered=any(wanted._replace(order="", after=0)),
        bar=await bar(request, "customers"),
    )


def fetch(session: Session, wanted: Asked) -> tuple[list[customer_list.Row], list[str]]:
    """A page of the list and one row more, and the segments that there are."""
    segments = dict.fromkeys([*customer_list.segments(session), *filter(None, [wanted.segment])])
    return customer_list.listing(session, wanted, SIZE + 1), list(segments)


async def many(request: web.Request) -> web.Response:
    """Another segment for those that were ticked; the page tells of whom not, and why."""
    texts, form = door(request).texts, await request.post()
    if words(form, "act") != "segment":
        raise web.HTTPBadRequest
    segment, boxes = words(form, "segment"), [box for box in ticked.boxes(form) if box.seen is not None]
    problem = "" if boxes else texts("page.customers.many.none")
    if not segment:
        problem = texts("page.customers.many.no_segment")
    elif len(segment) > LONGEST["segment"]:
        problem = texts("page.customer.wrong.too_long", most=LONGEST["segment"])
    if problem:
        kept = {box.ids[0] for box in boxes}
        return await page(request, problem, typed=segment, status=400, kept=kept)
    results = await segmenting.each(door(request), boxes, segment, person(request).user_id, now())
    failed = {one.id for one in results if one.problem}
    return await page(request, results=results, typed=segment if failed else "", kept=failed)


async def new(request: web.Request) -> web.Response:
    """The form, empty."""
    return await form_page(request, dict(customer_form.EMPTY), {}, one_time_keys.fresh())


async def form_page(
    request: web.Request,
    typed: dict[str, Any],
    wrong: dict[str, str],
    once: str,
    status: int = 200,
    taken_by: int | None = None,
) -> web.Response:
    """The form with what was typed, and what is wrong with it; `taken_by` who has the number already."""
    segments = await door(request).read(customer_list.segments)
    values = {"typed": typed, "wrong": wrong, "once": once, "segments": segments, "taken_by": taken_by}
    return await render(
        request, "customer_new.html", status=status, place="/customers", **values, **customer_form.OFFERED
    )


async def save(request: web.Request) -> web.Response:
    """Keep it, once however often the form is sent; what could not be kept stays in the form."""
    form = await request.post()
    typed, once = customer_form.told(form), words(form, "once")
    try:
        made = await door(request).write(keep, typed, once, person(request).user_id)
    except keeping.Unfit as why:
        return await form_page(request, typed, dict(why.fields), once, 400, why.taken_by)
    raise web.HTTPSeeOther(f"/customers/{made}" if made else "/customers")


def keep(session: Session, typed: dict[str, Any], once: str, user_id: int) -> int | None:
    """The new file, or what came of this form before. Raises Unfit."""
    at = now()
    if not one_time_keys.first(session, once, user_id, at):
        return one_time_keys.came_of(session, once, user_id)
    made = keeping.begin(session, typed, user_id, at)
    one_time_keys.made(session, once, user_id, made)
    return made


PAGE = Page(
    "customers",
    (
        Route("GET", "/customers", show, "viewer", own=True),
        Route("POST", "/customers", many, "handler", own=True),
        Route("GET", "/customers/new", new, "handler"),
        Route("POST", "/customers/new", save, "handler"),
    ),
    place=3,
)

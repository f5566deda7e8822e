"""Visits and calls (A9): what staff wrote down of them, the latest first; one more."""

from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.orm import Session

from admin import choosing, paging
from admin.complaint_form import posted
from admin.door import door, now, person
from admin.listing.showing import bar
from admin.pages import Page, Route
from admin.rendering import render
from storage import one_time_keys, visits
from storage.domain.form import LONGEST
from storage.queries import customers, edges
from storage.queries.edges import Edge
from storage.visits import FIELDS, KINDS, MARKET, Told, Unfit

OWN = ("kind", "at", "customer", "complaint", "once")
LARGEST = 2_000_000  # bytes of the form: eight fields, as a browser writes them


async def show(request: web.Request) -> web.Response:
    """The list: of all, or of one customer."""
    customer = choosing.key(request.query.get("customer", ""))
    above = await bar(request, "visits")
    page, rows, whose = await door(request).read(listed, customer, paging.edge(request), above.sort)
    sheet = paging.along(request, page, rows)
    return await render(request, "visits.html", sheet=sheet, whose=whose, bar=above)


def listed(
    session: Session, customer: int | None, edge: Edge | None, sort: str
) -> tuple[edges.Page, list[visits.Visit], Any]:
    """The visits of one page, and the customer whose they are, where it is one."""
    page = visits.page(session, customer, paging.SIZE, edge, sort)
    whose = customers.these(session, [customer]) if customer is not None else []
    return page, visits.those(session, page.keys), next(iter(whose), None)


async def new(request: web.Request) -> web.Response:
    """The form, empty; of the complaint, or the customer, that the address names."""
    q, number = choosing.asked(request), request.query.get("complaint", "")
    of = await door(request).read(visits.customer_of, number) if number else None
    zone = ZoneInfo(door(request).settings.timezone)
    first = {"kind": KINDS[0], "at": choosing.written(now(), zone), "complaint": number}
    first["customer"] = str(of) if of else request.query.get("customer", "")
    typed = {**dict.fromkeys(FIELDS, ""), **first, "once": one_time_keys.fresh()}
    return await form_page(request, typed, {}, q)


async def form_page(
    request: web.Request, typed: dict[str, str], wrong: dict[str, str], q: str = "", status: int = 200
) -> web.Response:
    """The form with what was typed, what is wrong with it, and the customers found."""
    place = door(request)
    words = [q] if q else []
    found = await place.read(choosing.offered, words, typed["customer"])
    told = {name: place.texts(f"page.visits.wrong.{code}", most=LONGEST) for name, code in wrong.items()}
    values: dict[str, Any] = {"typed": typed, "wrong": told, "found": found, "q": q, "looked": bool(words)}
    return await render(
        request,
        "visit_new.html",
        status=status,
        place="/visits",
        kinds=KINDS,
        market=MARKET,
        most=LONGEST,
        **values,
    )


async def save(request: web.Request) -> web.Response:
    """Keep it, once however often the form is sent; what could not be kept stays in the form."""
    form, place = await request.post(), door(request)
    typed = dict.fromkeys((*OWN, *FIELDS), "") | posted(form, (*OWN, *FIELDS))
    told = Told(
        kind=typed["kind"],
        at=choosing.moment(typed["at"], ZoneInfo(place.settings.timezone)),
        customer_id=choosing.key(typed["customer"]),
        complaint=typed["complaint"].upper(),
        words={name: typed[name] for name in FIELDS},
    )
    try:
        await place.write(keep, told, typed["once"], person(request).user_id)
    except Unfit as why:
        return await form_page(request, typed, dict(why.fields), status=400)
    raise web.HTTPSeeOther("/visits")


def keep(session: Session, told: Told, once: str, user_id: int) -> None:
    """Keep it, unless this form has been sent before. Raises Unfit."""
    at = now()
    if one_time_keys.first(session, once, user_id, at):
        visits.add(session, told, user_id, at)


PAGE = Page(
    "visits",
    (
        Route("GET", "/visits", show, "viewer", own=True),
        Route("GET", "/visits/new", new, "handler", own=True),
        Route("POST", "/visits/new", save, "handler", largest=LARGEST, own=True),
    ),
    place=3,
)

"""The file of one customer (A8): who they are, how they are reached, all that happened in one line; what
staff add to it, and ask to be shown."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.orm import Session

from admin import choosing, customer_form
from admin.door import acting, door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import hiding, holds, joining, looks, sealing
from storage.customers import contacting, keeping, ordering
from storage.customers.keeping import Unfit, Unknown
from storage.domain import request as law
from storage.domain.intake import CHANNELS
from storage.queries import customer_file, customer_line
from storage.queries.customer_line import KINDS, Before

CONTACT = ("contact_kind", "contact", "label")
ORDER = ("order_number", "order_product", "ordered_on")
REQUEST = ("request_kind", "request_channel", "request_received", "request_identified")
TYPED = (*CONTACT, *ORDER, *REQUEST, "hold")


@dataclass(frozen=True, slots=True)
class Aside:
    """What one page of the file has beside what is kept: what is wrong with what was typed, or what was asked
    to be shown, by the form that asked (contact:5, talk:7). `gone` is what was just removed: the fields by
    which it can be put back, where `to` is."""

    wrong: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    status: int = 200


async def show(request: web.Request) -> web.Response:
    """The file; of one that has gone on in another, that one."""
    return await file(request, Aside())


async def file(request: web.Request, aside: Aside) -> web.Response:
    """The page."""
    await acting(request, hiding.known, number(request))
    kind, before = request.query.get("kind", ""), marked(request.query.get("before", ""))
    try:
        found = await door(request).read(fetch, number(request), kind, before)
    except Unknown:
        raise web.HTTPNotFound from None
    if found["file"].merged_into is not None:
        raise web.HTTPSeeOther(f"/customers/{found['file'].merged_into}")
    more = {"chosen": kind if kind in KINDS else "", "parts": ("", *KINDS), "first": before is None}
    typed = dict.fromkeys(TYPED, "") | aside.typed
    values = {
        "wrong": aside.wrong,
        "typed": typed,
        "shown": aside.shown,
        "gone": aside.gone,
        "place": "/customers",
        "asks": {
            "kinds": law.KINDS,
            "channels": CHANNELS,
            "most": law.LONGEST,
            "now": choosing.written(now(), ZoneInfo(door(request).settings.timezone)),
        },
    }
    return await render(
        request, "customer.html", status=aside.status, **found, **more, **values, **customer_form.OFFERED
    )


def fetch(session: Session, customer_id: int, kind: str, before: Before | None) -> dict[str, Any]:
    """All that the page shows. Raises Unknown."""
    found = keeping.one(session, customer_id)
    line, after = customer_line.line(session, customer_id, kind, before)
    return {
        "file": found,
        "contacts": contacting.of(session, customer_id),
        "places": customer_file.places(session, customer_id),
        "orders": ordering.of(session, customer_id),
        "figures": customer_file.figures(session, customer_id),
        "alike": customer_file.alike(session, found),
        "joinings": joining.of(session, customer_id, now()),
        "looked": looks.at_customer(session, customer_id),
        "holds": holds.of_customer(session, customer_id),
        "line": line,
        "after": "~".join((after.at.isoformat(), after.kind, str(after.id))) if after else "",
    }


def marked(typed: str) -> Before | None:
    """Where the page before ended, as the address has it; None where it says nothing."""
    at, _, rest = typed.partition("~")
    kind, _, key = rest.partition("~")
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return None
    plain = key.isascii() and key.isdecimal() and len(key) < 16
    return Before(when, kind, int(key)) if when.tzinfo and kind in KINDS and plain else None


async def contact(request: web.Request) -> web.Response:
    """One more way to reach them."""
    form = await request.post()
    typed = {name: words(form, name) for name in CONTACT}
    return await changed(request, typed, contacting.add, *typed.values())


async def drop_contact(request: web.Request) -> web.Response:
    """It is theirs no more; who did not mean it puts it back."""
    told = number(request), int(request.match_info["contact"]), person(request).user_id, now()
    try:
        slip = await door(request).write(contacting.drop, *told)
    except Unknown:
        raise web.HTTPNotFound from None
    return await file(request, Aside(gone={"to": "contacts/back", "slip": slip} if slip else {}))


async def contact_back(request: web.Request) -> web.Response:
    """What was removed by mistake is theirs again."""
    slip = words(await request.post(), "slip")
    try:
        return await changed(request, {}, contacting.put_back, slip)
    except contacting.Gone:
        return await file(request, Aside({"contact": "gone"}, status=409))


async def order(request: web.Request) -> web.Response:
    """An order, by hand."""
    form = await request.post()
    typed = {name: words(form, name) for name in ORDER}
    on = day(typed["ordered_on"])
    if typed["ordered_on"] and on is None:
        return await file(request, Aside({"ordered_on": "not_day"}, typed, status=400))
    told = {"number": typed["order_number"], "product": typed["order_product"]}
    return await changed(request, typed, ordering.add, told, on)


def day(typed: str) -> date | None:
    """A day as a field of a form has it; None where it is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


async def drop_order(request: web.Request) -> web.Response:
    """It was never theirs; who did not mean it puts it back."""
    told = number(request), int(request.match_info["order"]), person(request).user_id, now()
    try:
        was = await door(request).write(ordering.drop, *told)
    except Unknown:
        raise web.HTTPNotFound from None
    on = was.ordered_on.isoformat() if was.ordered_on else ""
    typed = dict(zip(ORDER, (was.number, was.product, on), strict=True))
    return await file(request, Aside(gone={"to": "orders", **typed}))


async def changed(request: web.Request, typed: dict[str, str], verb: Any, *told: Any) -> web.Response:
    """Back to the file, with it kept; what could not be kept stays in its form."""
    values = (number(request), *told, person(request).user_id, now())
    try:
        await door(request).write(lambda session: verb(session, *values))
    except Unknown:
        raise web.HTTPNotFound from None
    except Unfit as why:
        return await file(request, Aside(dict(why.fields), typed, status=400))
    return back(request)


async def reveal(request: web.Request) -> web.Response:
    """An address that somebody asks for, on this page alone; that they did is kept."""
    of = words(await request.post(), "of")
    kind, _, key = of.partition(":")
    verb: Any = {"contact": contacting.show, "talk": customer_file.address}.get(kind)
    if verb is None or not (key.isascii() and key.isdecimal() and len(key) < 10):
        raise web.HTTPNotFound
    try:
        told = await door(request).write(verb, number(request), int(key), person(request).user_id, now())
    except Unknown:
        raise web.HTTPNotFound from None
    except sealing.Unopened:
        return await file(request, Aside({of: "unopened"}, status=409))
    return await file(request, Aside(shown={of: told}))


def number(request: web.Request) -> int:
    """The customer whom the address names."""
    return int(request.match_info["id"])


def back(request: web.Request) -> web.Response:
    """To the file."""
    raise web.HTTPSeeOther(f"/customers/{number(request)}")


ONE = "/customers/{id:[0-9]{1,9}}"

PAGE = Page(
    "customer",
    (
        Route("GET", ONE, show, "viewer", own=True),
        Route("POST", ONE + "/show", reveal, "handler", own=True),
        Route("POST", ONE + "/contacts", contact, "handler", own=True),
        Route("POST", ONE + "/contacts/back", contact_back, "handler", own=True),
        Route("POST", ONE + "/contacts/{contact:[0-9]{1,9}}/drop", drop_contact, "handler", own=True),
        Route("POST", ONE + "/orders", order, "handler", own=True),
        Route("POST", ONE + "/orders/{order:[0-9]{1,9}}/drop", drop_order, "handler", own=True),
    ),
)

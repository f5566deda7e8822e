"""What a customer asks of their own data by phone, on paper or in person: taken down in their file."""

from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from admin import choosing
from admin.door import door, now, person
from admin.pages import Page, Route, customer
from admin.pages.customer import Aside
from admin.security import words
from storage import requests
from storage.customers.keeping import Unfit, Unknown
from storage.domain.request import Typed

FORM: Final = "request_"
"""What its fields begin with, among the forms of a file."""

FIELDS: Final = ("kind", "channel", "received", "identified")


async def take_down(request: web.Request) -> web.Response:
    """Keep it, and go to it: to the one they wait for already, where there is one."""
    form, place, asks = await request.post(), door(request), person(request)
    typed = {name: words(form, FORM + name) for name in FIELDS}
    received = choosing.moment(typed["received"], ZoneInfo(place.settings.timezone))
    told = Typed(typed["kind"], typed["channel"], received, typed["identified"])
    try:
        key = await place.write(requests.take_down, customer.number(request), told, asks.user_id, now())
    except Unknown:
        raise web.HTTPNotFound from None
    except Unfit as why:
        wrong = {FORM + name: code for name, code in why.fields.items()}
        kept = {FORM + name: each for name, each in typed.items()}
        return await customer.file(request, Aside(wrong, kept, status=400))
    if asks.departments is not None:  # the requests of all are not theirs to see
        raise web.HTTPSeeOther(f"/customers/{customer.number(request)}?kind=requests")
    raise web.HTTPSeeOther(f"/requests/{key}")


PAGE = Page("customer_request", (Route("POST", customer.ONE + "/requests", take_down, "handler", own=True),))

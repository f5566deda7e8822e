"""A complaint that came by phone, on paper or in person is typed in by staff (GB/T 19012 7.2)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.orm import Session

from admin import choosing, intake_form
from admin.complaint_form import Kept, inputs
from admin.door import Door, door, now, person
from admin.intake_form import ACT, FIELDS
from admin.pages import Page, Route
from admin.rendering import render
from storage import complaints, one_time_keys
from storage.domain import intake
from storage.domain.handling import Refused
from storage.domain.intake import BLANK, CHANNELS, LONGEST_STORY

LARGEST = 4_000_000  # bytes of the form: 100,000 characters, as a browser writes them


async def show(request: web.Request) -> web.Response:
    """The form, empty, with the customers who were looked for."""
    q, chosen = choosing.asked(request), request.query.get("customer", "")
    once = one_time_keys.fresh()
    typed = intake_form.empty(chosen, now(), zone(door(request)), once)
    return await form_page(request, Kept(ACT, typed), [q] if q else [], q)


async def form_page(
    request: web.Request, kept: Kept, words: list[str], q: str = "", status: int = 200
) -> web.Response:
    """The form with what was typed, what is wrong with it, and the customers found by these words."""
    place = door(request)
    found = await place.read(choosing.offered, words, kept.typed["customer"])
    values: dict[str, Any] = {
        "kept": kept,
        "fields": inputs(ACT, FIELDS, BLANK, kept, {}, place.texts),
        "channels": CHANNELS,
        "longest": LONGEST_STORY,
        "q": q,
        "looked": bool(words),
        "found": found,
        "departments": list(place.departments or ()),
    }
    return await render(request, "complaint_new.html", status=status, place="/complaints", **values)


async def save(request: web.Request) -> web.Response:
    """Register it; or only look for its customer, by what is typed so far."""
    form, place = await request.post(), door(request)
    typed = intake_form.typed(form)
    if "find" in form:
        words = [typed[name] for name in ("name", "contact", "order_number") if typed.get(name)]
        return await form_page(request, Kept(ACT, typed), words)
    meant, user = intake_form.values(typed, zone(place)), person(request).user_id
    try:
        made = await place.write(register, meant, typed["once"], user, now(), department(place, typed))
    except Refused as why:
        return await form_page(request, Kept(ACT, typed, why.fields), [], status=400)
    raise web.HTTPSeeOther(f"/complaints/{made}" if made else "/complaints")


def department(place: Door, typed: dict[str, str]) -> str:
    """Which one it is of: of those that who asks sees alone the one, or the chosen one; none where they see
    all."""
    own = place.departments or ()
    return own[0] if len(own) == 1 else typed["department"] if own else ""


def register(
    session: Session, meant: intake.Typed, once: str, user_id: int, at: datetime, department: str
) -> int | None:
    """Register it, once however often the form is sent; its id. Raises Refused."""
    if not one_time_keys.first(session, once, user_id, at):
        return one_time_keys.came_of(session, once, user_id)
    taken = complaints.take(session, meant, user_id, at, department)
    one_time_keys.made(session, once, user_id, taken)
    return taken


def zone(place: Door) -> ZoneInfo:
    """Where the organisation is."""
    return ZoneInfo(place.settings.timezone)


PAGE = Page(
    "complaint_new",
    (
        Route("GET", "/complaints/new", show, "handler", own=True),
        Route("POST", "/complaints/new", save, "handler", largest=LARGEST, own=True),
    ),
)

"""Whose conduct a complaint is about: said by who leads, and from then on kept from that colleague."""

from aiohttp import web

from admin import choosing
from admin.complaint_form import Kept, posted
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.pages.complaint import ONE, back, not_done, number
from admin.security import revision
from storage import complaints
from storage.complaints import Stale
from storage.domain.handling import Refused

ACT = "concern"


async def save(request: web.Request) -> web.Response:
    """It is about this colleague, or about none. Who says so of themselves sees no more of it."""
    form, asks = await request.post(), person(request)
    typed, seen = posted(form, ("person",)), revision(form)
    about = choosing.named(typed.get("person", ""))
    try:
        await door(request).write(complaints.concern, number(request), about, asks.user_id, now(), seen)
    except (complaints.Unknown, Stale, Refused) as why:
        return await not_done(request, why, seen, Kept(ACT, typed))
    if about == asks.user_id:
        raise web.HTTPSeeOther("/complaints")
    return back(request)


PAGE = Page("complaint_concern", (Route("POST", f"{ONE}/{ACT}", save, "department_head", own=True),))

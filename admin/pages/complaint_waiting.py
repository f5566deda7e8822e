"""The customer of a complaint is asked something and waited for, while its time limits stand still."""

from aiohttp import web

from admin.door import door, now, person
from admin.pages import Page, Route
from admin.pages.complaint import ONE, back, not_done, number, written
from admin.security import revision
from storage import complaints
from storage.complaints import Stale
from storage.domain.handling import Refused


async def pause(request: web.Request) -> web.Response:
    """Ask the customer, over the channel that the complaint came by."""
    return await written(request, complaints.pause, checked=True)


async def resume(request: web.Request) -> web.Response:
    """Wait no more."""
    seen = revision(await request.post())
    try:
        await door(request).write(complaints.resume, number(request), person(request).user_id, now(), seen)
    except (complaints.Unknown, Stale, Refused) as why:
        return await not_done(request, why, seen)
    return back(request)


PAGE = Page(
    "complaint_waiting",
    (
        Route("POST", ONE + "/pause", pause, "handler", own=True),
        Route("POST", ONE + "/resume", resume, "handler", own=True),
    ),
)

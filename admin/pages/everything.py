"""All that the organisation has, to be taken elsewhere as one file."""

from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.orm import Session

from admin import everything
from admin.ahead import ahead
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from storage import events

HERE = "/everything"


async def show(request: web.Request) -> web.Response:
    """What it is, and what is not in it."""
    return await render(request, "everything.html", place="/settings")


async def take(request: web.Request) -> web.StreamResponse:
    """The file, sent as it is written, however slowly it is taken: none who takes it keeps the database
    waiting. That it was taken along is kept first."""
    place, asks, at = door(request), person(request), now()
    await place.write(note, asks.user_id)
    name = f"manyi-{at.astimezone(ZoneInfo(place.settings.timezone)):%Y%m%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": everything.KIND}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    try:
        async with ahead(everything.pieces(place.engine, asks.user_id, at)) as pieces:
            async for piece in pieces:
                await response.write(piece)
    except BaseException:
        if request.transport is not None:
            request.transport.abort()  # what is half a file must not look like a whole one
        raise
    await response.write_eof()
    return response


def note(session: Session, user_id: int) -> None:
    """Who took everything along."""
    told = ("staff", "everything", "zip", user_id)
    events.append(session, [events.event(now(), "user", user_id, "export", *told)])


PAGE = Page(
    "everything",
    (
        Route("GET", HERE, show, "administrator"),
        Route("POST", HERE, take, "administrator", proof=True, pace="export"),
    ),
)

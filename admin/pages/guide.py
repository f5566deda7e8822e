"""The guided page of a demonstration: the chat on the left, what staff see of it on the right."""

from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import naming, warming
from admin.door import door
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import policy
from storage.domain.complaint import OPEN
from storage.queries import complaints, readings, talks


async def show(request: web.Request) -> web.Response:
    """The page; it alone may show the customers' door in a frame."""
    place = door(request)
    found = await place.read(fetch, place.texts.language)
    steps = list(place.texts.section("page.guide.step").values())
    chat = place.settings.bot_address
    response = await render(request, "guide.html", chat=chat + "/", steps=steps, open_states=OPEN, **found)
    response.headers["Content-Security-Policy"] = policy(frames=chat)
    return response


def fetch(session: Session, language: str) -> dict[str, Any]:
    """What is known of the talk in which something was said last."""
    newest, loading = readings.newest_talk(session), warming.going_on(session)
    talk, names = talks.talk(session, newest) if newest else None, naming.names(session, language)
    if talk is None:
        nothing: dict[str, Any] = {"talk": None, "answers": [], "index": None, "complaint": None}
        return {**nothing, "loading": loading, "names": names}
    read = readings.of_conversation(session, talk.id)
    theirs = complaints.of_conversation(session, talk.id)
    return {
        "talk": talk,
        "answers": list(reversed(read.answers)) if read else [],
        "index": read.index if read else None,
        "complaint": theirs[0] if theirs else None,
        "loading": loading,
        "names": names,
    }


PAGE = Page(
    "guide",
    (Route("GET", "/guide", show, "viewer"),),
    place=5,
    wanted=lambda settings: settings.demo,
)

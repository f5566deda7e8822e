"""One complaint: read, answered, noted on, moved on as its life allows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import choosing, viewing
from admin import complaint_history as history
from admin import complaint_side as side
from admin import complaint_view as view
from admin.complaint_form import CONTACT, Kept, refused
from admin.door import PERSON, door, now, person, there
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import revision, words
from storage import complaints, looks, one_time_keys
from storage.complaints import Stale
from storage.domain import handling
from storage.domain.complaint import OPEN
from storage.domain.handling import Refused

LONGEST = handling.LONGEST["text"]  # characters of one answer or note
NOTHING = Kept()


async def show(request: web.Request) -> web.Response:
    """The page; with a phrase that was chosen, as the answer to begin with."""
    place, chosen = door(request), choosing.key(request.query.get("phrase", ""))
    if chosen is None:
        return await one(request)
    try:
        text = await place.read(phrased, number(request), chosen)
    except complaints.Unknown:
        raise web.HTTPNotFound from None
    return await one(request, Kept("words", {"words": text}))


def phrased(session: Session, complaint_id: int, phrase_id: int) -> str:
    """This phrase, of this complaint; empty where it is offered no more. Raises complaints.Unknown."""
    known = side.offered(session, complaints.one(session, complaint_id).number)
    return next((each.text for each in known if each.id == phrase_id), "")


async def one(
    request: web.Request,
    kept: Kept = NOTHING,
    problem: str = "",
    late: Stale | None = None,
    seen: int = -1,
    status: int = 200,
    contact: str = "",
) -> web.Response:
    """The page; `contact` was asked for, `kept` could not be kept, for `problem`, or because it is
    `late`: there is news since revision `seen`."""
    differs: Mapping[str, tuple[Any, Any]] = late.differs if late else {}
    place = door(request)
    try:
        department = (await place.read(complaints.one, number(request))).department
        request[PERSON] = there(person(request), department)
        asked = number(request), place.texts, person(request), kept, differs, now()
        found = await place.read(view.fetch, *asked)
    except complaints.Unknown:
        raise web.HTTPNotFound from None
    news = history.news(found["events"], found["complaint"]["revision"], seen) if late else []
    seen_by = await viewing.told(request, number(request))
    more = {"problem": problem, "news": news, "open_states": OPEN, "seen_by": seen_by}
    if contact:
        found["amending"] = [
            each._replace(value=contact) if each.name == CONTACT else each for each in found["amending"]
        ]
    more["shown_contact"] = contact
    return await render(request, "complaint.html", status=status, **more, **found)


async def reveal(request: web.Request) -> web.Response:
    """How who complained is reached, on this page alone; that somebody asked is kept."""
    try:
        contact = await door(request).write(look, number(request), person(request).user_id, now())
    except complaints.Unknown:
        raise web.HTTPNotFound from None
    return await one(request, NOTHING, contact=contact)


def look(session: Session, complaint_id: int, user_id: int, at: datetime) -> str:
    """The contact, for who asks. Raises complaints.Unknown."""
    found: str = complaints.form(session, complaint_id)[CONTACT]
    if found:
        looks.note_contact(session, complaint_id, user_id, at)
    return found


async def answer(request: web.Request) -> web.Response:
    """Answer the customer, over the channel that the complaint came by."""
    return await written(request, complaints.answer, checked=True)


async def note(request: web.Request) -> web.Response:
    """Keep a note for colleagues, once however often the form is sent."""
    verb = partial(noted, once=words(await request.post(), "once"))
    return await written(request, verb, checked=False)


def noted(session: Session, complaint_id: int, user_id: int, text: str, at: datetime, once: str) -> None:
    """Keep it, unless these words came from this form before. Raises as `complaints.note` does."""
    key = one_time_keys.of_words("complaint", complaint_id, once, text)
    if one_time_keys.first(session, key, user_id, at):
        complaints.note(session, complaint_id, user_id, text, at)


async def written(request: web.Request, verb: Any, checked: bool) -> web.Response:
    """Do what takes words. Words that could not be kept stay on the page."""
    form = await request.post()
    said, seen = words(form, "words"), revision(form)
    kept = Kept("words", {"words": said})
    if not 0 < len(said) <= LONGEST:
        return await one(request, kept, door(request).texts("page.problem.words", most=LONGEST), status=400)
    more = {"revision": seen} if checked else {}
    try:
        await door(request).write(verb, number(request), person(request).user_id, said, now(), **more)
    except (complaints.Unknown, Stale, Refused) as why:
        return await not_done(request, why, seen, kept)
    return back(request)


async def not_done(request: web.Request, why: Exception, seen: int, kept: Kept = NOTHING) -> web.Response:
    """The page, with why it was refused, or with what has happened since."""
    if isinstance(why, Refused):
        told = door(request).texts(f"page.refused.{why.code}")
        incomplete = why.code == "unfit" or why.code.startswith("no_")
        kept = replace(kept, wrong=refused(why))
        return await one(request, kept, told, status=400 if incomplete else 409)
    return await one(request, kept, late=why if isinstance(why, Stale) else None, seen=seen, status=409)


async def told(request: web.Request) -> web.Response:
    """A move that takes a remark."""
    return await written(request, partial(remarked, trigger=request.match_info["trigger"]), checked=True)


def remarked(
    session: Session,
    complaint_id: int,
    user_id: int,
    remark: str,
    at: datetime,
    revision: int | None,
    trigger: str,
) -> None:
    """Make this move with this remark. Raises as `complaints.move` does."""
    given = {"remark": remark}
    complaints.move(session, complaint_id, trigger, "staff", user_id, at, revision, given)


async def move(request: web.Request) -> web.Response:
    """A move that takes nothing."""
    trigger, seen = request.match_info["trigger"], revision(await request.post())
    try:
        await door(request).write(
            complaints.move, number(request), trigger, "staff", person(request).user_id, now(), seen
        )
    except (complaints.Unknown, Stale, Refused) as why:
        return await not_done(request, why, seen)
    return back(request)


def number(request: web.Request) -> int:
    """The complaint that the address names."""
    return int(request.match_info["id"])


def back(request: web.Request) -> web.Response:
    """To the complaint."""
    raise web.HTTPSeeOther(f"/complaints/{number(request)}")


ONE = "/complaints/{id:[0-9]{1,9}}"

PAGE = Page(
    "complaint",
    (
        Route("GET", ONE, show, "viewer", own=True),
        Route("POST", ONE + "/show", reveal, "handler", own=True),
        Route("POST", ONE + "/answer", answer, "handler", own=True),
        Route("POST", ONE + "/note", note, "handler", own=True),
        Route("POST", ONE + "/{trigger:accept|refuse|verify}", told, "handler", own=True),
        Route("POST", ONE + "/{trigger:investigate|implement|withdraw|reopen}", move, "handler", own=True),
    ),
)

"""Urgent and unsafe words that somebody has to see to: open ones first; settled with a note."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from aiohttp import web
from sqlalchemy.orm import Session

from admin import leading, naming, paging
from admin.door import Door, door, now, person
from admin.listing import follow_ups as listing
from admin.listing import ticked
from admin.listing.showing import bar
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import db, follow_ups
from storage.queries import follow_ups as queries
from storage.queries.edges import Edge
from storage.queries.follow_ups import FollowUp

ONE = "/follow-ups/{subject:answer|complaint}/{id:[0-9]{1,9}}"
SIZE = 25
LONGEST = 1000  # characters of a note
CHOICES = ("open", "ended")

Text = tuple[str, int]
"""(subject, id) of an answer or a complaint."""

_TEXT: Final = re.compile(r"(answer|complaint):([0-9]{1,9})", re.ASCII)


async def show(request: web.Request) -> web.Response:
    """The list: open ones, else those that are settled."""
    return await page(request)


async def page(
    request: web.Request,
    problem: str = "",
    typed: tuple[Text | None, str] = (None, ""),
    status: int = 200,
    said: str = "",
    kept: Collection[int] = (),
) -> web.Response:
    """The page, with what came of many; `typed`: the text to which a note could not be kept (None: those
    ticked, of which these are `kept`), and the note."""
    chosen = listing.chosen(request.query.get("only", ""))
    texts = door(request).texts
    found = await door(request).read(fetch, chosen, texts.language, paging.edge(request), just(request))
    sheet = paging.along(request, found.pop("page"), found.pop("rows"), "/follow-ups")
    told: dict[str, Any] = {"chosen": chosen, "choices": CHOICES, "problem": problem, "typed": typed}
    told |= {"bar": await bar(request, "follow_ups"), "said": said, "kept": kept}
    return await render(request, "follow_ups.html", status=status, sheet=sheet, **told, **found)


def just(request: web.Request) -> Text | None:
    """The text that who asks has just settled, as the address tells."""
    found = _TEXT.fullmatch(request.query.get("done", ""))
    here = request.method == "GET" and paging.edge(request) is None
    return (found[1], int(found[2])) if found and here else None


def fetch(
    session: Session, chosen: queries.Kind, language: str, edge: Edge | None, settled: Text | None
) -> dict[str, Any]:
    """The follow-ups to list, each with its text as it was read, and the one of the text just `settled`."""
    page = queries.page(session, chosen, SIZE, edge)
    found = queries.those(session, page.keys)
    ended = [one for one in queries.of(session, *settled) if one.state != "open"] if settled else []
    return {
        "settled": max(ended, key=lambda one: one.ended_at or one.at, default=None),
        "page": page,
        "rows": leading.read(session, found),
        "names": naming.names(session, language),
    }


async def end(request: web.Request) -> web.Response:
    """It is done, or there is nothing to do. Who comes second is told; a note that is too long stays."""
    state: follow_ups.State = "done" if request.match_info["state"] == "done" else "dismissed"
    texts = door(request).texts
    text = request.match_info["subject"], int(request.match_info["id"])
    note = words(await request.post(), "note")
    if len(note) > LONGEST:
        return await page(request, texts("page.follow_ups.long", most=LONGEST), (text, note), 400)
    try:
        await door(request).write(end_all, text, state, note, person(request).user_id, now())
    except follow_ups.Unknown:
        raise web.HTTPNotFound from None
    except (follow_ups.Ended, db.Conflict):
        return await page(request, texts("page.follow_ups.ended"), (text, note), 409)
    raise web.HTTPSeeOther(f"/follow-ups?done={text[0]}:{text[1]}")


def end_all(
    session: Session, text: Text, state: follow_ups.State, note: str, user_id: int, at: datetime
) -> None:
    """End all that this text signals. Raises follow_ups.Unknown, where it signals nothing, or Ended."""
    _end_open(session, queries.of(session, *text), state, note, user_id, at)


def _end_open(
    session: Session,
    found: Sequence[FollowUp],
    state: follow_ups.State,
    note: str,
    user_id: int,
    at: datetime,
) -> None:
    still = [one for one in found if one.state == "open"]
    if not still:
        raise follow_ups.Ended if found else follow_ups.Unknown
    for one in still:
        follow_ups.end(session, one.id, state, note, user_id, at)


async def many(request: web.Request) -> web.Response:
    """The same with those that were ticked, each on its own; what a colleague ended first stays as it is."""
    place, form = door(request), await request.post()
    state, note, boxes = STATES.get(words(form, "act")), words(form, "note"), ticked.boxes(form)
    if state is None:
        raise web.HTTPBadRequest
    if not boxes:
        return await page(request, place.texts("page.follow_ups.many.none"), (None, note), 400)
    if len(note) > LONGEST:
        problem, kept = place.texts("page.follow_ups.long", most=LONGEST), {box.ids[0] for box in boxes}
        return await page(request, problem, (None, note), 400, kept=kept)
    by, at = person(request).user_id, now()
    done = [await ended(place, box.ids, state, note, by, at) for box in boxes]
    failed = {box.ids[0] for box, ended_now in zip(boxes, done, strict=True) if not ended_now}
    gone = place.texts("page.follow_ups.many.gone", n=len(failed)) if failed else ""
    said = place.texts("page.follow_ups.many.done", n=done.count(True)) + gone
    return await page(request, typed=(None, note if failed else ""), said=said, kept=failed)


async def ended(
    place: Door, ids: Sequence[int], state: follow_ups.State, note: str, user_id: int, at: datetime
) -> bool:
    """Whether what this card showed is ended by this; else somebody was quicker, or it is not there."""
    try:
        await place.write(end_shown, ids, state, note, user_id, at)
    except (follow_ups.Unknown, follow_ups.Ended, db.Conflict):
        return False
    return True


def end_shown(
    session: Session, ids: Sequence[int], state: follow_ups.State, note: str, user_id: int, at: datetime
) -> None:
    """End these, as far as who asks may see them. Raises follow_ups.Unknown or Ended."""
    _end_open(session, queries.those(session, ids), state, note, user_id, at)


async def reopen(request: web.Request) -> web.Response:
    """It was ended by mistake: all that its text signals is open again."""
    text = request.match_info["subject"], int(request.match_info["id"])
    try:
        await door(request).write(reopen_all, text, person(request).user_id, now())
    except follow_ups.Unknown:
        raise web.HTTPNotFound from None
    except (follow_ups.Ended, db.Conflict):
        return await page(request, door(request).texts("page.follow_ups.not_reopened"), status=409)
    raise web.HTTPSeeOther("/follow-ups")


def reopen_all(session: Session, text: Text, user_id: int, at: datetime) -> None:
    """Raises follow_ups.Unknown, where it signals nothing, or Ended."""
    found = queries.of(session, *text)
    if not found:
        raise follow_ups.Unknown
    ended = [one for one in found if one.state != "open"]
    if not ended:
        raise follow_ups.Ended
    for one in ended:
        follow_ups.reopen(session, one.id, user_id, at)


STATES: Final[Mapping[str, follow_ups.State]] = {"done": "done", "dismissed": "dismissed"}
"""What is done with those that were ticked -> what they are then."""

PAGE = Page(
    "follow_ups",
    (
        Route("GET", "/follow-ups", show, "viewer", own=True),
        Route("POST", "/follow-ups", many, "handler", own=True),
        Route("POST", ONE + "/{state:done|dismissed}", end, "handler", own=True),
        Route("POST", ONE + "/reopen", reopen, "handler", own=True),
    ),
    place=3,
)

"""One answer to many: to a complaint, those that belong to it and those that are like it, each over its own
channel and as a move of its own."""

from typing import Any, NamedTuple

from aiohttp import web
from multidict import MultiMapping
from sqlalchemy.orm import Session

from admin import complaint_side as side
from admin import likeness
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.pages.complaint import LONGEST, ONE, number
from admin.rendering import render
from admin.security import revision, words
from storage import complaints, phrases
from storage.complaints import Complaint, Stale
from storage.domain.complaint import LIFE
from storage.domain.handling import Refused


class Done(NamedTuple):
    """What became of one of them; `problem` is empty where it was answered."""

    id: int
    number: str
    problem: str


async def show(request: web.Request) -> web.Response:
    """What can be answered together."""
    return await page(request, {each.id for each in await those(request)})


async def answer(request: web.Request) -> web.Response:
    """Answer those that were chosen; what could not be answered is told and stays chosen."""
    form, texts = await request.post(), door(request).texts
    said, known = words(form, "words"), await those(request)
    chosen = [each for each in known if f"take-{each.id}" in form]
    if not 0 < len(said) <= LONGEST:
        return await page(
            request, {each.id for each in chosen}, said, texts("page.problem.words", most=LONGEST)
        )
    if not chosen:
        return await page(request, set(), said, texts("page.complaints.together.nothing_chosen"))
    done = [await answered(request, each, said, form) for each in chosen]
    missed = {each.id for each in done if each.problem}
    return await page(request, missed, said if missed else "", done=done)


async def answered(request: web.Request, one: Complaint, said: str, form: MultiMapping[Any]) -> Done:
    """This one, unless a colleague has been quicker."""
    place, seen = door(request), revision(form, f"revision-{one.id}")
    text = said.replace(phrases.NUMBER, one.number)
    given = (one.id, person(request).user_id, text, now(), seen)
    try:
        await place.write(complaints.answer, *given)
    except Stale:
        return Done(one.id, one.number, place.texts("page.complaints.together.changed"))
    except complaints.Unknown:
        return Done(one.id, one.number, place.texts("page.refused.unknown_other"))
    except Refused as why:
        return Done(one.id, one.number, place.texts(f"page.refused.{why.code}"))
    return Done(one.id, one.number, "")


async def those(request: web.Request) -> list[Complaint]:
    """What can be answered with it, itself first."""
    try:
        return await door(request).read(near, number(request))
    except complaints.Unknown:
        raise web.HTTPNotFound from None


def near(session: Session, complaint_id: int) -> list[Complaint]:
    """As `those`. Raises complaints.Unknown."""
    own = complaints.one(session, complaint_id)
    first = [own] if (own.state, "answer") in LIFE.table and own.story else []
    alike = likeness.alike(session, complaint_id)
    return first + side.together(session, complaints.linked(session, complaint_id), alike)


async def page(
    request: web.Request, chosen: set[int], said: str = "", problem: str = "", done: list[Done] | None = None
) -> web.Response:
    """The page, with what stands now."""
    place = door(request)
    own = await place.read(complaints.one, number(request))
    found = await those(request)
    known = await place.read(side.offered, phrases.NUMBER)
    picked = request.query.get("phrase", "")
    said = said or next((each.text for each in known if str(each.id) == picked), "")
    return await render(
        request,
        "complaint_together.html",
        status=400 if problem else 200,
        complaint=own._asdict(),
        those=[each._asdict() for each in found],
        chosen=chosen,
        said=said,
        problem=problem,
        done=done or [],
        phrases=known,
    )


PAGE = Page(
    "complaint_together",
    (
        Route("GET", ONE + "/together", show, "handler", own=True),
        Route("POST", ONE + "/together", answer, "handler", own=True),
    ),
)

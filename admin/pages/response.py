"""One response as it was given; what was understood can be put right, a scan put to it."""

from datetime import datetime
from typing import Any, Final

from aiohttp import web
from aiohttp.web_request import FileField
from sqlalchemy.orm import Session

from admin import naming
from admin.door import acting, door, now, person
from admin.pages import Page, Route
from admin.pages.complaint_files import LARGEST, read
from admin.pages.talks import NO_ANSWER
from admin.rendering import render
from admin.security import revision
from storage import corrections, db, scans
from storage.attaching import NotKept, Sent
from storage.queries import response
from storage.scans import MOST

STATUS: Final = {"size": 413, "kind": 415, "full": 409, "emptied": 409}


async def show(request: web.Request) -> web.Response:
    """The page."""
    return await one(request)


async def one(request: web.Request, problem: str = "", status: int = 200) -> web.Response:
    """The page, with what could not be done."""
    found = await door(request).read(fetch, number(request), door(request).texts.language)
    if found is None:
        raise web.HTTPNotFound
    await acting(request, response.seen, number(request))
    return await render(request, "response.html", status=status, place="/responses", problem=problem, **found)


def fetch(session: Session, response_id: int, language: str) -> dict[str, Any] | None:
    """All that the page shows; None where there is no such response for who reads."""
    found = response.whole(session, response_id)
    if found is None:
        return None
    return {
        "head": found.head,
        "lines": found.lines,
        "files": scans.of_response(session, response_id),
        "names": naming.names(session, language),
    }


async def correct(request: web.Request) -> web.Response:
    """Say what the customer meant by an answer."""
    form, texts = await request.post(), door(request).texts
    given = [str(key) for key in form.getall("key", ["?"])]
    keys = [] if given == [NO_ANSWER] else given
    answer, user = int(request.match_info["answer"]), person(request).user_id
    try:
        await door(request).write(corrected, number(request), answer, keys, user, now(), revision(form))
    except corrections.Unknown:
        raise web.HTTPNotFound from None
    except corrections.Unfit:
        return await one(request, texts("page.correct.unfit"), 400)
    except (corrections.Stale, db.Conflict):
        return await one(request, texts("page.correct.stale"), 409)
    raise web.HTTPSeeOther(f"/responses/{number(request)}#answer-{answer}")


def corrected(
    session: Session,
    response_id: int,
    answer_id: int,
    keys: list[str],
    user_id: int,
    at: datetime,
    seen: int,
) -> None:
    """Correct this answer of this response. Raises what `corrections.correct` raises."""
    if not response.belongs(session, response_id, answer_id):
        raise corrections.Unknown(f"no answer {answer_id} of response {response_id}")
    corrections.correct(session, answer_id, keys, user_id, at, seen)


async def attach(request: web.Request) -> web.Response:
    """Put these files to it: all of them, or none."""
    form, place = await request.post(), door(request)
    try:
        sent = sent_with(form.getall("file", []), place.settings.upload_limit)
        if not sent:
            raise NotKept("none")
        await place.write(put, number(request), sent, person(request).user_id, now())
    except scans.Unknown:
        raise web.HTTPNotFound from None
    except NotKept as why:
        return await one(request, problem_of(request, why), STATUS.get(why.why, 400))
    raise web.HTTPSeeOther(f"/responses/{number(request)}#files")


def sent_with(given: list[Any], limit: int) -> list[Sent]:
    """The files that a form was sent with. Raises NotKept."""
    return [read(each, limit) for each in given if isinstance(each, FileField) and each.filename]


def problem_of(request: web.Request, why: NotKept) -> str:
    """Why a file is not kept, and what to do about it."""
    place = door(request)
    most = {"megabytes": place.settings.upload_limit // 1_000_000, "most": MOST}
    return place.texts(f"page.attaching.problem.{why.why}", **most)


def put(session: Session, response_id: int, sent: list[Sent], user_id: int, at: datetime) -> None:
    """Put them to it. Raises scans.Unknown, NotKept."""
    if not response.seen(session, response_id):
        raise scans.Unknown(response_id)
    scans.attach(session, response_id, user_id, sent, at)


def number(request: web.Request) -> int:
    """The response that the address names."""
    return int(request.match_info["id"])


ONE: Final = "/responses/{id:[0-9]{1,9}}"

PAGE = Page(
    "response",
    (
        Route("GET", ONE, show, "viewer", own=True),
        Route("POST", ONE + "/answers/{answer:[0-9]{1,9}}/correct", correct, "handler", own=True),
        Route("POST", ONE + "/files", attach, "handler", largest=LARGEST, own=True),
    ),
)

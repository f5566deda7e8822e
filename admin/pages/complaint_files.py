"""Files that staff put to a complaint: a scan of a letter, photos. All that are sent at once, or none."""

from datetime import datetime
from typing import Final

from aiohttp import web
from aiohttp.web_request import FileField
from sqlalchemy.orm import Session

from admin.door import door, now, person
from admin.pages import Page, Route
from admin.pages.complaint import ONE, back, number, one
from storage import attaching, complaints, filekind
from storage.attaching import MOST, NotKept, Sent

LARGEST: Final = 64_000_000  # bytes that are sent at once
_STATUS: Final = {"size": 413, "kind": 415, "full": 409, "room": 409, "emptied": 409}


async def attach(request: web.Request) -> web.Response:
    """Put these files to it."""
    form, place = await request.post(), door(request)
    given = [each for each in form.getall("file", []) if isinstance(each, FileField) and each.filename]
    try:
        sent = [read(each, place.settings.upload_limit) for each in given]
        if not sent:
            raise NotKept("none")
        await place.write(put, number(request), sent, person(request).user_id, now())
    except complaints.Unknown:
        raise web.HTTPNotFound from None
    except NotKept as why:
        most = {"megabytes": place.settings.upload_limit // 1_000_000, "most": MOST}
        most |= {"room": why.room, "sent": why.sent}
        told = place.texts(f"page.attaching.problem.{why.why}", **most)
        return await one(request, problem=told, status=_STATUS.get(why.why, 400))
    return back(request)


def read(given: FileField, limit: int) -> Sent:
    """What was sent, as customers may send it too. Raises NotKept."""
    content = given.file.read(limit + 1)
    if not content:
        raise NotKept("empty")
    if len(content) > limit:
        raise NotKept("size")
    kind = filekind.kind_of(content)
    if kind is None:
        raise NotKept("kind")
    return Sent(filekind.named(filekind.plain(given.filename) or "file", kind), kind, content)


def put(session: Session, key: int, sent: list[Sent], user_id: int, at: datetime) -> None:
    """Put them to it. Raises complaints.Unknown, NotKept."""
    complaints.one(session, key)
    attaching.attach(session, key, user_id, sent, at)


PAGE = Page("complaint_files", (Route("POST", ONE + "/files", attach, "handler", largest=LARGEST, own=True),))

"""What a suggestion, praise or an inquiry comes to: answered and closed in one go; the one who was praised is
told."""

from aiohttp import web
from sqlalchemy.orm import Session

from admin import choosing
from admin.complaint_form import Kept, posted
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.pages.complaint import LONGEST, ONE, back, not_done, number, one
from admin.security import revision
from storage import complaints, departments, users
from storage.complaints import Stale
from storage.domain.handling import Refused

TYPED = ("words", "outcome", "person", "to_department")


async def conclude(request: web.Request) -> web.Response:
    """Answer with what came of it, and close it."""
    form, place = await request.post(), door(request)
    typed, seen = posted(form, TYPED), revision(form)
    said, kept = typed.get("words", ""), Kept("words", typed)
    if not 0 < len(said) <= LONGEST:
        return await one(request, kept, place.texts("page.problem.words", most=LONGEST), status=400)
    praised = choosing.key(typed.get("person", ""))
    who = await place.read(told, praised, typed.get("to_department", ""))
    remark = place.texts("page.complaints.passed_to", who=place.texts("page.format.between").join(who))
    given = (
        typed.get("outcome", ""),
        said,
        person(request).user_id,
        now(),
        seen,
        remark if who else "",
        praised,
    )
    try:
        await place.write(complaints.conclude, number(request), *given)
    except (complaints.Unknown, Stale, Refused) as why:
        return await not_done(request, why, seen, kept)
    return back(request)


def told(session: Session, user_id: int | None, department: str) -> list[str]:
    """Whom praise is passed on to, by name."""
    people = [each.name for each in users.listing(session) if each.id == user_id and each.active]
    return [*people, *(each for each in departments.names(session) if each == department)]


PAGE = Page("complaint_ending", (Route("POST", ONE + "/conclude", conclude, "handler", own=True),))

"""The record of a complaint: completed, assessed, assigned, joined with others, referred outside, closed."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from admin import choosing
from admin.complaint_form import RECORD, Kept, Typed, changed, posted, read
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.pages.complaint import ONE, back, not_done, number
from admin.security import revision
from storage import complaints
from storage.complaints import Stale
from storage.domain.form import ASSESSMENT
from storage.domain.handling import MOVES, Refused

Verb = Callable[[Session, int, Typed, int, datetime, int], None]
"""(session, complaint, what was typed, user, at, the revision that it was typed for)"""


def amend(session: Session, key: int, typed: Typed, user_id: int, at: datetime, seen: int) -> None:
    """Set those fields of the record that were changed."""
    found = changed(typed, complaints.form(session, key))
    complaints.amend(session, key, found, user_id, at, seen)


def assess(session: Session, key: int, typed: Typed, user_id: int, at: datetime, seen: int) -> None:
    """Assess it, or assess it anew."""
    found = {name: read(name, text) for name, text in typed.items()}
    complaints.assess(session, key, found, user_id, at, seen)


def assign(session: Session, key: int, typed: Typed, user_id: int, at: datetime, seen: int) -> None:
    """Name who sees to it."""
    owner, department = choosing.named(typed.get("owner", "")), typed.get("department", "")
    complaints.assign(session, key, owner, department, user_id, at, seen)


def close(session: Session, key: int, typed: Typed, user_id: int, at: datetime, seen: int) -> None:
    """Close it with this outcome; without one, with what follows from its state."""
    given = {name: text for name, text in typed.items() if text}
    complaints.move(session, key, "close", "staff", user_id, at, seen, given)


def refer(session: Session, key: int, typed: Typed, user_id: int, at: datetime, seen: int) -> None:
    """It goes to a body outside."""
    complaints.move(session, key, "refer", "staff", user_id, at, seen, typed)


def merge(session: Session, key: int, typed: Typed, user_id: int, at: datetime, seen: int) -> None:
    """It goes on in another one of the same customer."""
    complaints.merge(session, key, typed.get("other", "").upper(), user_id, at, seen)


def link(session: Session, key: int, typed: Typed, user_id: int, at: datetime, _: int) -> None:
    """It belongs together with another one; that changes neither."""
    complaints.link(session, key, typed.get("other", "").upper(), user_id, at)


def split(session: Session, key: int, typed: Typed, user_id: int, at: datetime, seen: int) -> None:
    """What is another matter goes on under a number of its own."""
    complaints.split(session, key, typed.get("story", ""), user_id, at, seen)


_VERBS: dict[str, Verb] = {
    "assign": assign,
    "close": close,
    "refer": refer,
    "merge": merge,
    "link": link,
    "split": split,
}

FORMS: dict[str, tuple[Verb, tuple[str, ...]]] = {
    "amend": (amend, RECORD),
    "assess": (assess, ASSESSMENT),
    **{act: (verb, (*MOVES[act].given, *MOVES[act].takes)) for act, verb in _VERBS.items()},
}
"""Each form, what it does and its fields."""


async def save(request: web.Request) -> web.Response:
    """Do what this form says; what could not be kept stays in it."""
    act, form = request.match_info["act"], await request.post()
    verb, names = FORMS[act]
    typed, seen = posted(form, names), revision(form)
    try:
        await door(request).write(verb, number(request), typed, person(request).user_id, now(), seen)
    except (complaints.Unknown, Stale, Refused) as why:
        return await not_done(request, why, seen, Kept(act, typed))
    own = person(request).departments
    if act == "assign" and own is not None and typed.get("department", "") not in own:
        raise web.HTTPSeeOther("/complaints?handed=over")
    return back(request)


PAGE = Page(
    "complaint_record",
    (
        Route(
            "POST", ONE + "/{act:amend|assess|assign|close|refer|merge|link|split}", save, "handler", own=True
        ),
    ),
)

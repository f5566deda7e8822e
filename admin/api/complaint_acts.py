"""What is done beside the moves of a complaint's life: by the same verbs and the same law as on its page."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy.orm import Session

from admin.api import once
from admin.api.complaints import ONE, Complaint, law, whole
from admin.api.models import Id, In, Listed, Page, Record, Text, Word
from admin.api.operation import Call, Operation, Out
from admin.api.problems import not_found
from admin.door import now
from storage import complaints
from storage.days import blunted
from storage.domain.handling import LONGEST

Said = Annotated[Text, Field(min_length=1, max_length=LONGEST["text"])]


class Assign(In):
    """Who sees to it from now on: this member of staff, or without one whom the department names."""

    owner_id: Id | None = None
    department: Word = ""


class Pause(In):
    """What the customer is asked, and waited for."""

    text: Said


class Resume(In):
    """Nothing needs to be said."""


class Link(In):
    """The number of the complaint that it belongs together with."""

    other: Word = Field(min_length=1)


class Split(In):
    """The part that is another matter."""

    story: Annotated[Text, Field(min_length=1, max_length=LONGEST["story"])]


class Note(In):
    """A note for colleagues."""

    text: Said


class Entry(Record):
    """What was added: an `answer` or a `question` to the customer, a `note` for colleagues, or what the owner
    of an anonymous complaint `added`."""

    kind: str
    text: str
    user_id: int | None
    at: datetime


Verb = Callable[[Session, int, datetime], Any]
"""What is done on a session, by this user, now."""


async def done(call: Call, verb: Verb) -> Out:
    """Do it; the complaint as it stands then, or the one that came of it. Raises Problem."""

    def doing(session: Session) -> int:
        made = verb(session, call.bearer.user_id, now())
        return call.id if made is None or isinstance(made, bool) else int(made)

    return await whole(call, await law(call, once.written(call, doing)))


async def assign(call: Call) -> Out:
    """Name who sees to it, from the revision that was seen (If-Match); they are told."""
    given = (call.body.owner_id, call.body.department)
    return await done(call, lambda s, by, at: complaints.assign(s, call.id, *given, by, at, call.seen))


async def pause(call: Call) -> Out:
    """Ask the customer; its time limits stand still until they have said more."""
    return await done(call, lambda s, by, at: complaints.pause(s, call.id, by, call.body.text, at, call.seen))


async def resume(call: Call) -> Out:
    """Wait for the customer no more."""
    return await done(call, lambda s, by, at: complaints.resume(s, call.id, by, at, call.seen))


async def split(call: Call) -> Out:
    """Register a part of it as a complaint of its own, which is what is answered; the customer is told."""
    return await done(
        call, lambda s, by, at: complaints.split(s, call.id, call.body.story, by, at, call.seen)
    )


async def link(call: Call) -> Out:
    """It belongs together with another; nothing happens where that is known."""
    return await done(call, lambda s, by, at: complaints.link(s, call.id, call.body.other, by, at))


async def note(call: Call) -> Out:
    """Add a note that only staff see."""
    return await done(call, lambda s, by, at: complaints.note(s, call.id, by, call.body.text, at))


async def entries(call: Call) -> Out:
    """What was added to it, the oldest first."""
    found = await call.door.read(added, call.id)
    if found is None:
        raise not_found()
    rows = [each for each in found if each["id"] > call.query.cursor]
    more = len(rows) > call.query.limit
    rows = rows[: call.query.limit]
    return {"data": rows, "next": rows[-1]["id"] if more else None}


def added(session: Session, complaint_id: int) -> list[dict[str, Any]] | None:
    """What was added to it, of one without a name with the day alone; None where there is none such, for who
    reads."""
    try:
        anonymous = complaints.one(session, complaint_id).anonymous
    except complaints.Unknown:
        return None
    found = [each._asdict() for each in complaints.entries(session, complaint_id)]
    return [blunted(each) for each in found] if anonymous else found


WRITES: Final = "complaints:write"

OPERATIONS: Final = (
    *(
        Operation("POST", f"{ONE}/{name}", WRITES, handler, Complaint, body=body, matched=True, once=True)
        for name, handler, body in (
            ("assign", assign, Assign),
            ("pause", pause, Pause),
            ("resume", resume, Resume),
            ("split", split, Split),
        )
    ),
    *(
        Operation("POST", f"{ONE}/{name}", WRITES, handler, Complaint, body=body, once=True)
        for name, handler, body in (("link", link, Link), ("note", note, Note))
    ),
    Operation("GET", f"{ONE}/entries", "complaints:read", entries, Listed[Entry], query=Page),
)

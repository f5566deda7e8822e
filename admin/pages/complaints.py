"""The complaints: what is due first; one of them read, answered, investigated, closed, as its life allows."""

from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import likeness, naming, paging
from admin.door import Person, door, now, person
from admin.pages import Page, Route, talks
from admin.rendering import render
from admin.security import revision, words
from storage import complaints, concealing, conversations, events, users
from storage.complaints import Complaint
from storage.domain import handling
from storage.domain.complaint import LIFE, OPEN
from storage.domain.handling import Refused
from storage.queries import complaints as queries
from storage.queries import readings
from storage.written import parts

LONGEST = 4000  # characters of one answer or note
CHOICES = ("open", "overdue", *LIFE.states)


async def show(request: web.Request) -> web.Response:
    """The list: open ones at first, else by state or what is overdue."""
    chosen = request.query.get("state", "open")
    chosen = chosen if chosen in CHOICES else "open"
    found, counts = await door(request).read(listed, chosen, *paging.window(request))
    sheet = paging.sheet(request, found)
    return await render(request, "complaints.html", sheet=sheet, tabs=counts, chosen=chosen, open_states=OPEN)


def listed(session: Session, chosen: str, limit: int, offset: int) -> tuple[list[Complaint], dict[str, int]]:
    """The complaints to list, and how many there are under each choice."""
    counts = counted(queries.tally(session, now()))
    if chosen == "open":
        return queries.open_list(session, limit, offset), counts
    if chosen == "overdue":
        return queries.overdue(session, now(), limit, offset), counts
    return queries.in_state(session, chosen, limit, offset), counts


def counted(tally: dict[str, dict[str, int]]) -> dict[str, int]:
    """The choices worth showing, with their numbers."""
    return {
        "open": sum(tally[state]["n"] for state in OPEN if state in tally),
        "overdue": sum(row["overdue"] for row in tally.values()),
        **{state: row["n"] for state, row in tally.items()},
    }


async def show_one(request: web.Request) -> web.Response:
    """One complaint."""
    return await one(request)


async def one(
    request: web.Request, typed: str = "", problem: str = "", seen: int | None = None, status: int = 200
) -> web.Response:
    """The page; `typed` are words not kept, for `problem` or because there is news since revision `seen`."""
    try:
        found = await door(request).read(
            fetch, number(request), door(request).texts.language, person(request)
        )
    except complaints.Unknown:
        raise web.HTTPNotFound from None
    stale = found["events"][-missed(found["complaint"]["revision"], seen) :] if seen is not None else []
    return await render(
        request,
        "complaint.html",
        status=status,
        typed=typed,
        problem=problem,
        stale=stale,
        open_states=OPEN,
        **found,
    )


def missed(revision: int, seen: int) -> int:
    """How many moves there were since revision `seen`; every move is one revision."""
    return max(1, revision - seen)


def fetch(session: Session, complaint_id: int, language: str, asks: Person) -> dict[str, Any]:
    """All that the page of one complaint shows to them. Raises complaints.Unknown."""
    complaint = complaints.one(session, complaint_id)
    role = handling.rank(asks.role, complaint.owner_id == asks.user_id)
    names = {user.id: user.name for user in users.listing(session)}
    history = events.of(session, "complaint", complaint_id)
    return {
        "complaint": complaint._asdict(),
        "moves": possible(complaint, role),
        "worded": possible(complaint, role, worded=True),
        "events": [{**event, "name": names.get(event.get("user_id") or 0, "")} for event in history],
        "entries": [
            {**entry._asdict(), "name": names.get(entry.user_id or 0, "")}
            for entry in complaints.entries(session, complaint_id)
        ],
        "attached": attached(session, complaint.conversation_id),
        "parts": parts(session, "complaint", complaint_id),
        "a": readings.analysed(session, "complaint", complaint_id),
        "names": naming.names(session, language),
        "alike": likeness.alike(session, complaint_id),
    }


def possible(complaint: Complaint, role: str, worded: bool = False) -> list[str]:
    """What this role may do now with nothing given; or, `worded`, what takes words and no more."""
    state, kind = complaint.state, complaint.kind
    plain = {"kind": kind, "outcome": handling.implied(state, kind)}
    given = plain | {"text": "-", "remark": "-"} if worded else plain
    return [
        trigger
        for trigger in handling.offered(state, role)
        if handling.refusal(state, trigger, role, given) is None
        and worded is (handling.refusal(state, trigger, role, plain) is not None)
    ]


def attached(session: Session, conversation_id: int | None) -> list[dict[str, Any]]:
    """The files that its customer sent in the talk that it came up in, as the page of that has them."""
    if conversation_id is None:
        return []
    since = concealing.withheld_since(session, conversation_id)
    lines = conversations.attached(session, conversation_id)
    return talks.told([line for line in lines if not (since and line.at >= since)])


async def answer(request: web.Request) -> web.Response:
    """Answer the customer, over the channel that the complaint came by."""
    return await written(request, complaints.answer, checked=True)


async def note(request: web.Request) -> web.Response:
    """Keep a note for colleagues."""
    return await written(request, complaints.note, checked=False)


async def written(request: web.Request, verb: Any, checked: bool) -> web.Response:
    """Do what takes words. Words that could not be kept stay on the page."""
    form = await request.post()
    said, seen = words(form, "words"), revision(form)
    if not 0 < len(said) <= LONGEST:
        return await one(request, said, door(request).texts("page.problem.words", most=LONGEST), status=400)
    more = {"revision": seen} if checked else {}
    try:
        await door(request).write(verb, number(request), person(request).user_id, said, now(), **more)
    except (complaints.Unknown, complaints.Stale, Refused) as refused:
        return await not_done(request, refused, seen, said)
    return back(request)


async def not_done(request: web.Request, why: Exception, seen: int | None, typed: str = "") -> web.Response:
    """The page, with why it was refused, or with what has happened since."""
    if isinstance(why, Refused) and why.code != "not_now":
        return await one(request, typed, door(request).texts(f"page.refused.{why.code}"), status=409)
    return await one(request, typed, seen=seen, status=409)


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
    """Any other move that the complaint's life allows."""
    trigger, seen = request.match_info["trigger"], revision(await request.post())
    try:
        await door(request).write(
            complaints.move, number(request), trigger, "staff", person(request).user_id, now(), seen
        )
    except (complaints.Unknown, complaints.Stale, Refused) as refused:
        return await not_done(request, refused, seen)
    return back(request)


def number(request: web.Request) -> int:
    """The complaint that the address names."""
    return int(request.match_info["id"])


def back(request: web.Request) -> web.Response:
    """To the complaint."""
    raise web.HTTPSeeOther(f"/complaints/{number(request)}")


ONE = "/complaints/{id:[0-9]{1,9}}"

PAGE = Page(
    "complaints",
    (
        Route("GET", "/complaints", show, "viewer"),
        Route("GET", ONE, show_one, "viewer"),
        Route("POST", ONE + "/answer", answer, "handler"),
        Route("POST", ONE + "/note", note, "handler"),
        Route("POST", ONE + "/{trigger:accept|refuse|verify}", told, "handler"),
        Route("POST", ONE + "/{trigger:investigate|implement|close|withdraw|reopen}", move, "handler"),
    ),
    place=3,
)

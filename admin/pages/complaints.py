"""The complaints: what is due first, or by state."""

from aiohttp import web
from sqlalchemy.orm import Session

from admin import paging
from admin.door import door, now
from admin.pages import Page, Route
from admin.rendering import render
from storage.complaints import Complaint
from storage.domain.complaint import LIFE, OPEN
from storage.queries import complaints as queries

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


PAGE = Page("complaints", (Route("GET", "/complaints", show, "viewer"),), place=3)

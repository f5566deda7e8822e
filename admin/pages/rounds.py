"""The rounds with their return rates; and how far customers get in surveys that nobody is invited to."""

from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import paging
from admin.door import door
from admin.listing import rounds as listing
from admin.listing.showing import bar
from admin.pages import Page, Route
from admin.rendering import render
from storage import invitations, rounds, surveys
from storage.domain.invitation import ROUND, returns
from storage.queries import edges
from storage.queries.edges import Edge


async def show(request: web.Request) -> web.Response:
    """The list, and how far customers get in surveys that nobody is invited to."""
    state = listing.chosen(request.query.get("state", ""))
    above = await bar(request, "rounds")
    page, rows, open_ones = await door(request).read(listed, state, paging.edge(request), above.sort)
    told: dict[str, Any] = {"chosen": state, "states": ("", *ROUND.states), "bar": above}
    sheet = paging.along(request, page, rows)
    return await render(request, "rounds.html", sheet=sheet, open_ones=open_ones, **told)


def listed(
    session: Session, state: str, edge: Edge | None, sort: str
) -> tuple[edges.Page, list[dict[str, Any]], list[dict[str, Any]]]:
    """The rounds with their returns; the surveys in force with their completion."""
    page = rounds.page(session, paging.SIZE, edge, state, sort)
    found = rounds.those(session, page.keys)
    states = invitations.tally(session, [each.id for each in found])
    rows = [{**each._asdict(), "returns": returns(states[each.id], each.target)} for each in found]
    open_ones = []
    counted = rounds.completions(session)
    for version in published(session):
        begun, completed = counted.get(version.key, (0, 0))
        open_ones.append({"title": version.title, "begun": begun, "completed": completed})
    return page, rows, open_ones


def published(session: Session) -> list[surveys.Version]:
    """The surveys that a round can be of."""
    return [version for version in surveys.listing(session) if version.state == "published"]


PAGE = Page("rounds", (Route("GET", "/rounds", show, "viewer"),), place=5)

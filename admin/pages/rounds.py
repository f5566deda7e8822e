"""The rounds with their return rates; and how far customers get in surveys that nobody is invited to."""

from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import paging
from admin.door import door
from admin.pages import Page, Route
from admin.rendering import render
from storage import invitations, rounds, surveys
from storage.domain.invitation import returns


async def show(request: web.Request) -> web.Response:
    """The list, and how far customers get in surveys that nobody is invited to."""
    found = await door(request).read(listed, *paging.window(request))
    return await render(request, "rounds.html", sheet=paging.sheet(request, found[0]), open_ones=found[1])


def listed(session: Session, limit: int, offset: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rounds with their returns; the surveys in force with their completion."""
    found = rounds.listing(session, limit, offset)
    states = invitations.tally(session, [each.id for each in found])
    rows = [{**each._asdict(), "returns": returns(states[each.id], each.target)} for each in found]
    open_ones = []
    for version in published(session):
        begun, completed = rounds.completion(session, version.key)
        open_ones.append({"title": version.title, "begun": begun, "completed": completed})
    return rows, open_ones


def published(session: Session) -> list[surveys.Version]:
    """The surveys that a round can be of."""
    return [version for version in surveys.listing(session) if version.state == "published"]


PAGE = Page("rounds", (Route("GET", "/rounds", show, "viewer"),), place=5)

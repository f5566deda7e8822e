"""The form of a round: a new one, or one that is in preparation."""

from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.orm import Session

from admin import round_form
from admin.door import Door, door, now, person
from admin.pages import Page, Route
from admin.pages.round import ONE, back, found
from admin.pages.rounds import published
from admin.rendering import render
from admin.round_form import Form
from storage import definitions, nameless, rounds, surveys
from storage.domain.invitation import ROUND


async def new(request: web.Request) -> web.Response:
    """The form of a new round."""
    place = door(request)
    offered = await place.read(published)
    asked = request.query.get("survey", "")
    first = next((each for each in offered if each.key == asked), offered[0] if offered else None)
    named = (first.key, first.title) if first else ("", "")
    form = round_form.empty(*named, definitions.policy().rounds, zone(place), now())
    return await form_page(request, form, offered)


async def form_page(
    request: web.Request, form: Form, offered: list[surveys.Version], of: int = 0, status: int = 200
) -> web.Response:
    """The form, with what is wrong in it."""
    values = {"form": form, "surveys": offered, "of": of, "usual": definitions.policy().rounds}
    return await render(request, "round_form.html", status=status, **values)


async def add(request: web.Request) -> web.Response:
    """A new round, in preparation."""
    place = door(request)
    offered = await place.read(published)
    form = round_form.read(await request.post(), zone(place), now())
    if form.typed["survey"] not in {each.key for each in offered}:
        form.problems["survey"] = "survey"
    if form.problems or form.plan is None:
        return await form_page(request, form, offered, status=400)
    user = person(request).user_id
    anonymous = await place.read(is_anonymous, form.typed["survey"])
    try:
        made = await place.write(rounds.add, form.typed["survey"], form.plan, anonymous, user, now())
    except nameless.Naming:
        form.problems["survey"] = "naming"
        return await form_page(request, form, offered, status=400)
    raise back(made)


def is_anonymous(session: Session, survey: str) -> bool:
    """Whether the survey in force promises that nobody learns who answered."""
    found = surveys.published(session, survey)
    return found is not None and found[1].anonymous


async def plan(request: web.Request) -> web.Response:
    """The form of a round in preparation."""
    of = await found(request)
    if of.state != ROUND.initial:
        raise back(of.id)
    return await form_page(request, round_form.filled(of, zone(door(request))), [], of.id)


async def change(request: web.Request) -> web.Response:
    """Set it anew."""
    place, of = door(request), await found(request)
    form = round_form.read(await request.post(), zone(place), now())
    if form.problems or form.plan is None:
        return await form_page(request, form, [], of.id, 400)
    await place.write(rounds.change, of.id, form.plan)
    raise back(of.id)


def zone(place: Door) -> ZoneInfo:
    """Where the organisation is."""
    return ZoneInfo(place.settings.timezone)


PAGE = Page(
    "round_plan",
    (
        Route("GET", "/rounds/new", new, "handler"),
        Route("POST", "/rounds/new", add, "handler"),
        Route("GET", ONE + "/plan", plan, "handler"),
        Route("POST", ONE + "/plan", change, "handler"),
    ),
)

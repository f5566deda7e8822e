"""Rounds: all of them with their return rates; a new one in steps; one prepared, sent, watched, closed."""

from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.orm import Session

from admin import paging, round_form
from admin.door import Door, door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.round_form import Form
from storage import definitions, invitations, previews, rounds, surveys
from storage.domain import questions
from storage.domain.invitation import LIFE, ROUND, returns
from storage.domain.machine import NotAllowed
from storage.domain.survey import Survey
from storage.rounds import Round

TABS = ("", *LIFE.states)


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
    values = {"form": form, "surveys": offered, "of": of}
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
    made = await place.write(rounds.add, form.typed["survey"], form.plan, anonymous, user, now())
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


async def show_one(request: web.Request) -> web.Response:
    """One round: the steps of its preparation, or how it goes on."""
    return await one(request)


async def one(request: web.Request, problem: str = "", status: int = 200) -> web.Response:
    """The page, with what could not be done."""
    of, place = await found(request), door(request)
    chosen = request.query.get("state", "")
    chosen = chosen if chosen in TABS else ""
    values = await place.read(fetch, of, chosen, *paging.window(request))
    sheet = paging.sheet(request, values.pop("rows"))
    draft = of.state == ROUND.initial
    preview = ""
    if draft and values["version"]:
        preview = f"{place.settings.bot_address}/?preview={previews.token(values['version'], now())}"
    page = "round_draft.html" if draft else "round.html"
    values |= {"of": of, "chosen": chosen, "problem": problem, "sheet": sheet, "preview": preview}
    return await render(request, page, status=status, **values)


def fetch(session: Session, of: Round, chosen: str, limit: int, offset: int) -> dict[str, Any]:
    """All that the page of one round shows."""
    states = invitations.tally(session, [of.id])[of.id]
    survey = surveys.published(session, of.survey)
    return {
        "states": states,
        "all": sum(states.values()),
        "tabs": [(key, states.get(key, 0) if key else sum(states.values())) for key in TABS],
        "returns": returns(states, of.target),
        "rows": invitations.listing(session, of.id, [chosen] if chosen else [], limit, offset),
        "links": invitations.count_links(session, of.id),
        "doubted": invitations.count_doubted(session, of.id),
        "segments": invitations.segments(session) if of.state == ROUND.initial else [],
        "survey": survey[1] if survey else None,
        "version": survey[0] if survey else None,
        "first": first_question(survey[1]) if survey else None,
        "triggers": ROUND.triggers(of.state),
    }


def first_question(survey: Survey) -> dict[str, Any]:
    """The first thing that the customer is asked, as the chat shows it."""
    question = survey.questions[0]
    choices = [label for _, label in questions.kind(question.kind).options(question)]
    return {"text": question.text, "choices": choices}


async def move(request: web.Request) -> web.Response:
    """Start, pause, resume, close."""
    of, trigger = await found(request), request.match_info["trigger"]
    if trigger == "start" and (problem := await door(request).read(not_ready, of)):
        return await one(request, problem, 409)
    try:
        await door(request).write(rounds.move, of.id, trigger, now(), user_id=person(request).user_id)
    except NotAllowed:
        return await one(request, "stale", 409)
    raise back(of.id)


def not_ready(session: Session, of: Round) -> str:
    """Why it can't be started; empty where it can be."""
    if not sum(invitations.tally(session, [of.id])[of.id].values()):
        return "nobody"
    if surveys.published(session, of.survey) is None:
        return "no_survey"
    return "over" if of.return_by <= now() else ""


async def cancel(request: web.Request) -> web.Response:
    """What is not sent is not going to be."""
    of = await found(request)
    await door(request).write(rounds.cancel_unsent, of.id, now(), person(request).user_id)
    raise back(of.id)


async def again(request: web.Request) -> web.Response:
    """Send those once more of which nobody knows whether they arrived."""
    of = await found(request)
    await door(request).write(rounds.send_again, of.id, now(), person(request).user_id)
    raise back(of.id)


async def found(request: web.Request) -> Round:
    """The round that the address names."""
    try:
        return await door(request).read(rounds.one, int(request.match_info["id"]))
    except rounds.Unknown:
        raise web.HTTPNotFound from None


def back(round_id: int) -> web.HTTPSeeOther:
    """To the round."""
    return web.HTTPSeeOther(f"/rounds/{round_id}")


def zone(place: Door) -> ZoneInfo:
    """Where the organisation is."""
    return ZoneInfo(place.settings.timezone)


ONE = "/rounds/{id:[0-9]{1,9}}"

PAGE = Page(
    "rounds",
    (
        Route("GET", "/rounds", show, "viewer"),
        Route("GET", "/rounds/new", new, "handler"),
        Route("POST", "/rounds/new", add, "handler"),
        Route("GET", ONE, show_one, "viewer"),
        Route("GET", ONE + "/plan", plan, "handler"),
        Route("POST", ONE + "/plan", change, "handler"),
        Route("POST", ONE + "/{trigger:start|pause|resume|close}", move, "handler"),
        Route("POST", ONE + "/cancel", cancel, "handler"),
        Route("POST", ONE + "/again", again, "handler"),
    ),
    place=5,
)

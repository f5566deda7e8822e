"""One round: the steps of its preparation, or how it goes on; started, paused, resumed, closed."""

from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import paging
from admin.door import door, now, person
from admin.listing.showing import bar
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import definitions, invitations, nameless, previews, rounds, surveys, users
from storage.domain import questions
from storage.domain.invitation import LIFE, ROUND, returns
from storage.domain.machine import NotAllowed
from storage.domain.survey import Survey
from storage.queries.edges import Edge
from storage.rounds import Round

ONE = "/rounds/{id:[0-9]{1,9}}"
TABS = ("", *LIFE.states)
LONGEST = 4000  # characters of what is said about a missed target


async def show_one(request: web.Request) -> web.Response:
    """One round: the steps of its preparation, or how it goes on."""
    return await one(request)


async def one(request: web.Request, problem: str = "", status: int = 200, typed: str = "") -> web.Response:
    """The page, with what could not be done; `typed` are words that were not kept."""
    of, place = await found(request), door(request)
    chosen = request.query.get("state", "")
    chosen = chosen if chosen in TABS else ""
    values = await place.read(fetch, of, chosen, paging.edge(request))
    sheet = paging.along(request, values.pop("page"), values.pop("rows"))
    draft = of.state == ROUND.initial
    preview = ""
    if draft and values["version"]:
        preview = f"{place.settings.bot_address}/?preview={previews.token(values['version'], now())}"
    page = "round_draft.html" if draft else "round.html"
    values |= {
        "of": of,
        "chosen": chosen,
        "problem": problem,
        "sheet": sheet,
        "preview": preview,
        "typed": typed,
        "bar": await bar(request, "invitations", round=str(of.id)),
    }
    return await render(request, page, status=status, **values)


def fetch(session: Session, of: Round, chosen: str, edge: Edge | None) -> dict[str, Any]:
    """All that the page of one round shows."""
    page = invitations.page(session, of.id, [chosen] if chosen else [], paging.SIZE, edge)
    states = invitations.tally(session, [of.id])[of.id]
    survey = surveys.published(session, of.survey)
    return {
        "states": states,
        "all": sum(states.values()),
        "tabs": [(key, states.get(key, 0) if key else sum(states.values())) for key in TABS],
        "returns": returns(states, of.target),
        "page": page,
        "rows": invitations.those(session, page.keys),
        "links": invitations.count_links(session, of.id),
        "doubted": invitations.count_doubted(session, of.id),
        "reminded": invitations.count_reminded(session, of.id),
        "usual": definitions.policy().rounds,
        "segments": invitations.segments(session) if of.state == ROUND.initial else [],
        "survey": survey[1] if survey else None,
        "version": survey[0] if survey else None,
        "first": first_question(survey[1]) if survey else None,
        "triggers": ROUND.triggers(of.state),
        "remedied_by": next((each.name for each in users.listing(session) if each.id == of.remedy_by), ""),
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
    except nameless.Naming:
        return await one(request, "naming", 409)
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


async def remedy(request: web.Request) -> web.Response:
    """Say why the target was missed, and what is done about it. Words that could not be kept stay there."""
    of, said = await found(request), words(await request.post(), "words")
    if not 0 < len(said) <= LONGEST:
        return await one(request, "remedy", 400, said)
    if not await door(request).write(rounds.remedy, of.id, said, person(request).user_id, now()):
        return await one(request, "stale", 409, said)
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


PAGE = Page(
    "round",
    (
        Route("GET", ONE, show_one, "viewer"),
        Route("POST", ONE + "/{trigger:start|pause|resume|close}", move, "handler"),
        Route("POST", ONE + "/cancel", cancel, "handler"),
        Route("POST", ONE + "/again", again, "handler"),
        Route("POST", ONE + "/remedy", remedy, "handler"),
    ),
)

"""The steps of the first start after the first: a survey, Telegram, a mailbox, a poster to print. Each can be
passed over."""

from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import channel_desk
from admin.channel_desk import Came
from admin.door import door, now, person
from admin.first import steps
from admin.first.choosing import choice, publish_template
from admin.first.showing import screen
from admin.pages import Page, Route, channels
from admin.security import words
from storage import db, definitions, surveys
from storage.settings import Settings


async def show_survey(request: web.Request) -> web.Response:
    """The templates; with one of them chosen, how customers will read it."""
    return await survey(request)


async def survey(request: web.Request, problem: str = "", status: int = 200) -> web.Response:
    """The page, with what could not be done."""
    chosen = choice(request.query.get("template", ""))
    stands = await door(request).read(surveys.published)
    given = {**chosen, "stands": stands[1].title if stands else "", "problem": problem}
    return await screen(request, "survey", "start_survey.html", status, **given)


async def publish(request: web.Request) -> web.Response:
    """Customers are asked this from now on."""
    place, form = door(request), await request.post()
    name, title = words(form, "template"), words(form, "title")[:200]
    try:
        await place.write(publish_template, name, title, person(request).user_id, now())
    except KeyError:
        raise web.HTTPNotFound from None
    except db.Conflict:
        return await survey(request, place.texts("page.channels.wrong.stale"), 409)
    raise web.HTTPSeeOther("/start/telegram")


async def show_channel(request: web.Request) -> web.Response:
    """The form of a channel."""
    return await channel(request, Came())


async def channel(request: web.Request, came: Came) -> web.Response:
    """The form, with what came of it."""
    group, place = request.match_info["group"], door(request)
    found = await place.read(channel_desk.view, place.settings, group)
    given = {"view": found, "came": came, "providers": definitions.mailboxes()}
    return await screen(request, group, "start_channel.html", 409 if came.problem else 200, **given)


async def set_up(request: web.Request) -> web.Response:
    """Try the channel, keep it; once it is kept the step is done."""
    group = request.match_info["group"]
    came = await channel_desk.posted(request, group)
    if came.kept:
        await door(request).write(steps.take, group, person(request).user_id, now())
    if not came.told and not came.problem:
        raise web.HTTPSeeOther("/start" if came.kept else f"/start/{group}")
    return await channel(request, came)


async def pass_over(request: web.Request) -> web.Response:
    """Not now; it can be had later in the settings."""
    step, me = request.match_info["step"], person(request).user_id
    stood = await door(request).read(steps.standing) or steps.Standing((), ())
    if step not in stood.done:
        await door(request).write(take_over, step, me)
    after = steps.STEPS[steps.STEPS.index(step) + 1 :]
    raise web.HTTPSeeOther(f"/start/{after[0]}" if after else "/")


def take_over(session: Session, step: str, user_id: int) -> None:
    """The step is passed over."""
    steps.take(session, step, user_id, now(), passed=True)


async def show_poster(request: web.Request) -> web.Response:
    """The poster, and the chat to look at."""
    return await poster(request)


async def poster(request: web.Request, wrong: str = "", typed: str = "") -> web.Response:
    """The page, with what is wrong with the address that was typed."""
    place = door(request)
    found = await place.read(last, place.settings)
    given = {**found, "wrong": wrong, "typed": typed or place.settings.bot_url}
    return await screen(request, "poster", "start_poster.html", 400 if wrong else 200, **given)


def last(session: Session, settings: Settings) -> dict[str, Any]:
    """All that the last step shows."""
    found = channels.fetch(session, settings)
    survey = surveys.published(session, settings.survey)
    return {**found, "survey": survey[1] if survey else None}


async def move(request: web.Request) -> web.Response:
    """Customers open the chat at this address."""
    wrong = await channels.addressed(request)
    if wrong:
        return await poster(request, wrong, words(await request.post(), "address")[:300])
    raise web.HTTPSeeOther("/start/poster")


async def end(request: web.Request) -> web.Response:
    """The house is open."""
    await door(request).write(steps.take, "poster", person(request).user_id, now())
    raise web.HTTPSeeOther("/")


GROUP = "/start/{group:telegram|mail}"
PAGE = Page(
    "start_steps",
    (
        Route("GET", "/start/survey", show_survey, "administrator"),
        Route("POST", "/start/survey", publish, "administrator"),
        Route("GET", GROUP, show_channel, "administrator"),
        Route("POST", GROUP, set_up, "administrator", proof=True),
        Route("POST", "/start/pass/{step:survey|telegram|mail|poster}", pass_over, "administrator"),
        Route("GET", "/start/poster", show_poster, "administrator"),
        Route("POST", "/start/poster", move, "administrator", proof=True),
        Route("POST", "/start/end", end, "administrator"),
    ),
)

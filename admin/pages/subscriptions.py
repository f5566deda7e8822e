"""The weekly summary: whether one is sent it, when and of what; how that of last week reads."""

from typing import Any, Final

from aiohttp import web
from sqlalchemy.orm import Session

from admin import filters as common
from admin.door import Door, door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.reports import weekly
from admin.security import words
from storage import definitions, subscriptions, users
from storage.domain import weekly as law

HOURS: Final = range(7, 21)
WEEKDAYS: Final = range(7)
ASKED: Final = ("survey", "channel", "segment")

MONDAY_MORNING: Final = (0, 9)
"""Offered to who is not subscribed yet."""


async def show(request: web.Request) -> web.Response:
    """The page."""
    return await page(request)


async def page(request: web.Request, said: str = "", status: int = 200) -> web.Response:
    """The page; `said` is what was wrong with what was asked for; once it is done, the address says so."""
    found = await door(request).read(fetch, person(request).user_id, door(request))
    done = request.query.get("done") == ("on" if found["mine"] else "off")
    return await render(
        request, "weekly.html", status=status, said=said, done=done, place="/settings", **found
    )


def fetch(session: Session, user_id: int, place: Door) -> dict[str, Any]:
    """All that the page shows: of last week, which the next mail is about, or the last was."""
    mine = subscriptions.of(session, user_id)
    weekday, hour = (mine.weekday, mine.hour) if mine else MONDAY_MORNING
    asked, texts, at = mine.asked if mine else {}, place.texts, now()
    offer = common.offered(session, place.settings)
    week = law.over(definitions.calendar().date_of(at))
    rows = weekly.fetch(session, asked, week, place.settings, texts, at)
    return {
        "mine": mine,
        "weekday": weekday,
        "hour": hour,
        "alerts": users.alerts_of(session, user_id),
        "filters": [each for each in common.chosen(asked, offer, texts) if each.key in ASKED],
        "hours": HOURS,
        "weekdays": WEEKDAYS,
        "report": weekly.build(rows, texts, ""),
    }


async def subscribe(request: web.Request) -> web.Response:
    """It is sent to me from now on."""
    form, place = await request.post(), door(request)
    weekday, hour = (words(form, name) for name in ("weekday", "hour"))
    if weekday not in map(str, WEEKDAYS) or hour not in map(str, HOURS):
        return await page(request, place.texts("page.weekly.wrong"), 400)
    asked = {name: words(form, name) for name in ASKED}
    await place.write(keep, person(request).user_id, int(weekday), int(hour), asked, place)
    raise web.HTTPSeeOther("/me/weekly?done=on")


def keep(session: Session, user_id: int, weekday: int, hour: int, asked: dict[str, str], place: Door) -> None:
    """What is asked and not offered leaves all in."""
    offer = common.offered(session, place.settings)
    picked = {each.key: each.value for each in common.chosen(asked, offer, place.texts) if each.key in ASKED}
    told = {name: value for name, value in picked.items() if value}
    subscriptions.subscribe(session, user_id, weekday, hour, told, now())


async def stop(request: web.Request) -> web.Response:
    """It is not sent to me any more."""
    await door(request).write(subscriptions.unsubscribe, person(request).user_id)
    raise web.HTTPSeeOther("/me/weekly?done=off")


PAGE = Page(
    "subscriptions",
    (
        Route("GET", subscriptions.PAGE, show, "handler"),
        Route("POST", subscriptions.PAGE, subscribe, "handler"),
        Route("POST", f"{subscriptions.PAGE}/stop", stop, "handler"),
    ),
)

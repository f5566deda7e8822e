"""The work behind the scenes: what waits, what is being done, what failed for good, by kind; and whether the
worker works. Administrators have what failed done anew, or give it up."""

from typing import Any, Final

from aiohttp import web
from sqlalchemy.orm import Session

from admin import choosing
from admin.door import Door, door, now, person
from admin.pages import Page, Route
from admin.pages.parked import anew
from admin.rendering import render
from admin.security import words
from storage import concealing, db, erasing, expiring, heartbeats, jobs
from storage.backup import nightly
from storage.queries import standing

OWED: Final = frozenset({concealing.JOB, erasing.JOB, expiring.JOB})
"""What customers were promised: it is not given up, however often it fails."""


async def show(request: web.Request) -> web.Response:
    """The list."""
    return await page(request)


async def page(request: web.Request, problem: str = "", status: int = 200) -> web.Response:
    """The list, with what could not be done."""
    found = await door(request).read(fetch, door(request))
    return await render(
        request, "jobs.html", status=status, problem=problem, owed=OWED, place="/settings", **found
    )


def fetch(session: Session, place: Door) -> dict[str, Any]:
    """The kinds, and for how many seconds the worker has said nothing (None: it never has); the backups."""
    at, backups = db.now(session), nightly.standing(session)
    age = backups.age(at)
    silent = standing.heartbeat(session, at)
    works = silent is not None and silent <= heartbeats.MISSED.total_seconds()
    return {
        "kinds": jobs.standing(session, at),
        "silent": silent,
        "works": works,
        "backups": backups,
        "backup_failed": backups.why(place.texts),
        "backup_where": backups.whereabouts(place.settings.data),
        "backup_days": None if age is None else age.days,
        "backup_old": age is not None and age > nightly.OLD,
        "backup_at": "" if place.settings.demo else place.settings.backup_at,
        "backup_keep": place.settings.backup_keep,
    }


async def again(request: web.Request) -> web.Response:
    """Do what failed of this kind from the beginning; nothing happens where nothing has."""
    await door(request).write(anew, request.match_info["kind"], now(), person(request).user_id)
    raise web.HTTPSeeOther("/jobs")


async def drop(request: web.Request) -> web.Response:
    """Give up what failed of this kind, as far as the form has seen it."""
    kind, upto = request.match_info["kind"], choosing.key(words(await request.post(), "upto")) or 0
    if kind in OWED:
        return await page(request, door(request).texts("page.jobs.owed"), 409)
    if not await door(request).write(jobs.drop, kind, upto, now(), person(request).user_id):
        return await page(request, door(request).texts("page.jobs.gone"), 409)
    raise web.HTTPSeeOther("/jobs")


PAGE = Page(
    "jobs",
    (
        Route("GET", "/jobs", show, "auditor"),
        Route("POST", "/jobs/{kind:[a-z_]{1,40}}/again", again, "administrator"),
        Route("POST", "/jobs/{kind:[a-z_]{1,40}}/drop", drop, "administrator"),
    ),
)

"""What is done with personal data, to be printed and signed; what goes tonight; who agreed to what."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.orm import Session

from admin import privacy_record as record
from admin.door import Door, door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import definitions, holds, notices, retention
from storage.queries import agreed
from storage.retention import announcing


async def show(request: web.Request) -> web.Response:
    """The page."""
    return await page(request)


async def page(request: web.Request, problem: str = "", status: int = 200) -> web.Response:
    """The same, with what could not be done."""
    place, at = door(request), now()
    found = await place.read(fetch, place, at)
    here = at.astimezone(ZoneInfo(place.settings.timezone))
    return await render(request, "privacy.html", status, place="/settings", at=here, problem=problem, **found)


async def confirm(request: web.Request) -> web.Response:
    """The terms in force count, from the next round on."""
    terms, seen = definitions.policy().retention, words(await request.post(), "terms")
    try:
        await door(request).write(announcing.confirm, terms, seen, person(request).user_id, now())
    except announcing.Stale:
        return await page(request, door(request).texts("page.rules.stale"), 409)
    raise web.HTTPSeeOther("/privacy#terms")


def fetch(session: Session, place: Door, at: datetime) -> dict[str, Any]:
    """All that it shows."""
    policy, texts, settings = definitions.policy(), place.texts, place.settings
    going = retention.tonight(session, policy.retention, at)
    return {
        "activities": record.activities(policy.retention, texts),
        "recipients": list(record.recipients(settings, texts)),
        "cases": record.cases(settings, texts),
        "threats": record.threats(texts),
        "terms": [(kind, record.kept(kind, policy.retention, texts), n) for kind, n in going.items()],
        "most": retention.MOST,
        "held": holds.listing(session),
        "terms_mark": announcing.mark(policy.retention),
        "confirmed": announcing.confirmed(session, policy.retention),
        "begins": announcing.begins(session, policy.retention, at),
        "versions": agreed.versions(session),
        "version": policy.notice_version,
        "notices": notices.listing(session),
    }


PAGE = Page(
    "privacy",
    (
        Route("GET", "/privacy", show, "auditor"),
        Route("POST", "/privacy/confirm", confirm, "administrator"),
    ),
)

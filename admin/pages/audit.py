"""What was done (`storage.auditing`): who, what, to what, when; sought by the address, taken along."""

from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import audit_sought, audit_told
from admin.door import Door, door
from admin.listing.showing import bar
from admin.pages import Page, Route
from admin.paging import along, edge
from admin.rendering import render
from storage import audited, auditing, seals
from storage.queries.edges import Edge

SIZE = 100  # rows of one page


async def show(request: web.Request) -> web.Response:
    """The list."""
    found = await door(request).read(fetch, dict(request.query), door(request), edge(request))
    sheet = along(request, found.pop("page"), found.pop("rows"))
    return await render(
        request, "audit.html", place="/settings", sheet=sheet, bar=await bar(request, "audit"), **found
    )


def fetch(session: Session, asked: dict[str, str], place: Door, at: Edge | None) -> dict[str, Any]:
    """One page, and what can be sought."""
    texts = place.texts
    filters = audit_sought.chosen(session, asked, texts)
    wanted = audit_sought.within(asked, filters, place.settings.timezone)
    page = auditing.page(session, wanted, SIZE, at)
    rows = auditing.those(session, page.keys)
    known = audited.known(session, rows, *([wanted.of] if wanted.of else []))
    return {
        "page": page,
        "rows": [audit_told.line(each, known, texts) for each in rows],
        "filters": filters,
        "typed": {name: asked.get(name, "") for name in ("since", "until")},
        "wrong": [name for name in ("since", "until") if asked.get(name) and getattr(wanted, name) is None],
        "of": asked["of"] if wanted.of else "",
        "of_what": audit_told.thing(*wanted.of, known.called, texts) if wanted.of else "",
        "used": any(wanted),
        "sealed": seals.last(session),
        "cut": not seals.look(session, place.settings.data).replaceable,
    }


PAGE = Page("audit", (Route("GET", "/audit", show, "auditor"),))

"""A version of a survey as customers would meet it: the real web chat at the size of a phone, kept apart."""

from aiohttp import web

from admin.door import door, now
from admin.pages import Page, Route
from admin.pages.survey import VERSION
from admin.rendering import render
from admin.security import policy
from storage import drafts, previews


async def show(request: web.Request) -> web.Response:
    """The page; each time it is opened the talk begins anew."""
    place, key = door(request), request.match_info["key"]
    draft = await place.read(drafts.one, key, int(request.match_info["number"]))
    if draft is None:
        raise web.HTTPNotFound
    token, chat = previews.token(draft.id, now()), place.settings.bot_address
    hours = int(previews.LIVES.total_seconds() // 3600)
    response = await render(
        request, "survey_preview.html", draft=draft, link=f"{chat}/?preview={token}", hours=hours
    )
    response.headers["Content-Security-Policy"] = policy(frames=chat)
    return response


PAGE = Page("survey_preview", (Route("GET", VERSION + "/preview", show, "viewer"),))

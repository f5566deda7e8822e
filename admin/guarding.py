"""Who may come in: each route behind a guard that asks who it is, whether they may, whether they meant it."""

from dataclasses import replace
from datetime import datetime
from typing import Final, cast

from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy.orm import Session

from admin import pace, proving, resending
from admin.door import PERSON, Person, door, now
from admin.first import owner
from admin.pages import Role, Route, may
from admin.security import COOKIE, FORM_COOKIE, TOKEN, UNREADABLE, cookie, matches, same_origin
from admin.speaking import towards
from storage import db, options, rulings, users
from storage.settings import Settings
from storage.texts import storable

OPEN: Final = ("/me/second-factor", "/prove", "/sign-", "/language/", "/look/")
"""What begins so is open to whoever still lacks the second factor that their role must have."""


def guarded(route: Route) -> Handler:
    """The route's handler behind the guard."""

    async def guard(whole: web.Request) -> web.StreamResponse:
        request = whole.clone(client_max_size=route.largest) if route.largest else whole
        try:
            return await let_in(request, route)
        except db.OutOfReach as failure:
            return await resending.away(request, failure)  # what was read of it, `whole` does not know
        finally:
            whole.update(request)

    return guard


async def let_in(request: web.Request, route: Route) -> web.StreamResponse:
    """What the route answers, or the page that comes first."""
    asks = request[PERSON] = await who(request)
    if seconds := pace.wait(request, route):
        return pace.slow(request, seconds)
    if not all(storable(value)[0] == value for value in request.query.values()):
        raise web.HTTPBadRequest  # no database can be asked for it
    await owner.lead_in(request, asks, route.path)
    if asks is None and route.role != "anyone" and (kept := await resending.asked(request)):
        return kept
    asks = request[PERSON] = allowed(request, asks, route)
    if asks and lacking(asks, door(request).settings.second_factor) and not route.path.startswith(OPEN):
        raise web.HTTPSeeOther("/me/second-factor")
    return await before(request, route) or await pace.handled(request, route)


async def before(request: web.Request, route: Route) -> web.Response | None:
    """The page that comes first: the one that keeps what was sent from an earlier session, or the one that
    has them prove who they are."""
    if request.method == "POST":
        if request[PERSON] and (kept := await resending.asked(request)):
            return kept
        await check_meant(request)
    return await proving.asked(request) if route.proof else None


async def who(request: web.Request) -> Person | None:
    """Whom the cookie stands for, as the sessions say at this moment."""
    token = request[TOKEN] = cookie(request, COOKIE)
    found = await door(request).read(known, door(request).settings, token, now())
    if found is None:
        return None
    if found.prolong:
        await door(request).write(users.prolong, token, now())
    one = (found.id, found.name, found.role, found.csrf, found.proved_at, found.second, found.departments)
    return Person(*one, within=tuple(found.departments) if found.departments is not None else None)


def lacking(asks: Person, lowest: str) -> bool:
    """Whether this person must have a second factor, as all from the `lowest` role on, and has none."""
    return bool(lowest) and not asks.second and may(asks.role, cast("Role", lowest))


def known(session: Session, settings: Settings, token: str, at: datetime) -> users.SessionUser | None:
    """Who holds this cookie; None without one. What they then see and do is by the settings, the policy and
    the calendar in force."""
    options.refresh(session, settings)
    if not token:
        return None
    rulings.refresh(session)
    return users.session_user(session, token, at)


def refusal(request: web.Request, asks: Person | None) -> web.HTTPException:
    """To the sign-in page who is not signed in, and from there to the page that they wanted; a clear no to
    who is."""
    if asks:
        return web.HTTPForbidden(reason="role")
    page = request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return web.HTTPSeeOther(towards("/sign-in", str(request.rel_url) if page else "/"))


def allowed(request: web.Request, asks: Person | None, route: Route) -> Person | None:
    """Who asks, where they may use this route; of who sees their own departments alone, within those in which
    they may. For them what is not their own is not there, and the first page is the complaints."""
    own = asks.departments if asks else None
    if own is not None and not route.own and route.role != "anyone":
        raise web.HTTPSeeOther("/complaints") if route.path == "/" else web.HTTPNotFound
    if not may(asks.role if asks else "anyone", route.role):
        raise refusal(request, asks)
    if asks is None or own is None:
        return asks
    return replace(asks, within=tuple(name for name, role in own.items() if may(role, route.role)))


async def check_meant(request: web.Request) -> None:
    """Refuse a POST that does not come from a form of ours: by its origin, then by the token in the form."""
    try:
        form = await request.post()
    except UNREADABLE:
        raise web.HTTPBadRequest from None
    asks = request[PERSON]
    expected = asks.csrf if asks else cookie(request, FORM_COOKIE)
    if not same_origin(request) or not matches(str(form.get("csrf", "")), expected):
        raise web.HTTPForbidden(reason="csrf")

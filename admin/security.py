"""Who may come in and what a browser may do with our pages: headers, sessions, roles, forged requests."""

import hmac
import secrets
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler
from multidict import MultiMapping
from sqlalchemy.orm import Session

from admin import choosing
from admin.door import PERSON, Door, Person, door, now
from admin.pages import Route, may
from storage import rulings, users
from storage.texts import storable

COOKIE = "manyi"
FORM_COOKIE = "manyi_form"

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def policy(frames: str = "'none'") -> str:
    """Our Content-Security-Policy. `frames` is the one origin that a page may show in a frame."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            f"frame-src {frames}",
            "frame-ancestors 'self'",
            "base-uri 'none'",
        )
    )


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    """Signal `on_response_prepare`: the headers of every response, static files and streams included."""
    for name, value in {**HEADERS, "Content-Security-Policy": policy()}.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault(
        "Cache-Control", "no-cache" if request.path.startswith("/static/") else "no-store"
    )
    if secure(door(request)):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def secure(place: Door) -> bool:
    """Whether browsers reach this door over https, so that cookies may be bound to it."""
    return place.settings.admin_address.startswith("https:")


def guarded(route: Route) -> Handler:
    """The route's handler behind the guard: who asks, whether they may, whether they meant to."""

    async def guard(request: web.Request) -> web.StreamResponse:
        asks = request[PERSON] = await who(request)
        if not may(asks.role if asks else "anyone", route.role):
            raise refusal(asks)
        if route.largest:
            request = request.clone(client_max_size=route.largest)
        if request.method == "POST":
            await check_meant(request)
        return await route.handler(request)

    return guard


async def who(request: web.Request) -> Person | None:
    """Whom the cookie stands for, as the sessions say at this moment."""
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    found = await door(request).read(known, token, now())
    if found is None:
        return None
    if found.prolong:
        await door(request).write(users.prolong, token, now())
    return Person(found.id, found.name, found.role, found.csrf)


def known(session: Session, token: str, at: datetime) -> users.SessionUser | None:
    """Who holds this cookie. What they then see and do is by the policy and the calendar in force."""
    rulings.refresh(session)
    return users.session_user(session, token, at)


def refusal(asks: Person | None) -> web.HTTPException:
    """To the sign-in page who is not signed in; a clear no to who is."""
    return web.HTTPForbidden(reason="role") if asks else web.HTTPSeeOther("/sign-in")


async def check_meant(request: web.Request) -> None:
    """Refuse a POST that does not come from a form of ours: by its origin, then by the token in the form."""
    form = await request.post()
    asks = request[PERSON]
    expected = asks.csrf if asks else request.cookies.get(FORM_COOKIE, "")
    if not same_origin(request) or not matches(str(form.get("csrf", "")), expected):
        raise web.HTTPForbidden(reason="csrf")


def same_origin(request: web.Request) -> bool:
    """Whether the browser names our door as the origin; where it names none, the token alone decides."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    ours = urlsplit(door(request).settings.admin_address).netloc
    return urlsplit(origin).netloc in (request.host, ours)


def matches(given: str, expected: str) -> bool:
    """Compare in constant time; nothing matches an empty token."""
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def form_token(request: web.Request) -> str:
    """The token that a form on this page must carry. Before sign-in it stands in a cookie of its own."""
    asks = request.get(PERSON)
    return asks.csrf if asks else request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)


def set_cookie(request: web.Request, response: web.StreamResponse, name: str, value: str) -> None:
    """A cookie for this browser session that no script reads and no other site sends along."""
    options: dict[str, Any] = {
        "httponly": True,
        "samesite": "Lax",
        "secure": secure(door(request)),
        "path": "/",
    }
    response.set_cookie(name, value, **options)


def words(form: MultiMapping[Any], name: str) -> str:
    """What was typed into a text field, ends trimmed, line ends made plain, and such as can be kept."""
    return storable(str(form.get(name, "")))[0].replace("\r\n", "\n").strip()


def revision(form: MultiMapping[Any], name: str = "revision") -> int:
    """The revision that the form was made from. A form without one has seen nothing."""
    seen = choosing.key(words(form, name))
    return -1 if seen is None else seen

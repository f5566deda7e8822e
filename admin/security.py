"""What a browser may do with our pages: headers, cookies, the tokens of forms."""

import hmac
import secrets
from typing import Any
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.http_exceptions import HttpProcessingError
from multidict import MultiMapping

from admin import choosing
from admin.door import PERSON, Door, door
from storage.domain.proxies import networks, origin
from storage.texts import storable
from storage.unread import HEADERS

COOKIE = "manyi"
FORM_COOKIE = "manyi_form"
UNREADABLE = (
    ValueError,
    LookupError,
    AssertionError,
    RuntimeError,
    web.RequestPayloadError,
    HttpProcessingError,
)
"""What becomes of a body that is not what it says: another charset or encoding, no boundary, a broken
compression."""
BOUND = "__Host-"
"""Before the name of a cookie over https: it goes to this host alone, and no other sets it (RFC 6265bis)."""

TOKEN: web.RequestKey[str] = web.RequestKey("token", str)
"""The session's token, as the cookie has it or, once renewed, will have it; the guard sets it."""
RENEWED: web.RequestKey[str] = web.RequestKey("renewed", str)
"""The session's new token, where the request has proved who asks; it goes out with whatever is answered."""


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
    """Signal `on_response_prepare`: the headers of every response, static files and streams included; none
    that tells what we run on."""
    response.headers.popall(hdrs.SERVER, None)
    for name, value in {**HEADERS, "Content-Security-Policy": policy()}.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if secure(door(request)):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if renewed := request.get(RENEWED):
        set_cookie(request, response, COOKIE, renewed)
        # The cookies of the response are in its headers already when it is prepared.
        response.headers.add("Set-Cookie", response.cookies[named(request, COOKIE)].OutputString())


def secure(place: Door) -> bool:
    """Whether browsers reach this door over https, so that cookies may be bound to it."""
    return place.settings.admin_address.startswith("https:")


def same_origin(request: web.Request) -> bool:
    """Whether the browser names our door as the origin; where it names none, the token alone decides."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    ours = urlsplit(door(request).settings.admin_address).netloc
    try:
        return urlsplit(origin).netloc in (request.host, ours)
    except ValueError:  # no address at all
        return False


def address(request: web.Request) -> str:
    """Where the request comes from, as far as our own proxies tell."""
    forwarded = request.headers.getall("X-Forwarded-For", [])
    return origin(request.remote or "", forwarded, networks(door(request).settings.proxies))


def matches(given: str, expected: str) -> bool:
    """Compare in constant time; nothing matches an empty token."""
    return bool(expected) and hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def form_token(request: web.Request) -> str:
    """The token that a form on this page must carry. Before sign-in it stands in a cookie of its own."""
    asks = request.get(PERSON)
    return asks.csrf if asks else cookie(request, FORM_COOKIE) or secrets.token_urlsafe(24)


def cookie(request: web.Request, name: str) -> str:
    """What the browser has under this name; empty: nothing."""
    return request.cookies.get(named(request, name), "")


def named(request: web.Request, name: str) -> str:
    """The cookie's whole name."""
    return f"{BOUND}{name}" if secure(door(request)) else name


def set_cookie(
    request: web.Request, response: web.StreamResponse, name: str, value: str, seconds: int | None = None
) -> None:
    """A cookie for this browser session, or so long, that no script reads and no other site sends along."""
    response.set_cookie(named(request, name), value, max_age=seconds, **_bounds(request))


def drop_cookie(request: web.Request, response: web.StreamResponse, name: str) -> None:
    """The browser forgets this cookie."""
    response.del_cookie(named(request, name), **_bounds(request))


def _bounds(request: web.Request) -> dict[str, Any]:
    return {"httponly": True, "samesite": "Lax", "secure": secure(door(request)), "path": "/"}


def words(form: MultiMapping[Any], name: str) -> str:
    """What was typed into a text field, ends trimmed, line ends made plain, and such as can be kept."""
    return storable(str(form.get(name, "")))[0].replace("\r\n", "\n").strip()


def revision(form: MultiMapping[Any], name: str = "revision") -> int:
    """The revision that the form was made from. A form without one has seen nothing."""
    seen = choosing.key(words(form, name))
    return -1 if seen is None else seen

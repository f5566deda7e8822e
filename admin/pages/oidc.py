"""Signing in, proving who one is, and coming back to link one's account, by the organisation's own sign-in
service; signing out there."""

import structlog
from aiohttp import web

from admin import proving
from admin.door import PERSON, door, now, person
from admin.oidc import going
from admin.oidc.asking import Refused
from admin.oidc.party import PARTY, Party
from admin.pages import Page, Route, signin
from admin.rendering import render
from admin.security import TOKEN, cookie, set_cookie
from storage import logs, secret, users
from storage.users import Begun, Identity

COOKIE = "manyi_oidc"
DONE = "/prove/oidc/done"

log = structlog.get_logger()


async def enter(request: web.Request) -> web.Response:
    """There, to come back signed in."""
    if request[PERSON]:
        raise web.HTTPSeeOther(signin.back(request))
    try:
        return await set_out(request, "enter", None)
    except Refused as refused:
        return await signin.form(request, wrong=said(request, refused))


async def prove(request: web.Request) -> web.Response:
    """There, to sign in anew and come back proved."""
    try:
        return await set_out(request, "prove", person(request).user_id)
    except Refused as refused:
        return await done(request, said(request, refused))


async def set_out(request: web.Request, kind: str, user_id: int | None) -> web.Response:
    """Off, to come back to where they are. Raises Refused."""
    address, token = await ready(request, Begun(kind, user_id, signin.back(request), now()))
    response = web.HTTPSeeOther(address)
    give(request, response, token)
    raise response


async def ready(request: web.Request, begun: Begun) -> tuple[str, str]:
    """(where to go, the token that the browser has to be given). Raises Refused."""
    place, provider, token = door(request), await party(request).provider(), secret.token()
    await place.note(users.set_out, bound(request, token), begun)
    return going.there(provider, place.settings, token, anew=begun.kind != "enter"), token


def give(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """The cookie by which this browser is known again."""
    set_cookie(request, response, COOKIE, token, int(users.signins.LASTS.total_seconds()))


def bound(request: web.Request, token: str) -> str:
    """What a way is known by: this browser, and the session that it was begun in, should there be one."""
    asks = request[PERSON]
    return f"{token}.{asks.csrf}" if asks else token


async def come_back(request: web.Request) -> web.Response:
    """Back: what they had set out for is done, once."""
    asks, token, begun = request[PERSON], cookie(request, COOKIE), None
    party(request)
    try:
        if going.belongs(request.query, token):
            begun = await door(request).note(users.come_back, bound(request, token), now())
        if begun is None:
            raise Refused("stale")
        return await ENDS[begun.kind](request, begun, await told(request, begun, token))
    except Refused as refused:
        log.warning("sign-in by the service refused", why=refused.code, **logs.told(refused))
        wrong = said(request, refused)
        if asks is None:
            return await signin.form(request, wrong=wrong, wanted=begun.back if begun else "")
        return await done(request, wrong, linking=begun is not None and begun.kind == "link")


async def told(request: web.Request, begun: Begun, token: str) -> Identity:
    """Who the service says has come. Raises Refused."""
    known = party(request)
    provider = await known.provider()
    claims = await known.claims(going.code(request.query, provider), token)
    if begun.kind != "enter" and not claims.since(begun.begun_at):
        raise Refused("not_anew")
    return Identity(provider.issuer, claims.subject, claims.email)


async def entered(request: web.Request, begun: Begun, identity: Identity) -> web.Response:
    """Signed in, but for our own second factor. Raises Refused."""
    came = await door(request).write(users.come_in, identity, now(), signin.agent(request))
    if came is None:
        raise Refused("nobody" if identity.email else "unverified")
    if came.half:
        return signin.halfway(request, came.signed, begun.back)
    return signin.entered(request, came.signed, begun.back)


async def proved(request: web.Request, begun: Begun, identity: Identity) -> web.Response:
    """It is they: the session goes on under a new token. Raises Refused."""
    asks = request[PERSON]
    if asks is None or asks.user_id != begun.user_id:
        raise Refused("stale")
    proof = asks.user_id, request[TOKEN], identity
    if not (fresh := await door(request).write(users.prove_by_identity, *proof, now())):
        raise Refused("another")
    proving.proven(request, fresh, 0)
    raise web.HTTPSeeOther(begun.back)


async def linked(request: web.Request, begun: Begun, identity: Identity) -> web.Response:
    """It signs them in from now on. Raises Refused."""
    asks = request[PERSON]
    if asks is None or asks.user_id != begun.user_id:
        raise Refused("stale")
    if not await door(request).write(users.link_identity, asks.user_id, identity, now()):
        raise Refused("not_linked")
    raise web.HTTPSeeOther(begun.back)


ENDS = {"enter": entered, "prove": proved, "link": linked}
"""What is done at the end of each kind of way."""


async def show_done(request: web.Request) -> web.Response:
    """The end of a proof in a window of its own."""
    party(request)
    return await done(request)


async def done(request: web.Request, wrong: str = "", *, linking: bool = False) -> web.Response:
    """The page that says so, or what was wrong with a proof or with `linking`."""
    shown = {"wrong": wrong, "linking": linking}
    return await render(request, "oidc_done.html", status=403 if wrong else 200, **shown)


async def leave(request: web.Request) -> web.Response:
    """Signed out here; there too, where the service lets them."""
    try:
        provider = await party(request).provider()
        if provider.leave:
            raise web.HTTPSeeOther(going.leaving(provider, door(request).settings))
    except Refused as refused:
        return await signin.form(request, wrong=said(request, refused))
    return await signin.form(request, wrong=door(request).texts("page.oidc.no_leaving"))


def party(request: web.Request) -> Party:
    """The service; there is no such page without one."""
    if not door(request).settings.oidc_issuer:
        raise web.HTTPNotFound
    return request.app[PARTY]


def said(request: web.Request, refused: Refused) -> str:
    """Why not, and what to do."""
    return door(request).texts(f"page.oidc.refused.{refused.code}")


PAGE = Page(
    "oidc",
    (
        Route("GET", "/sign-in/oidc", enter, "anyone", own=True),
        Route("GET", going.BACK, come_back, "anyone", own=True),
        Route("GET", "/sign-in/oidc/out", leave, "anyone", own=True),
        Route("GET", "/prove/oidc", prove, "viewer", own=True),
        Route("GET", DONE, show_done, "viewer", own=True),
    ),
)

"""One's own page: who I am here, how I sign in, where I am told what is due and what cannot wait."""

from math import ceil
from typing import Any, NamedTuple

from aiohttp import web
from markupsafe import Markup
from sqlalchemy.orm import Session

from admin.door import door, now, person
from admin.drawing import drawn
from admin.listing.users import seen
from admin.pages import Page, Route
from admin.proving import by_password
from admin.rendering import render
from admin.security import TOKEN, words
from storage import subscriptions, users
from storage.settings import Settings

MAIL = "/me/mail/{token:[A-Za-z0-9_-]{20,80}}"


class Way(NamedTuple):
    """To link a chat on this channel: a link, and the same as a picture for a phone."""

    channel: str
    link: str

    @property
    def drawing(self) -> Markup:
        """The picture."""
        return drawn(self.link)


async def show(request: web.Request) -> web.Response:
    """The page."""
    return await page(request)


async def page(request: web.Request, said: str = "", status: int = 200, **more: Any) -> web.Response:
    """The page; `said` is what came of what was asked for, `code` a new one with the ways to use it,
    `there` where to go to link an account of the organisation."""
    issuer = door(request).settings.oidc_issuer
    found = await door(request).read(fetch, person(request).user_id, request[TOKEN], issuer)
    given = {"code": "", "ways": [], "token": "", "mailbox": "", "there": "", **more}
    mails = bool(door(request).settings.smtp_url)
    shown = {**found, **given, "said": said, "mails": mails, "place": "/settings", "seen": seen}
    shown["by_password"] = by_password(request)
    return await render(request, "me.html", status=status, live_at="/me", **shown)


def fetch(session: Session, user_id: int, token: str, issuer: str) -> dict[str, Any]:
    """All that the page shows."""
    mine = next(each for each in users.placed(session) if each.id == user_id)
    return {
        "mine": mine,
        "alerts": users.alerts_of(session, user_id),
        "weekly": subscriptions.of(session, user_id),
        "identity": users.identity_of(session, user_id, issuer),
        "factor": users.second_factor(session, user_id),
        "signed_in": len(users.places(session, user_id, token, now())),
    }


async def link(request: web.Request) -> web.Response:
    """A code that links a chat: shown once, here."""
    code = await door(request).write(users.new_alert_code, person(request).user_id, now())
    return await page(request, code=code, ways=ways(door(request).settings, code))


def ways(settings: Settings, code: str) -> list[Way]:
    """Where the code can be used."""
    found = [Way("webchat", f"{settings.bot_address}/#staff-{code}")]
    if settings.telegram_token and settings.telegram_name:
        found.append(Way("telegram", f"https://t.me/{settings.telegram_name}?start=staff-{code}"))
    return found


async def ask_mailbox(request: web.Request) -> web.Response:
    """Send a link to the address."""
    place, address = door(request), words(await request.post(), "address")
    page_of = f"{place.settings.admin_address}/me/mail/"
    asked = bool(place.settings.smtp_url)
    try:
        if asked:
            asked = await place.write(users.ask_mailbox, person(request).user_id, address, page_of, now())
    except users.TooOften as why:
        told = place.texts("page.me.too_often", minutes=ceil(why.seconds / 60))
        return await page(request, told, 429, mailbox=address)
    if not asked:
        return await page(request, place.texts("page.me.no_address"), 400, mailbox=address)
    return await page(request, place.texts("page.me.mail_sent", address=address))


async def show_mailbox(request: web.Request) -> web.Response:
    """What the link in the mail leads to: nothing is linked because something has fetched it."""
    return await page(request, token=request.match_info["token"])


async def link_mailbox(request: web.Request) -> web.Response:
    """The mailbox is mine."""
    token, user_id = request.match_info["token"], person(request).user_id
    if not await door(request).write(users.link_mailbox, user_id, token, now()):
        return await page(request, door(request).texts("page.me.bad_token"), 400)
    raise web.HTTPSeeOther("/me")


async def try_alerts(request: web.Request) -> web.Response:
    """A test."""
    sent = await door(request).write(users.try_alerts, person(request).user_id, now())
    return await page(request, door(request).texts(f"page.me.{'tried' if sent else 'nowhere'}"))


async def stop_alerts(request: web.Request) -> web.Response:
    """Nothing is told there any more."""
    await door(request).write(users.stop_alerts, person(request).user_id, now())
    raise web.HTTPSeeOther("/me")


PAGE = Page(
    "me",
    (
        Route("GET", "/me", show, "viewer", own=True),
        Route("POST", "/me/link", link, "handler", own=True),
        Route("POST", "/me/mail", ask_mailbox, "handler", own=True),
        Route("GET", MAIL, show_mailbox, "handler", own=True),
        Route("POST", MAIL, link_mailbox, "handler", own=True),
        Route("POST", "/me/test", try_alerts, "handler", own=True),
        Route("POST", "/me/stop", stop_alerts, "viewer", own=True),
    ),
)

"""The first start: who may open the house, and its first step, the organisation and its first administrator.
The steps after it: `admin.pages.first_steps`; what stands behind them: `admin.first`."""

from aiohttp import web

from admin import logo as logos
from admin.door import PERSON, door, now
from admin.first import opening, owner, steps
from admin.first.showing import screen
from admin.pages import Page, Route, organisation
from admin.pages.signin import agent, entered
from admin.rendering import render
from admin.security import address, words
from storage import db, guessing, options, users
from storage.domain import login

GUESSED = "first start"
"""Under which wrong codes are counted."""


async def show(request: web.Request) -> web.Response:
    """Where it goes on: the first step while there is no account, then the next one that is left."""
    if not await owner.nobody(request):
        asks = request[PERSON]
        if asks is None or asks.role != "administrator":
            raise web.HTTPSeeOther("/" if asks else "/sign-in")
        stood = await door(request).read(steps.standing)
        raise web.HTTPSeeOther(f"/start/{(stood.next if stood else '') or 'poster'}")
    code = request.query.get("code", "")
    if not owner.here(request):
        if not code:
            return await closed(request)
        if not await known(request, code):
            return await closed(request, "wrong_code", 403)
    return await house(request, code=code)


async def closed(request: web.Request, wrong: str = "", status: int = 200) -> web.Response:
    """Who comes from elsewhere is asked for the code."""
    return await render(request, "start_code.html", status=status, wrong=wrong)


async def known(request: web.Request, code: str) -> bool:
    """Whether the code is right; wrong ones slow the next one down."""
    keys = (guessing.key(GUESSED, address(request)), guessing.key(GUESSED, "everybody"))
    if await door(request).read(guessing.wait, keys, now()):
        return False
    if owner.knows(code):
        return True
    await door(request).note(guessing.count, keys, now())
    return False


async def house(
    request: web.Request,
    wrong: str = "",
    status: int = 200,
    code: str = "",
    typed: opening.Typed | None = None,
) -> web.Response:
    """The first step's form."""
    place = door(request)
    fixed = place.settings.fixed("organisation")
    given = {
        "typed": typed or opening.Typed(organisation=place.settings.organisation if fixed else ""),
        "fixed": fixed,
        "wrong": wrong,
        "code": code,
        "shortest": users.SHORTEST,
        "longest_login": login.LONGEST,
        "longest": organisation.LONGEST,
    }
    return await screen(request, "house", "start_house.html", status, **given)


async def settle(request: web.Request) -> web.Response:
    """The house gets its first account, who is signed in at once."""
    place, form = door(request), await request.post()
    code = words(form, "code")[:100]
    if not await owner.nobody(request):
        raise web.HTTPSeeOther("/start")
    if not owner.here(request) and not await known(request, code):
        return await closed(request, "wrong_code" if code else "", 403)
    try:
        given = opening.opening(form, named=place.settings.fixed("organisation"))
        user_id = await place.write(opening.settle, given, now())
    except (organisation.Wrong, users.Refused, options.Unfit) as refused:
        told = refusal(request, refused)
        return await house(request, told, 400, code, opening.typed(form))
    except (opening.Taken, db.Conflict):
        raise web.HTTPSeeOther("/start") from None
    await place.read(options.refresh, place.settings)
    signed = await place.write(users.sign_in, user_id, now(), "password", agent(request))
    return entered(request, signed, "/start/survey")


def refusal(request: web.Request, refused: Exception) -> str:
    """What is wrong, in words."""
    texts, code = door(request).texts, str(getattr(refused, "code", "name_long"))
    if isinstance(refused, users.Refused):
        key = f"page.users.refused.{code}"
        limits = {"shortest": users.SHORTEST, "longest": login.LONGEST}
        return texts(key, **limits) if texts.has(key) else texts(f"page.start.wrong.{code}")
    told = {"longest": organisation.LONGEST, "megabytes": logos.LARGEST // 1_000_000}
    return texts(f"page.organisation.wrong.{code}", **told)


PAGE = Page(
    "start",
    (
        Route("GET", "/start", show, "anyone"),
        Route("POST", "/start", settle, "anyone", organisation.FORM),
    ),
)

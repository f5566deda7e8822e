"""A colleague who has forgotten their password is given another, and signed out everywhere."""

from aiohttp import web

from admin.door import door, now, person
from admin.pages import Page, Route, users
from admin.pages.password import fitting, typed
from storage import users as accounts
from storage.users import Refused


async def give(request: web.Request) -> web.Response:
    """Another one, by the same rules as one's own. It is never sent back."""
    place, key = door(request), users.number(request)
    new = typed(await request.post(), "password")
    whose = next((each for each in await place.read(accounts.listing) if each.id == key), None)
    if whose is None or (place.settings.oidc_only and whose.role != "administrator"):
        raise web.HTTPNotFound  # nobody, or whom no password signs in
    made, unfit = await fitting(request, new, whose.login)
    if unfit:
        return await users.page(request, unfit, status=400, opened=key)
    try:
        await place.write(accounts.give_password, key, made, person(request).user_id, now())
    except Refused as refused:
        return await users.page(request, users.told(request, refused.code), status=400)
    raise users.done(key, "password")


PAGE = Page(
    "user_password",
    (Route("POST", users.ONE + "/password", give, "administrator", proof=True),),
)

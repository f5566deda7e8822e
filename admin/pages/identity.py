"""One's own account at the organisation's sign-in service: linked by signing in there, and unlinked."""

from typing import Final

from aiohttp import web

from admin.door import door, now, person
from admin.oidc.asking import Refused
from admin.pages import Page, Route, me, oidc
from admin.proving import by_password
from admin.security import TOKEN
from storage import users
from storage.users import Begun

HERE: Final = "/me/identity"
BACK: Final = "/me#identity"


async def link(request: web.Request) -> web.Response:
    """Ready to go there: by a link, since our policy lets no form lead to another site (form-action)."""
    try:
        address, token = await oidc.ready(request, Begun("link", person(request).user_id, BACK, now()))
    except Refused as refused:
        return await me.page(request, oidc.said(request, refused), 403)
    response = await me.page(request, there=address)
    oidc.give(request, response, token)
    return response


async def unlink(request: web.Request) -> web.Response:
    """It signs them in no more, unless they could not come in otherwise."""
    oidc.party(request)
    if not by_password(request):
        return await me.page(request, door(request).texts("page.oidc.only_way"), 403)
    await door(request).write(users.drop_identity, person(request).user_id, request[TOKEN], now())
    raise web.HTTPSeeOther(BACK)


PAGE = Page(
    "identity",
    (
        Route("POST", HERE, link, "viewer", proof=True, own=True),
        Route("POST", HERE + "/unlink", unlink, "viewer", proof=True, own=True),
    ),
)

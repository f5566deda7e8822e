"""Where a proof is sent that a page was asked for with, not a form: then on to that page."""

from aiohttp import web

from admin import proving
from admin.pages import Page, Route
from admin.security import words
from admin.speaking import within


async def prove(request: web.Request) -> web.Response:
    """On, once it is proved; else asked again."""
    form = await request.post()
    wrong, wait = await proving.prove(request, str(form.get(proving.FIELD, "")))
    if wrong:
        return await proving.page(request, form, wrong, wait)
    raise web.HTTPSeeOther(within(words(form, "next")))


PAGE = Page("prove", (Route("POST", "/prove", prove, "viewer", own=True),))

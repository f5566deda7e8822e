"""Keys of programs that use the API: which there are, what each may, and until when."""

from aiohttp import web
from sqlalchemy.orm import Session

from admin import choosing
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import one_time_keys, tokens
from storage.tokens import Refused

HERE = "/tokens"


async def show(request: web.Request) -> web.Response:
    """The list."""
    return await page(request)


async def page(
    request: web.Request, status: int = 200, problem: str = "", made: str = "", *, again: bool = False
) -> web.Response:
    """The list. A token that was just `made` is shown this once; `again`: it was made by this form before.
    What was typed for one that could not be, for `problem`, stands in the form."""
    form = await request.post() if problem else None
    once = words(form, "once") if form else one_time_keys.fresh()
    typed = {name: words(form, name) if form else "" for name in ("name", "days")}
    chosen = [str(each) for each in form.getall("scope", [])] if form else []
    found = await door(request).read(tokens.listing)
    more = {"scopes": tokens.SCOPES, "days": tokens.DAYS, "longest": tokens.LONGEST, "at": now()}
    given = {"typed": typed, "chosen": chosen, "once": once, "problem": problem, "made": made, "again": again}
    return await render(
        request, "tokens.html", status=status, listed=found, place="/settings", **more, **given
    )


async def make(request: web.Request) -> web.Response:
    """Another one, once however often the form is sent."""
    form, place = await request.post(), door(request)
    scopes = [str(each) for each in form.getall("scope", [])]
    days = choosing.key(words(form, "days"))
    wanted = (words(form, "name"), scopes, -1 if days is None else days)
    try:
        made = await place.write(keep, wanted, words(form, "once"), person(request).user_id)
    except Refused as refused:
        told = place.texts(f"page.tokens.refused.{refused.code}", most=tokens.LONGEST)
        return await page(request, 400, told)
    return await page(request, made=made, again=not made)


def keep(session: Session, wanted: tuple[str, list[str], int], once: str, user_id: int) -> str:
    """The new one; empty where this form has been sent before: nobody reads it again. Raises Refused."""
    at = now()
    if not one_time_keys.first(session, once, user_id, at):
        return ""
    _, made = tokens.make(session, *wanted, user_id, at)
    return made


async def revoke(request: web.Request) -> web.Response:
    """It ends; nothing happens where it has already."""
    await door(request).write(tokens.revoke, int(request.match_info["id"]), person(request).user_id, now())
    raise web.HTTPSeeOther(HERE)


PAGE = Page(
    "tokens",
    (
        Route("GET", HERE, show, "administrator"),
        Route("POST", HERE, make, "administrator", proof=True),
        Route("POST", HERE + "/{id:[0-9]{1,9}}/revoke", revoke, "administrator", proof=True),
    ),
)

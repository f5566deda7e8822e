"""Departments: which there are, who stands in them, and which take complaints."""

from aiohttp import web

from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import db, departments
from storage.departments import Refused


async def show(request: web.Request) -> web.Response:
    """The list."""
    return await page(request)


async def page(request: web.Request, problem: str = "", name: str = "", status: int = 200) -> web.Response:
    """The list; `name` is as typed where it could not be kept, for `problem`."""
    found = await door(request).read(departments.listing)
    more = {"problem": problem, "name": name, "longest": departments.LONGEST, "place": "/settings"}
    return await render(request, "departments.html", status=status, listed=found, **more)


async def add(request: web.Request) -> web.Response:
    """Another one, or a retired one again."""
    name = words(await request.post(), "name")
    try:
        await door(request).write(departments.add, name, person(request).user_id, now())
    except Refused as refused:
        told = door(request).texts(f"page.departments.refused.{refused.code}", most=departments.LONGEST)
        return await page(request, told, name, 400)
    except db.Conflict:
        return await page(request, door(request).texts("page.departments.again"), name, 409)
    raise web.HTTPSeeOther("/departments")


async def retire(request: web.Request) -> web.Response:
    """It takes no more; nothing happens where it does not anyway."""
    key = int(request.match_info["id"])
    await door(request).write(departments.retire, key, person(request).user_id, now())
    raise web.HTTPSeeOther("/departments")


PAGE = Page(
    "departments",
    (
        Route("GET", "/departments", show, "auditor"),
        Route("POST", "/departments", add, "administrator"),
        Route("POST", "/departments/{id:[0-9]{1,9}}/retire", retire, "administrator"),
    ),
)

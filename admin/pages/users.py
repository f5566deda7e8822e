"""Staff: which role each has, of which department they are, who may sign in, what those who left leave."""

from typing import Any

from aiohttp import web
from multidict import MultiMapping
from sqlalchemy.orm import Session

from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import db, departments, users
from storage.users import Refused, Stale

ONE = "/users/{id:[0-9]{1,9}}"
FIELDS = ("login", "name", "role", "department")


async def show(request: web.Request) -> web.Response:
    """The list."""
    return await page(request)


async def page(
    request: web.Request, problem: str = "", typed: dict[str, str] | None = None, status: int = 200
) -> web.Response:
    """The list; `typed` stands in the form of a new one that could not be kept, for `problem`. No password is
    ever sent back."""
    found = await door(request).read(fetch)
    new = typed or {**dict.fromkeys(FIELDS, ""), "role": "handler"}
    more = {"problem": problem, "new": new, "opened": typed is not None, "place": "/settings"}
    given = {"roles": users.ROLES, "shortest": users.SHORTEST, **more}
    return await render(request, "users.html", status=status, **found, **given)


def fetch(session: Session) -> dict[str, Any]:
    """All that the page shows."""
    return {"staff": users.placed(session), "departments": departments.names(session)}


async def add(request: web.Request) -> web.Response:
    """A new account."""
    form = await request.post()
    typed = {name: words(form, name) for name in FIELDS}
    password = str(form.get("password", ""))[:1000]
    login, name, role, department = typed.values()
    new = (login, name, role, department, password)
    try:
        await door(request).write(users.enter, *new, person(request).user_id, now())
    except Refused as refused:
        return await page(request, told(request, refused.code, login=typed["login"]), typed, 400)
    except db.Conflict:
        return await page(request, told(request, "again"), typed, 409)
    raise web.HTTPSeeOther("/users")


async def place(request: web.Request) -> web.Response:
    """Another role or department."""
    form = await request.post()
    key, wanted, seen = number(request), placing(form, ""), placing(form, "was_")
    try:
        await door(request).write(users.place, key, *wanted, seen, person(request).user_id, now())
    except Refused as refused:
        return await page(request, told(request, refused.code), status=400)
    except (Stale, db.Conflict):
        return await page(request, told(request, "stale"), status=409)
    raise web.HTTPSeeOther(f"/users#user-{key}")


async def keep_out(request: web.Request) -> web.Response:
    """They may sign in no more."""
    key = number(request)
    try:
        await door(request).write(users.keep_out, key, person(request).user_id, now())
    except Refused as refused:
        return await page(request, told(request, refused.code), status=400)
    except Stale:
        raise web.HTTPNotFound from None
    raise web.HTTPSeeOther(f"/users#user-{key}")


async def let_in(request: web.Request) -> web.Response:
    """They may sign in again."""
    key = number(request)
    try:
        await door(request).write(users.let_in, key, person(request).user_id, now())
    except Stale:
        raise web.HTTPNotFound from None
    raise web.HTTPSeeOther(f"/users#user-{key}")


def placing(form: MultiMapping[Any], prefix: str) -> tuple[str, str]:
    """The role and the department in the form."""
    return words(form, f"{prefix}role"), words(form, f"{prefix}department")


def told(request: web.Request, code: str, **values: object) -> str:
    """Why it could not be kept, and what to do next."""
    return door(request).texts(f"page.users.refused.{code}", shortest=users.SHORTEST, **values)


def number(request: web.Request) -> int:
    """The user that the address names."""
    return int(request.match_info["id"])


PAGE = Page(
    "users",
    (
        Route("GET", "/users", show, "auditor"),
        Route("POST", "/users", add, "administrator"),
        Route("POST", ONE + "/place", place, "administrator"),
        Route("POST", ONE + "/keep-out", keep_out, "administrator"),
        Route("POST", ONE + "/let-in", let_in, "administrator"),
    ),
)

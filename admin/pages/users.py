"""Staff: which role each has, of which department they are, who may sign in, what those who left leave."""

from typing import Any

from aiohttp import web
from multidict import MultiMapping
from sqlalchemy.orm import Session

from admin.door import door, now, person
from admin.filters import Filter
from admin.listing import users as listing
from admin.listing.showing import bar
from admin.listing.users import Wanted
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import db, departments, users
from storage.domain import login as logins
from storage.domain.locale import Texts
from storage.users import Refused, Scope, Stale

ONE = "/users/{id:[0-9]{1,9}}"
FIELDS = ("login", "name", "role", "department", "sees")


async def show(request: web.Request) -> web.Response:
    """The list."""
    return await page(request)


async def page(
    request: web.Request,
    problem: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
    opened: int = 0,
) -> web.Response:
    """The list; `typed` stands in the form of a new one that could not be kept, for `problem`, or what can be
    changed of the user `opened` is unfolded. No password is ever sent back."""
    place = door(request)
    asked = (dict(request.query), place.texts, bool(place.settings.oidc_issuer))
    found = await place.read(fetch, *asked)
    new = typed or {**dict.fromkeys(FIELDS, ""), "role": "handler", "sees": "all"}
    more = {"problem": problem, "new": new, "opened": opened, "place": "/settings"}
    more["done"] = tuple(request.query.get(name, "") for name in ("done", "to"))
    offered = {"sees": users.SEES, "own_roles": users.OWN_ROLES, "seen": listing.seen}
    limits = {"shortest": users.SHORTEST, "longest": logins.LONGEST}
    given = {"roles": users.ROLES, **limits, "bar": await bar(request, "users"), **more}
    return await render(request, "users.html", status=status, **found, **offered, **given)


def fetch(session: Session, query: dict[str, str], texts: Texts, service: bool) -> dict[str, Any]:
    """All that the page shows; `service`: the organisation's own signs them in."""
    wanted, names = listing.asked(session, query), departments.names(session)
    return {
        "staff": listing.found(session, wanted),
        "departments": names,
        "linked": users.linked(session),
        "barred": users.barred(session) if service else (),
        "filters": filters(wanted, names, texts),
        "filtered": any(wanted),
    }


def filters(wanted: Wanted, names: list[str], texts: Texts) -> list[Filter]:
    """What can be chosen, and what is."""
    options = {
        "only": [(key, texts(f"page.users.only.{key or 'all'}")) for key in listing.ONLY],
        "role": [("", texts("page.filter.all")), *((key, texts(f"page.role.{key}")) for key in users.ROLES)],
        "department": [("", texts("page.filter.all")), *((name, name) for name in names)],
        "sort": [(key, texts(f"page.users.sort_by.{key or 'login'}")) for key in listing.SORTS],
    }
    return [Filter(key, some, getattr(wanted, key)) for key, some in options.items()]


async def add(request: web.Request) -> web.Response:
    """A new account."""
    form = await request.post()
    typed = {name: words(form, name) for name in FIELDS}
    password = str(form.get("password", ""))[:1000]
    login, name, role, department, _ = typed.values()
    new = (login, name, role, department, password)
    try:
        await door(request).write(users.enter, *new, person(request).user_id, now(), scope(form, ""))
    except Refused as refused:
        return await page(request, told(request, refused.code, login=typed["login"]), typed, 400)
    except db.Conflict:
        return await page(request, told(request, "again"), typed, 409)
    raise web.HTTPSeeOther("/users")


async def place(request: web.Request) -> web.Response:
    """Another role or department, or other departments to see."""
    form = await request.post()
    key, wanted, seen = number(request), placing(form, ""), placing(form, "was_")
    by, scopes = person(request).user_id, (scope(form, ""), scope(form, "was_"))
    try:
        await door(request).write(users.place, key, *wanted, seen, by, now(), *scopes)
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


async def reset_second_factor(request: web.Request) -> web.Response:
    """Their phone is lost: they sign in with the password alone until they set it up anew."""
    key = number(request)
    await door(request).write(users.reset, key, person(request).user_id, now())
    raise web.HTTPSeeOther(f"/users#user-{key}")


async def sign_out(request: web.Request) -> web.Response:
    """They are signed out everywhere; they may sign in again."""
    key = number(request)
    await door(request).write(users.end_all, key, person(request).user_id, now())
    raise done(key, "sign_out")


async def unlink(request: web.Request) -> web.Response:
    """No account of the organisation's sign-in service signs them in any more; they are signed out."""
    key = number(request)
    await door(request).write(users.unlink_identity, key, person(request).user_id, now())
    raise web.HTTPSeeOther(f"/users#user-{key}")


async def allow_by_mail(request: web.Request) -> web.Response:
    """Their mail address may link an account of the organisation's sign-in service again."""
    key = number(request)
    await door(request).write(users.allow_by_mail, key, person(request).user_id, now())
    raise web.HTTPSeeOther(f"/users#user-{key}")


def done(key: int, what: str) -> web.HTTPSeeOther:
    """Back to this user in the list, where it is said that this is done, as [page.users.done] has it."""
    return web.HTTPSeeOther(f"/users?done={what}&to={key}#user-{key}")


def placing(form: MultiMapping[Any], prefix: str) -> tuple[str, str]:
    """The role and the department in the form."""
    return words(form, f"{prefix}role"), words(form, f"{prefix}department")


def scope(form: MultiMapping[Any], prefix: str) -> Scope:
    """What they see, as the form has it; whose role in a further department is none, is not in it."""
    names, roles = (form.getall(f"{prefix}further_{each}", []) for each in ("department", "role"))
    pairs = zip(map(str, names), map(str, roles), strict=False)
    further = {name: role for name, role in pairs if name and role}
    sees = words(form, f"{prefix}sees") or users.ALL.sees
    return Scope(sees, further if sees == "own" else {})


def told(request: web.Request, code: str, **values: object) -> str:
    """Why it could not be kept, and what to do next."""
    known = {"shortest": users.SHORTEST, "longest": logins.LONGEST}
    return door(request).texts(f"page.users.refused.{code}", **known, **values)


def number(request: web.Request) -> int:
    """The user that the address names."""
    return int(request.match_info["id"])


PAGE = Page(
    "users",
    (
        Route("GET", "/users", show, "auditor"),
        Route("POST", "/users", add, "administrator", proof=True),
        Route("POST", ONE + "/place", place, "administrator", proof=True),
        Route("POST", ONE + "/keep-out", keep_out, "administrator", proof=True),
        Route("POST", ONE + "/let-in", let_in, "administrator", proof=True),
        Route("POST", ONE + "/second-factor", reset_second_factor, "administrator", proof=True),
        Route("POST", ONE + "/sign-out", sign_out, "administrator", proof=True),
        Route("POST", ONE + "/unlink", unlink, "administrator", proof=True),
        Route("POST", ONE + "/by-mail", allow_by_mail, "administrator", proof=True),
    ),
)

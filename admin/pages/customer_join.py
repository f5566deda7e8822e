"""One person was two: both files side by side, what is to be kept of which, what goes along; taken back."""

from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import choosing
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import revision, words
from storage import joining
from storage.customers import keeping
from storage.customers.keeping import Stale, Unknown
from storage.domain.customer import FIELDS
from storage.queries import customer_list, customers

SHOWN = 12  # customers who were found, at most
OTHER = "other"  # stands in the form where the other's value is to be kept


async def show(request: web.Request) -> web.Response:
    """Whom to join them with: looked for; then both files."""
    return await page(request, choosing.key(request.query.get("with", "")))


async def page(request: web.Request, other: int | None, problem: str = "", status: int = 200) -> web.Response:
    """The page, with what could not be done."""
    try:
        found = await door(request).read(fetch, number(request), other, choosing.asked(request))
    except Unknown:
        raise web.HTTPNotFound from None
    problem = problem or found.pop("problem")
    return await render(
        request,
        "customer_join.html",
        status=status,
        place="/customers",
        q=choosing.asked(request),
        fields=FIELDS,
        problem=problem,
        **{name: value for name, value in found.items() if name != "problem"},
    )


def fetch(session: Session, customer_id: int, other: int | None, q: str) -> dict[str, Any]:
    """The file, and the other with what would go along; else who is found. Raises Unknown."""
    found: dict[str, Any] = {"file": keeping.one(session, customer_id), "other": None, "moves": {}}
    found |= {"problem": "", "found": []}
    if other is None:
        others = [key for key in customer_list.found(session, q) if key != customer_id] if q else []
        return found | {"found": customers.these(session, others[:SHOWN])}
    try:
        found["file"], found["other"] = joining.joinable(session, customer_id, other)
    except joining.Unfit as why:
        return found | {"problem": why.problem}
    return found | {"moves": joining.moves(session, other)}


async def join(request: web.Request) -> web.Response:
    """Make them one."""
    form = await request.post()
    other = choosing.key(words(form, "with"))
    if other is None:
        return await page(request, None, status=400)
    seen = revision(form), revision(form, "other_revision")
    exchanged = [name for name in FIELDS if words(form, name) == OTHER]
    try:
        await door(request).write(
            joining.join, number(request), other, exchanged, seen, person(request).user_id, now()
        )
    except Unknown:
        raise web.HTTPNotFound from None
    except joining.Unfit as why:
        return await page(request, None, why.problem, 409)
    except Stale:
        return await page(request, other, "stale", 409)
    raise web.HTTPSeeOther(f"/customers/{number(request)}")


async def part(request: web.Request) -> web.Response:
    """They are two again."""
    try:
        kept, _ = await door(request).write(
            joining.undo, int(request.match_info["joining"]), person(request).user_id, now()
        )
    except Unknown:
        raise web.HTTPNotFound from None
    except joining.Unfit as why:
        return await page(request, None, why.problem, 409)
    raise web.HTTPSeeOther(f"/customers/{kept}")


def number(request: web.Request) -> int:
    """The customer whom the address names."""
    return int(request.match_info["id"])


ONE = "/customers/{id:[0-9]{1,9}}"

PAGE = Page(
    "customer_join",
    (
        Route("GET", ONE + "/join", show, "handler"),
        Route("POST", ONE + "/join", join, "handler"),
        Route("POST", ONE + "/joinings/{joining:[0-9]{1,9}}/undo", part, "handler"),
    ),
)

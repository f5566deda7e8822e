"""Nothing of a customer, or of a complaint, is cleared while a dispute is about it: begun with a reason,
lifted by who answers for it."""

from collections.abc import Callable
from functools import partial

from aiohttp import web
from sqlalchemy.orm import Session

from admin.complaint_form import Kept
from admin.door import door, now, person
from admin.pages import Page, Route, complaint, customer
from admin.pages.customer import Aside
from admin.security import words
from storage import complaints, holds
from storage.customers.keeping import Unknown

Verb = Callable[..., None]


async def hold_customer(request: web.Request) -> web.Response:
    """Nothing of theirs goes."""
    reason = words(await request.post(), "reason")
    return await of_customer(request, partial(holds.hold_customer, reason=reason), reason)


async def lift_customer(request: web.Request) -> web.Response:
    """Terms count again."""
    return await of_customer(request, holds.lift_customer)


async def of_customer(request: web.Request, verb: Verb, typed: str = "") -> web.Response:
    """Do it, and back to the file."""
    try:
        await door(request).write(done, verb, customer.number(request), person(request).user_id)
    except Unknown:
        raise web.HTTPNotFound from None
    except holds.Unfit as why:
        return await customer.file(request, Aside({"hold": why.code}, {"hold": typed}, status=_status(why)))
    return customer.back(request)


async def hold_complaint(request: web.Request) -> web.Response:
    """Nothing of it goes."""
    reason = words(await request.post(), "reason")
    return await of_complaint(request, partial(holds.hold_complaint, reason=reason), reason)


async def lift_complaint(request: web.Request) -> web.Response:
    """Terms count again."""
    return await of_complaint(request, holds.lift_complaint)


async def of_complaint(request: web.Request, verb: Verb, typed: str = "") -> web.Response:
    """Do it, and back to the complaint."""
    try:
        await door(request).write(done, verb, complaint.number(request), person(request).user_id)
    except complaints.Unknown:
        raise web.HTTPNotFound from None
    except holds.Unfit as why:
        kept = Kept("hold", {"reason": typed}, {"reason": why.code})
        return await complaint.one(request, kept, status=_status(why))
    return complaint.back(request)


def done(session: Session, verb: Verb, key: int, user_id: int) -> None:
    """Do it now."""
    verb(session, key, user_id=user_id, at=now())


def _status(why: holds.Unfit) -> int:
    return 409 if why.code in ("held", "not_held", "emptied") else 400


PAGE = Page(
    "holding",
    (
        Route("POST", customer.ONE + "/hold", hold_customer, "handler", own=True),
        Route("POST", customer.ONE + "/lift", lift_customer, "manager"),
        Route("POST", complaint.ONE + "/hold", hold_complaint, "handler", own=True),
        Route("POST", complaint.ONE + "/lift", lift_complaint, "manager"),
    ),
)

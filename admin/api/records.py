"""Lists and single records, as all resources have them."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from admin.api.models import Page
from admin.api.operation import Call, Out
from admin.api.problems import Problem, Wrong, not_found
from storage import records
from storage.records import KINDS, Asked
from storage.records.reading import Gone

_OWN: Final = frozenset(("limit", "cursor", "since", "before", "updated_since"))


def asked(query: Page) -> Asked:
    """What the query asks for."""
    given = query.model_dump(exclude_none=True)
    equal = {name: value for name, value in given.items() if name not in _OWN}
    return Asked(query.cursor, given.get("since"), given.get("before"), given.get("updated_since"), equal)


async def page(call: Call, kind: str) -> tuple[list[Out], int | None]:
    """The records of this page, and the cursor of the next. Raises Problem."""
    limit = call.query.limit
    try:
        found = await call.door.read(records.listing, KINDS[kind], asked(call.query), limit + 1)
    except Gone:
        raise Problem(400, "query", wrong=[Wrong("?cursor", "gone")]) from None
    rows = found[:limit]
    return rows, rows[-1]["id"] if len(found) > limit else None


async def listed(call: Call, kind: str) -> Out:
    """The page, where its records are told as they are."""
    rows, following = await page(call, kind)
    return {"data": rows, "next": following}


async def single(call: Call, kind: str, record_id: int | None = None) -> Out:
    """The record that the address names. Raises Problem."""
    found = await call.door.read(one, kind, call.id if record_id is None else record_id)
    if found is None:
        raise not_found()
    return dict(found)


def one(session: Session, kind: str, record_id: int) -> Mapping[str, Any] | None:
    """The record of this kind; None where there is none."""
    return records.one(session, KINDS[kind], record_id)

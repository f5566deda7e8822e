"""The same segment for many customers, each on its own: what is refused of one undoes nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from admin.door import Door
from admin.listing.ticked import Box
from storage import db
from storage.customers import keeping


class Result(NamedTuple):
    """What came of one: `problem` says why not; empty, it is done."""

    id: int
    called: str
    problem: str


async def each(place: Door, boxes: Sequence[Box], segment: str, user_id: int, at: datetime) -> list[Result]:
    """Keep it in the file of each, in a transaction of its own, as it was seen when it was ticked."""
    return [await _one(place, box, segment, user_id, at) for box in boxes]


async def _one(place: Door, box: Box, segment: str, user_id: int, at: datetime) -> Result:
    key, texts = box.ids[0], place.texts
    try:
        found = await place.read(keeping.one, key)
        called = found.name or found.number or texts("page.customer.unnamed")
        await place.write(change, box, segment, user_id, at)
    except keeping.Unknown:
        return Result(key, "", texts("page.customers.many.gone"))
    except (keeping.Stale, db.Conflict):
        return Result(key, called, texts("page.customers.many.stale"))
    except keeping.Unfit as why:
        wrong = " ".join(texts(f"page.customer.wrong.{code}", most="") for code in why.fields.values())
        return Result(key, called, wrong)
    return Result(key, called, "")


def change(session: Session, box: Box, segment: str, user_id: int, at: datetime) -> None:
    """Of all that the file tells, the segment alone. Raises keeping.Unknown, Stale, Unfit."""
    told = keeping.one(session, box.ids[0]).told
    keeping.amend(session, box.ids[0], {**told, "segment": segment}, box.seen or 0, user_id, at)


def parted(results: Sequence[Result]) -> tuple[list[Result], list[Result]]:
    """(done, not done)"""
    return [one for one in results if not one.problem], [one for one in results if one.problem]

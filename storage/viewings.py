"""Who has the page of a complaint open, told to colleagues, so that no two answer it at once.

A page that stays open shows itself again every minute, be it behind others; who has it is told for WINDOW
after that, so it goes within about a minute after the page was closed. What is read seldom writes: a sighting
is renewed when half of that is over, and those of others that are over go with it.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Select, cast, delete, func, select
from sqlalchemy.orm import Session

from storage import dialects
from storage.tables import users, viewings

WINDOW: Final = timedelta(seconds=90)
"""A minute, which is as often as browsers let a timer run in a tab that is not seen, and half of one for what
is slow to come."""

APART: Final = 8191
"""So that who leaves one complaint and who comes to the next do not weigh the same."""

_V: Final = viewings.c


def due(session: Session, complaint_id: int, user_id: int, now: datetime) -> bool:
    """Whether it is to be written down that this user has it open."""
    seen = session.scalar(select(_V.at).where(_V.complaint_id == complaint_id, _V.user_id == user_id))
    return seen is None or seen <= now - WINDOW / 2


def see(session: Session, complaint_id: int, user_id: int, now: datetime) -> None:
    """This user has it open now."""
    session.execute(delete(viewings).where(_V.at <= now - WINDOW))
    new = dialects.insert(session, viewings)
    again = new.on_conflict_do_update(
        index_elements=["complaint_id", "user_id"], set_={"at": new.excluded.at}
    )
    session.execute(again, {"complaint_id": complaint_id, "user_id": user_id, "at": now})


def others(
    session: Session, complaint_ids: Collection[int], user_id: int, now: datetime
) -> dict[int, list[str]]:
    """The names of who else has each of these open; where nobody has, it is absent."""
    query = select(_V.complaint_id, users.c.name).join(users, users.c.id == _V.user_id)
    here = query.where(_V.complaint_id.in_(complaint_ids), _V.user_id != user_id, _V.at > now - WINDOW)
    found: dict[int, list[str]] = defaultdict(list)
    for key, name in session.execute(here.order_by(users.c.name, users.c.id)) if complaint_ids else ():
        found[key].append(name)
    return dict(found)


def mark(now: datetime) -> Select[Any]:
    """What changes when somebody opens a page or has closed it, and not while it stays open."""
    weight = cast(_V.complaint_id, BigInteger) * APART + _V.user_id
    return select(func.sum(weight)).where(_V.at > now - WINDOW)

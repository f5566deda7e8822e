"""Who else has the page of a complaint open, and that who asks has."""

from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from admin.door import door, now, person
from storage import viewings


async def told(request: web.Request, complaint_id: int) -> list[str]:
    """The names of the colleagues who have it open too. That who asks has, is written down now and
    then; open pages see it with their next look."""
    place, asks, at = door(request), person(request), now()
    others, due = await place.read(_look, complaint_id, asks.user_id, at)
    if due:
        await place.note(viewings.see, complaint_id, asks.user_id, at)
    return others


def _look(session: Session, complaint_id: int, user_id: int, at: datetime) -> tuple[list[str], bool]:
    others = viewings.others(session, [complaint_id], user_id, at)
    return others.get(complaint_id, []), viewings.due(session, complaint_id, user_id, at)

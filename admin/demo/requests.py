"""What customers of the demo organisation ask of their own data: one soon due, one done."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from admin.demo import talks
from storage import requests, users


def fill(session: Session, written: Mapping[str, Any], now: datetime) -> None:
    """Ask for each, in a talk of its own."""
    handler = next(user.id for user in users.listing(session))
    for one in written["request"]:
        done = now - timedelta(days=one["done"]) if "done" in one else None
        at = done - timedelta(days=3) if done else asked_at(now, timedelta(days=one["due"]))
        talk = talks.begin(session, f"request {one['kind']}", one["name"], one["segment"], at)
        talks.speak(session, talk, [(written["asked"], one["words"])], at)
        row = requests.Asked(
            number=requests.reserve(session, at),
            conversation_id=talk.id,
            customer_id=talk.customer_id,
            kind=one["kind"],
        )
        requests.keep(session, [row], at)
        asked = requests.open_of(session, talk.customer_id, one["kind"])
        if done and asked:
            requests.fulfil(session, asked.id, handler, done)


def asked_at(now: datetime, left: timedelta) -> datetime:
    """When somebody asked whose request is due when so much time is over, or as soon after as it can be."""
    days = (now - timedelta(days=day) for day in range(90))
    return max((at for at in days if requests.due_at(at) >= now + left), key=lambda at: now - at)

"""What a person needs who takes over a talk: why and since when one was wanted, what is open, where it came
from, where it went."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import conversations, events, outbox

_LOOKED_AT = 20  # lines said by the bot, the latest
_BESIDE = ("resting", "waiting")  # marks of what is shown while a talk stands still


class Handover(NamedTuple):
    """A person was wanted last for this (`why`: human, crisis, misunderstood; empty: never, or none
    after all), `since` then.

    `open` is the question that the bot goes on with when the talk is handed back, `progress` which of how
    many it is. `resume_at`: the customer wants to be asked then. `came_from`, `went_to` are conversations.
    """

    why: str
    since: datetime | None
    open: str
    progress: tuple[int, int] | None
    resume_at: datetime | None
    came_from: int | None
    went_to: int | None


def handover(session: Session, conversation_id: int) -> Handover | None:
    """Of this conversation; None where there is none."""
    c = conversations.c
    query = select(c.talk, c.resume_at, c.moved_to).where(c.id == conversation_id)
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    called = _last(session, conversation_id, "call_person", "call_off")
    called = called if called and called.trigger == "call_person" else None
    came = _last(session, conversation_id, "arrive")
    asked = _open(session, conversation_id, row.talk)
    return Handover(
        why=called.target if called else "",
        since=called.at if called else None,
        open=asked.get("plain", asked.get("text", "")),
        progress=tuple(asked["progress"]) if "progress" in asked else None,
        resume_at=row.resume_at,
        came_from=int(came.source) if came else None,
        went_to=row.moved_to,
    )


def _last(session: Session, conversation_id: int, *triggers: str) -> Any:
    e = events.c
    there = select(e.at, e.source, e.target, e.trigger).where(
        e.entity == "conversation", e.entity_id == conversation_id, e.trigger.in_(triggers)
    )
    return session.execute(there.order_by(e.id.desc()).limit(1)).one_or_none()


def _open(session: Session, conversation_id: int, talk: str) -> dict[str, Any]:
    """What the bot noted to go on with when a person was called, else what it asked for last."""
    if back := json.loads(talk).get("back"):
        noted: dict[str, Any] = json.loads(back)["say"]
        return noted
    o = outbox.c
    said = select(o.payload).where(o.conversation_id == conversation_id, o.speaker == "bot")
    payloads = session.scalars(said.order_by(o.seq.desc()).limit(_LOOKED_AT))
    return next((each for each in payloads if each.get("of") and each["of"] not in _BESIDE), {})

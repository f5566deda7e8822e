"""Answers without a name lose, when the response is over, all that leads to the customer.

Not only their keys: two moments alike, or the number of the message that an answer came with, would tell as
much. Of the day nothing is left but its date. What was said in the conversation meanwhile is hidden there.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import concealing
from storage.concealing import Hidden
from storage.days import day
from storage.tables import answers, asked_again, changes, responses


class Over(NamedTuple):
    """A response without a name that is over, with the conversation that it was given in; `first` is the
    number of the last message there, `last` that of what was said last."""

    response_id: int
    conversation_id: int
    first: int
    last: int


def unlink(session: Session, over: Sequence[Over], now: datetime) -> None:
    """Let each stand alone."""
    for each in over:
        _unlink(session, each, now)


def _unlink(session: Session, over: Over, now: datetime) -> None:
    r, a, today = responses.c, answers.c, day(now)
    begun = session.scalar(select(r.begun_at).where(r.id == over.response_id))
    own = update(responses).where(r.id == over.response_id)
    nobodys = dict.fromkeys(("conversation_id", "customer_id", "invitation_id"))
    session.execute(own.values(**nobodys, begun_at=today))
    session.execute(own.where(r.completed_at.is_not(None)).values(completed_at=today))
    of_it = a.response_id == over.response_id
    session.execute(update(answers).where(of_it).values(seq=0, answered_at=today))
    doubts = update(asked_again).where(asked_again.c.response_id == over.response_id)
    session.execute(doubts.values(seq=0, at=today))
    changed = (changes.c.entity == "answer") & changes.c.entity_id.in_(select(a.id).where(of_it))
    session.execute(update(changes).where(changed).values(at=today))
    concealing.conceal(session, Hidden(over.conversation_id, begun, over.first, over.last), now)

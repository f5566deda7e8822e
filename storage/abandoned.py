"""Responses without a name that nobody finishes: they are stopped, and lead to nobody from then on."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, null, select, update
from sqlalchemy.orm import Session

from storage import definitions, unlinking
from storage.domain.retention import over
from storage.tables import conversations, responses
from storage.unlinking import Over


def find(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Those whose customer has not come back for so long."""
    query = select(responses.c.id).join(conversations, conversations.c.id == responses.c.conversation_id)
    return session.scalars(query.where(_left(now)).order_by(responses.c.id).limit(limit)).all()


def stop(session: Session, keys: Collection[int], now: datetime) -> None:
    """Stop those of these that still are left; who comes back after all begins anew."""
    r, c = responses.c, conversations.c
    query = select(r.id, r.conversation_id, c.seq).join(conversations, c.id == r.conversation_id)
    rows = session.execute(query.where(r.id.in_(keys), _left(now)).order_by(c.id).with_for_update()).all()
    for row in rows:
        session.execute(update(responses).where(r.id == row.id).values(state="stopped"))
        there = update(conversations).where(c.id == row.conversation_id, c.response_id == row.id)
        session.execute(there.values(response_id=null(), talk="{}", resume_at=null()))
    over_now = [Over(row.id, row.conversation_id, row.seq, row.seq) for row in rows]
    unlinking.unlink(session, over_now, now)


def _left(now: datetime) -> ColumnElement[bool]:
    r, c = responses.c, conversations.c
    since = over(definitions.policy().retention.hidden, now)
    return and_(r.anonymous, r.state == "begun", r.begun_at < since, c.active_at < since)

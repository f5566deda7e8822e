"""What would tell who speaks without a name goes from their conversation.

The customer's words go at once. What was said to them, the code among it, goes when it has arrived: they read
it once. A job sees to that. Staff see none of it meanwhile, nor afterwards that there was anything: a
conversation that something is missing from would tell whose it is.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Engine, and_, func, null, or_, select, update
from sqlalchemy.orm import Session

from storage import definitions, jobs, messages
from storage.conversations.speaking import spoken
from storage.days import day
from storage.domain.rules import OF_TEXTS
from storage.tables import conversations, outbox, responses
from storage.tables import messages as heard

JOB = "hide"
"""The kind of job that hides what has arrived meanwhile; payload: conversation_id, first, last, until."""

READ = timedelta(minutes=10)
"""What was said is left so long to be read, and noted down, once it is there."""


class Hidden(NamedTuple):
    """To be hidden in this conversation: from number `first`, or from what was received at `since` on, up to
    `last`."""

    conversation_id: int
    since: datetime | None
    first: int
    last: int


class Rest(NamedTuple):
    """What was said between these numbers and is still to be hidden; after `until` though it is not there."""

    conversation_id: int
    first: int
    last: int
    until: datetime
    now: datetime


def conceal(session: Session, hidden: Hidden, now: datetime) -> None:
    """The customer's words go, and what was said to them before the last of these, which answers it. What is
    said now is left for them to read."""
    first = _first(session, hidden)
    messages.forget(session, hidden.conversation_id, first, hidden.last)
    _blunt(session, hidden.conversation_id, first, hidden.last, now)
    there = _between(hidden.conversation_id, first, hidden.first - 1)
    _hide(session, hidden.conversation_id, there & ~_ON_ITS_WAY)
    _mark(session, _between(hidden.conversation_id, first, hidden.last))
    if hidden.since is not None:
        _conceal_where_it_began(session, hidden.conversation_id, hidden.since, now)
    until = now + timedelta(days=definitions.policy().retention.hidden)
    _put_off(session, Rest(hidden.conversation_id, first, hidden.last, until, now))


def _conceal_where_it_began(session: Session, conversation_id: int, since: datetime, now: datetime) -> None:
    """The talk may have come from another channel in the midst of it."""
    c, m = conversations.c, heard.c
    query = (
        select(c.id, c.seq, func.min(m.seq).label("first"))
        .join_from(conversations, heard, m.conversation_id == c.id)
        .where(c.moved_to == conversation_id, m.received_at >= since)
        .group_by(c.id, c.seq)
    )
    for row in session.execute(query).all():
        messages.forget(session, row.id, row.first, row.seq)
        _blunt(session, row.id, row.first, row.seq, now)
        there = _between(row.id, row.first, row.seq)
        _hide(session, row.id, there & ~_ON_ITS_WAY)
        _mark(session, there)


def _first(session: Session, hidden: Hidden) -> int:
    if hidden.since is None:
        return hidden.first
    m = heard.c
    began = (
        m.conversation_id == hidden.conversation_id,
        m.received_at >= hidden.since,
        m.seq <= hidden.first,
    )
    return session.scalar(select(func.min(m.seq)).where(*began)) or hidden.first


def _put_off(session: Session, rest: Rest) -> None:
    due_at = rest.now + READ
    told = {
        "conversation_id": rest.conversation_id,
        "first": rest.first,
        "last": rest.last,
        "until": rest.until.isoformat(),
    }
    key = f"{rest.conversation_id}:{rest.first}:{due_at.isoformat()}"
    jobs.put(session, [jobs.Job(kind=JOB, key=key, payload=told, due_at=due_at, created_at=rest.now)])


def rest(_: Engine, payload: dict[str, Any], now: datetime) -> Rest:
    """What a job of kind `JOB` is about."""
    place, first, last = (payload[name] for name in ("conversation_id", "first", "last"))
    return Rest(place, first, last, datetime.fromisoformat(payload["until"]), now)


def hide(session: Session, found: Sequence[Rest]) -> None:
    """Hide what has arrived; what has not is looked at again, and hidden when its time is over."""
    for each in found:
        there = _between(each.conversation_id, each.first, each.last)
        _blunt_sent(session, there, each.now)
        if each.now >= each.until:
            _hide(session, each.conversation_id, there)
            continue
        _hide(session, each.conversation_id, there & _ARRIVED)
        if session.scalar(select(outbox.c.id).where(there, ~_ARRIVED).limit(1)) is not None:
            _put_off(session, each)


_ON_ITS_WAY = outbox.c.state.in_(("waiting", "sending"))
_SEEN = select(conversations.c.seen).where(conversations.c.id == outbox.c.conversation_id).scalar_subquery()
_ARRIVED = or_(
    outbox.c.state.in_(("sent", "failed")),
    and_(outbox.c.state == "fetched", outbox.c.seq <= _SEEN),
)


def _between(conversation_id: int, first: int, last: int) -> ColumnElement[bool]:
    o = outbox.c
    return and_(o.conversation_id == conversation_id, o.seq >= first, o.seq <= last, o.speaker == "bot")


def _blunt(session: Session, conversation_id: int, first: int, last: int, now: datetime) -> None:
    """Of when it was said the day alone stays: a complaint of the same minute would be known by it."""
    today, m = day(now), heard.c
    words = (m.conversation_id == conversation_id, m.seq >= first, m.seq <= last)
    session.execute(update(heard).where(*words).values(received_at=today))
    there = update(outbox).where(_between(conversation_id, first, last))
    session.execute(there.values(created_at=today))
    _blunt_sent(session, _between(conversation_id, first, last), now)


def _blunt_sent(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    sent = update(outbox).where(which, outbox.c.sent_at.is_not(None))
    session.execute(sent.values(sent_at=day(now)))
    over = update(outbox).where(which, ~_ON_ITS_WAY)
    session.execute(over.values(due_at=day(now), tried_at=null()))


def _mark(session: Session, which: ColumnElement[bool]) -> None:
    """What is still to be read by the customer is not to be read by staff."""
    o = outbox.c
    for row in session.execute(select(o.id, o.payload).where(which)).all():
        marked = update(outbox).where(o.id == row.id)
        session.execute(marked.values(payload={**row.payload, messages.NAMELESS: True}))


def _hide(session: Session, conversation_id: int, which: ColumnElement[bool]) -> None:
    """In the language that is spoken there."""
    told = definitions.texts(spoken(session, conversation_id))("notice.hidden")
    hidden = {"text": told, messages.NAMELESS: True}
    session.execute(update(outbox).where(which).values(payload=hidden))


TELLS_UNNAMED: Final = or_(
    conversations.c.talk.contains('"unnamed":true'), conversations.c.talk.contains('"nameless":true')
)
"""Something is being told here without a name, as the talk writes it (`bot.conversation.talk`)."""


def withheld_since(session: Session, conversation_id: int) -> datetime | None:
    """From when on staff do not see what is said here, because it is being told without a name; None: they
    see it all. Who is talking with a person has chosen to be read; who was not asked has not."""
    c, r = conversations.c, responses.c
    unasked = or_(c.waiting_since.is_(None), c.waiting_for.in_(OF_TEXTS))
    free = (c.id == conversation_id, c.held_by.is_(None), unasked)
    talk = json.loads(session.scalar(select(c.talk).where(*free)) or "{}")
    draft = talk.get("draft") or {}
    if talk.get("unnamed") and draft.get("begun"):
        return datetime.fromisoformat(draft["begun"])
    if not talk.get("nameless"):
        return None
    open_ones = (r.conversation_id == conversation_id, r.state == "begun")
    begun: datetime | None = session.scalar(select(func.max(r.begun_at)).where(*open_ones))
    return begun

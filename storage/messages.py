"""Verbs on what customers sent: recorded once; parked when not understood, then put back or dismissed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import exists, insert, null, select, text, update
from sqlalchemy.orm import Session

from storage import bulk, events, hiding, mails, readings
from storage.tables import conversations, files, messages

# Literals, not parameters: else SQLite does not use the partial index.
WAITING = text("messages.state in ('parked', 'again')")


class Message(TypedDict):
    """A message to record; every key is given."""

    channel: str
    external_id: str
    conversation_id: int
    seq: int
    kind: str
    text: str
    choice: dict[str, Any] | None
    file_id: int | None
    raw: bytes | None
    received_at: datetime


class Parked(NamedTuple):
    """A message that could not be handled; staff have put it back, and it waits for the inbox."""

    id: int
    channel: str
    address: str
    external_id: str
    conversation_id: int
    seq: int
    kind: str
    text: str
    choice: dict[str, Any] | None
    file_id: int | None
    raw: bytes | None
    state: str
    reason: str
    received_at: datetime


Key = tuple[str, str, str]
"""(channel, address, external_id)"""


def known(session: Session, keys: Iterable[Key]) -> set[Key]:
    """Which of these have been recorded before."""
    wanted = set(keys)
    m, c = messages.c, conversations.c
    query = (
        select(c.channel, c.address, m.external_id)
        .join_from(conversations, messages)
        .where(
            c.channel.in_({channel for channel, _, _ in wanted}),
            c.address.in_({address for _, address, _ in wanted}),
            m.external_id.in_({key[2] for key in wanted}),
        )
    )
    return wanted & {(row.channel, row.address, row.external_id) for row in session.execute(query)}


_RECORDED = insert(messages)


def record(session: Session, rows: Sequence[Message]) -> None:
    """Keep these messages. One that its conversation has under this `external_id` is an IntegrityError."""
    if rows:
        bulk.execute(session, _RECORDED, rows)


_ERASED = {"state": "withdrawn", "text": "", "choice": null(), "raw": null()}


def withdraw(session: Session, conversation_id: int, external_id: str) -> None:
    """The customer has taken this message back: that they said something stays; what they said goes, with
    what they said instead and the file. A withdrawal that overtakes its message finds nothing to take back.
    """
    m = messages.c
    edits = (m.kind == "edit") & (m.choice["of"].as_string() == external_id)
    said = (m.conversation_id == conversation_id) & ((m.external_id == external_id) | edits)
    session.execute(update(messages).where(said).values(_ERASED))
    _empty_files(session, [conversation_id])
    readings.forget(session, conversation_id)


NAMELESS = "nameless"
"""The reason of what was said without a name: its words are gone, and staff do not see that it was said."""


def forget(session: Session, conversation_id: int, first: int, last: int) -> None:
    """What was said without a name between these numbers goes. What waits for staff waits no more: there is
    nothing left to handle."""
    m = messages.c
    said = (m.conversation_id == conversation_id) & m.seq.between(first, last)
    mails.forget(session, conversation_id, select(m.external_id).where(said))
    session.execute(update(messages).where(said).values(_ERASED | {"reason": NAMELESS}))
    _empty_files(session, [conversation_id])
    readings.forget(session, conversation_id)


def _empty_files(session: Session, conversation_ids: Iterable[int]) -> None:
    """Of what was withdrawn there. One that is still awaited is not fetched."""
    m = messages.c
    gone = (m.conversation_id.in_(conversation_ids), m.state == "withdrawn", m.file_id.is_not(None))
    withdrawn = files.c.id.in_(select(m.file_id).where(*gone)) & (files.c.state != "withdrawn")
    emptied = {"state": "withdrawn", "name": "", "remote": "", "size": 0, "content": b""}
    emptied |= {"thumbnail": null(), "digest": ""}
    session.execute(update(files).where(withdrawn).values(emptied))


def park(session: Session, row: Message, reason: str) -> None:
    """Keep a message that could not be handled, for staff to see. `reason` holds no words of the customer."""
    session.execute(insert(messages), [{**row, "state": "parked", "reason": reason}])


def again(session: Session, limit: int = 200) -> list[Parked]:
    """Messages that staff have put back, oldest first. The inbox takes them up: `take_up` or `park_again`."""
    columns = (conversations.c.address if name == "address" else messages.c[name] for name in Parked._fields)
    query = (
        select(*columns)
        .join_from(messages, conversations)
        .where(WAITING, messages.c.state == "again")
        .order_by(messages.c.received_at, messages.c.id)
        .limit(limit)
    )
    return [Parked(*row) for row in session.execute(query)]


def went_on(session: Session, parked: Parked) -> bool:
    """Whether the customer has said more since they said this."""
    later = (messages.c.conversation_id == parked.conversation_id) & (messages.c.seq > parked.seq)
    return session.scalar(select(messages.c.id).where(later).limit(1)) is not None


def take_up(session: Session, message_id: int) -> bool:
    """This message, put back before, is handled in this transaction. False: another process has done so."""
    return _end_wait(session, message_id, state="taken", reason="")


def park_again(session: Session, message_id: int, reason: str, at: datetime) -> bool:
    """A message that was put back could still not be handled. False: another process could."""
    conversation_id = _lock(session, message_id)
    if not _end_wait(session, message_id, state="parked", reason=reason):
        return False
    c = conversations.c
    nobody_waits = (c.id == conversation_id) & c.waiting_since.is_(None)
    session.execute(update(conversations).where(nobody_waits).values(waiting_since=at, waiting_for="parked"))
    return True


def _end_wait(session: Session, message_id: int, **values: str) -> bool:
    put_back = (messages.c.id == message_id) & (messages.c.state == "again")
    change = update(messages).where(put_back).values(values).returning(messages.c.id)
    return session.execute(change).one_or_none() is not None


def put_back(session: Session, message_id: int, at: datetime, user_id: int | None = None) -> bool:
    """Let the inbox try a parked message once more. False: it is no longer parked. With the last one of a
    conversation, nobody is awaited there for its sake."""
    return _settle(session, message_id, "again", at, user_id)


def dismiss(session: Session, message_id: int, at: datetime, user_id: int | None = None) -> bool:
    """Staff have seen a parked message and want nothing done. Otherwise as `put_back`."""
    return _settle(session, message_id, "dismissed", at, user_id)


def _settle(session: Session, message_id: int, state: str, at: datetime, user_id: int | None) -> bool:
    conversation_id = _lock(session, message_id)
    theirs = hiding.shown_in(session, messages.c.conversation_id)
    change = (
        update(messages)
        .where(messages.c.id == message_id, messages.c.state == "parked", theirs)
        .values(state=state)
        .returning(messages.c.id)
    )
    if session.execute(change).one_or_none() is None:
        return False
    c, m = conversations.c, messages.c
    more = exists().where(m.conversation_id == conversation_id, m.state == "parked", WAITING)
    awaited = (c.id == conversation_id) & (c.waiting_for == "parked") & ~more
    session.execute(update(conversations).where(awaited).values(waiting_since=None, waiting_for=""))
    trigger = "put_back" if state == "again" else "dismiss"
    done = events.event(at, "message", message_id, trigger, "staff", "parked", state, user_id)
    events.append(session, [done])
    return True


def _lock(session: Session, message_id: int) -> int | None:
    """The conversation of this message, locked before the message is: as the inbox does."""
    c = conversations.c
    query = select(c.id).join_from(conversations, messages).where(messages.c.id == message_id)
    return session.scalar(query.with_for_update(of=conversations))

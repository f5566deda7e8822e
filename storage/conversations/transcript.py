"""What was said in a conversation, by both sides."""

from datetime import datetime
from heapq import merge
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, case, select
from sqlalchemy.orm import Session

from storage.messages import NAMELESS
from storage.outbox import TO_STAFF
from storage.tables import conversations, files, messages, outbox, users


class Line(NamedTuple):
    """One thing said. `side` is customer, bot or staff; `state` the message's or the outbox row's.

    `payload` is an `Outbound` as JSON, or {"of", "keys", "also"} of what a customer chose or was heard to.
    `file` is (id, name, kind, size). `user` is the name of the member of staff who spoke. `kind` is the
    message's: an edit is a line of its own. What was withdrawn has neither text nor file. `file_state` is
    kept, awaited, scanning (by the virus scanner), unscanned (it could not be asked), refused or expired;
    `pictured`: there is a small picture of it. `reason` says why something failed. `nameless`: it belongs to
    what is told without a name, or is an alert to a member of staff: on the pages nobody is to see that it
    was said here.
    """

    seq: int
    side: str
    text: str
    at: datetime
    state: str
    payload: dict[str, Any] | None = None
    file: tuple[int, str, str, int] | None = None
    user: str = ""
    kind: str = ""
    file_state: str = ""
    reason: str = ""
    pictured: bool = False
    nameless: bool = False


_STATE = case(
    (outbox.c.state != "fetched", outbox.c.state),
    (outbox.c.seq > conversations.c.seen, "waiting"),
    else_="sent",
).label("state")
"""How far it has got to the customer."""

_SCANNING = (files.c.state == "kept") & (files.c.scanned == "awaited")
_UNSCANNED = (files.c.state == "kept") & (files.c.scanned == "failed")
FILE_STATE = case((_SCANNING, "scanning"), (_UNSCANNED, "unscanned"), else_=files.c.state).label("file_state")
"""How a file stands, as `Line.file_state` says."""


UNREAD: Final = (NAMELESS, TO_STAFF)
"""In the payload of what was said: nobody is to see on a page that it was."""


def unread(payload: dict[str, Any]) -> bool:
    """Whether staff are not to see that this was said."""
    return not payload.keys().isdisjoint(UNREAD)


def transcript(session: Session, conversation_id: int, after: int = 0, limit: int = 200) -> list[Line]:
    """The lines after number `after`, in order, at most `limit`."""
    both = merge(
        _heard(session, conversation_id, after, limit),
        _said(session, conversation_id, after, limit),
        key=attrgetter("seq"),
    )
    return list(both)[:limit]


def attached(session: Session, conversation_id: int) -> list[Line]:
    """The lines with which files came, in order."""
    query = _customers(conversation_id).where(messages.c.file_id.is_not(None))
    return [line for row in session.execute(query) if (line := _line(row)).file]


def _heard(session: Session, conversation_id: int, after: int, limit: int) -> list[Line]:
    query = _customers(conversation_id).where(messages.c.seq > after).limit(limit)
    return [_line(row) for row in session.execute(query)]


def _customers(conversation_id: int) -> Select[Any]:
    m, f = messages.c, files.c
    return (
        select(m.seq, m.kind, m.text, m.received_at, m.state, m.reason, m.choice, m.file_id)
        .add_columns(f.name, f.kind.label("file_kind"), f.size, f.scanned, FILE_STATE)
        .add_columns(f.thumbnail.is_not(None).label("pictured"))
        .join_from(messages, files, isouter=True)
        .where(m.conversation_id == conversation_id, m.kind.not_in(_UNSEEN))
        .order_by(m.seq)
    )


_UNSEEN = ("open", "withdraw")  # the first says nothing, the second shows in the line that it takes back


def _line(row: Row[Any]) -> Line:
    if row.state == "withdrawn":
        nameless = row.reason == NAMELESS
        return Line(row.seq, "customer", "", row.received_at, row.state, kind=row.kind, nameless=nameless)
    file = (row.file_id, row.name, row.file_kind, row.size) if row.file_id else None
    told = (row.seq, "customer", row.text, row.received_at, row.state, row.choice, file)
    return Line(*told, kind=row.kind, file_state=row.file_state or "", pictured=row.pictured)


def _worded(payload: dict[str, Any]) -> str:
    """What was said; of a mail, with the questions that it asks."""
    asks = (_numbered(number, text) for number, _, text, *_ in payload.get("asks", ()))
    return "\n".join((payload["text"], *asks))


def _numbered(number: int, text: str) -> str:
    """The title of a section that the question opens stands above its number."""
    title, broken, question = text.partition("\n")
    opens = broken and title.startswith("【") and title.endswith("】")
    return f"{title}\n{number}. {question}" if opens else f"{number}. {text}"


def _said(session: Session, conversation_id: int, after: int, limit: int) -> list[Line]:
    o = outbox.c
    query = (
        select(o.seq, o.speaker, o.payload, o.created_at, _STATE, o.reason, users.c.name)
        .join_from(outbox, conversations)
        .join(users, o.user_id == users.c.id, isouter=True)
        .where(o.conversation_id == conversation_id, o.seq > after)
        .order_by(o.seq)
        .limit(limit)
    )
    return [
        Line(
            row.seq,
            row.speaker,
            _worded(row.payload),
            row.created_at,
            row.state,
            row.payload,
            user=row.name or "",
            reason=row.reason if row.state == "failed" else "",
            nameless=unread(row.payload),
        )
        for row in session.execute(query)
    ]

"""Where the texts stand that are searched: of each table, what staff may see of it, and its words."""

import re
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, ColumnElement, Row, Select, Table
from sqlalchemy.orm import Session

from storage.conversations.transcript import unread
from storage.search.selects import ANSWERS, COMPLAINTS, CUSTOMERS, ENTRIES, FACTS, FILES, MESSAGES, OUTBOX
from storage.tables import answers, complaint_entries, complaints, customers, files, messages, outbox

PARTS: Final = ("answers", "complaints", "talks", "files", "customers", "bot")
"""What can be asked for: talks are the customers' words and those of staff. What the bot says, over and over,
is a part of its own and looked through only where it is asked for."""

_NUMBERED: Final = re.compile(r"[0-9]+\.[a-z0-9]+")
"""The name of a file that had none: the number of its message."""


class Live(NamedTuple):
    """A row as it stands. `kind` names its table; `by` who spoke (customer, staff, bot) or the kind of an
    entry; `day_only`: the minute would tell who was talking then. `title` is the number of a complaint or,
    of an answer, (survey, question). `response`: what an answer, or a file of staff's, belongs to."""

    kind: str
    id: int
    at: datetime
    part: str
    texts: list[str]
    talk: int | None
    complaint: int | None
    customer: str
    by: str
    title: Any
    day_only: bool
    response: int | None


class Source(NamedTuple):
    """`query` selects what staff may see, with the columns of `Live`, and what `texts` reads in its place."""

    table: Table
    at: Column[datetime]
    query: Select[Any]
    texts: Callable[[Row[Any]], list[str]]


def live(session: Session, kind: str, *which: ColumnElement[bool], limit: int | None = None) -> list[Live]:
    """The rows of this table, in the order of their ids, that staff may see and that hold words. What is
    still being told without a name is among them: `withheld` knows."""
    source = SOURCES[kind]
    rows = session.execute(source.query.where(*which).order_by(source.table.c.id).limit(limit))
    found = (_live(kind, row, source.texts(row)) for row in rows)
    return [each for each in found if each.texts]


def of(session: Session, kind: str, ids: Collection[int]) -> list[Live]:
    """Those of these rows that staff may see and that hold words."""
    return live(session, kind, SOURCES[kind].table.c.id.in_(ids)) if ids else []


def _live(kind: str, row: Row[Any], texts: list[str]) -> Live:
    title = (row.title, row.question) if kind == "answers" else row.title
    written = [text for text in texts if text]
    told = (row.talk, row.complaint, row.customer or "", row.by, title, bool(row.day_only), row.response)
    return Live(kind, row.id, row.at, row.part, written, *told)


def _heard(row: Row[Any]) -> list[str]:
    """A mere press is kept as the keys that were pressed: nobody has written them."""
    keys = (row.choice or {}).get("keys", ())
    return [] if row.text == "、".join(keys) else [row.text]


def _told(row: Row[Any]) -> list[str]:
    """Of a mail, with the questions that it asks. What staff are alerted to is nobody's to find."""
    if unread(row.payload):
        return []
    return [row.payload["text"], *(text for _, _, text, *_ in row.payload.get("asks", ()))]


SOURCES: Final = {
    source.table.name: source
    for source in (
        Source(answers, answers.c.answered_at, ANSWERS, lambda row: [row.text, row.comment, row.reason]),
        Source(
            complaints,
            complaints.c.received_at,
            COMPLAINTS,
            lambda row: [row._mapping[fact] for fact in FACTS],
        ),
        Source(complaint_entries, complaint_entries.c.at, ENTRIES, lambda row: [row.text]),
        Source(messages, messages.c.received_at, MESSAGES, _heard),
        Source(outbox, outbox.c.created_at, OUTBOX, _told),
        Source(
            files,
            files.c.received_at,
            FILES,
            lambda row: [] if _NUMBERED.fullmatch(row.name) else [row.name],
        ),
        Source(customers, customers.c.created_at, CUSTOMERS, lambda row: [row.name, row.number, row.note]),
    )
}
"""Table -> how it is read. A new one needs a trigger too (migrations 0007 and 0014)."""

"""What of a talk staff may read, wherever they read it: on its page, in the search, in a customer's line, in
what they take along. Not what is being told without a name, nor afterwards that there was anything
(`storage.concealing`), nor what a colleague is alerted to."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from storage import concealing
from storage.conversations import Line
from storage.conversations.transcript import UNREAD
from storage.messages import NAMELESS
from storage.tables import conversations, messages, outbox

_C: Final = conversations.c

HEARD: Final = messages.c.reason != NAMELESS
"""Condition on `messages`: it was not said without a name."""

SAID: Final = and_(*(outbox.c.payload[key].as_string().is_(None) for key in UNREAD))
"""Condition on `outbox`: it belongs to nothing of which staff are not to see that it was said."""


def withheld(session: Session, which: ColumnElement[bool]) -> dict[int, datetime]:
    """From when on nothing is read of those of these `conversations` in which something is being told without
    a name. Most are told with a name, which one query tells of all."""
    unnamed = session.scalars(select(_C.id).where(which, concealing.TELLS_UNNAMED)).all()
    found = {talk: concealing.withheld_since(session, talk) for talk in unnamed}
    return {talk: since for talk, since in found.items() if since}


def lines(session: Session, conversation_id: int, said: Iterable[Line]) -> list[Line]:
    """Those of these lines of a talk."""
    since = concealing.withheld_since(session, conversation_id)
    return [line for line in said if not (line.nameless or (since and line.at >= since))]


def rows(session: Session, said: Collection[Mapping[str, Any]], at: str) -> list[Any]:
    """Those of these rows of talks (`conversation_id`, and when it was under `at`), of which HEARD and SAID
    are true."""
    since = withheld(session, _C.id.in_({row["conversation_id"] for row in said}))
    return [row for row in said if (kept := since.get(row["conversation_id"])) is None or row[at] < kept]

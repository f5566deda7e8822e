"""What the bot did not understand at once. Staff read it, so that the lexicons grow from use."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import insert, null, select, update
from sqlalchemy.orm import Session

from storage import bulk
from storage.tables import asked_again as table
from storage.tables import messages, responses


class AskedAgain(TypedDict):
    """A question asked again; every key is given. `seq` is the customer's message, `guess` the value offered
    for confirmation or None, `because` the words that it rests on."""

    response_id: int
    question: str
    kind: str
    seq: int
    guess: Any
    because: list[str] | None
    at: datetime


_ASKED = insert(table)
_EMPTY = {"guess": null(), "because": null()}


def asked_again(session: Session, rows: Sequence[AskedAgain]) -> None:
    """Keep that these questions were asked again."""
    if rows:
        bulk.execute(session, _ASKED, rows)


def forget(session: Session, conversation_id: int) -> None:
    """Of what was withdrawn there, the guess and the words that it rests on go too: both are pieces of it."""
    m, r = messages.c, responses.c
    gone = select(m.seq).where(m.conversation_id == conversation_id, m.state == "withdrawn")
    theirs = select(r.id).where(r.conversation_id == conversation_id)
    found = table.c.response_id.in_(theirs) & table.c.seq.in_(gone)
    session.execute(update(table).where(found).values(_EMPTY))

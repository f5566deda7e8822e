"""What the bot did not understand at once. Staff read it, so that the lexicons grow from use."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import insert
from sqlalchemy.orm import Session

from storage import bulk
from storage.tables import asked_again as table


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


def asked_again(session: Session, rows: Sequence[AskedAgain]) -> None:
    """Keep that these questions were asked again."""
    if rows:
        bulk.execute(session, _ASKED, rows)

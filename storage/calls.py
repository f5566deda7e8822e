"""What a program asks for twice, because it never heard the answer, is done once: its Idempotency-Key is
remembered with what came of it, for a day."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage import dialects, secret
from storage.tables import calls

KNOWN: Final = timedelta(days=1)

LONGEST: Final = 200
"""Characters of a key."""

_C: Final = calls.c


class Other(ValueError):
    """Something else was asked for with this key."""


def made(session: Session, token_id: int, key: str, asked: str, at: datetime) -> int | None:
    """The id of what came of this call of this token before; None: it is the first, and is remembered from
    the commit on. Who calls at the same moment waits for it. Raises Other."""
    session.execute(delete(calls).where(_C.at < at - KNOWN))
    row = {"token_id": token_id, "key": secret.digest(key), "asked": secret.sign("call", asked), "at": at}
    new = dialects.insert(session, calls).on_conflict_do_nothing().returning(_C.token_id)
    if session.scalar(new, row) is not None:
        return None
    its = (_C.token_id == token_id, _C.key == row["key"])
    known = session.execute(select(_C.asked, _C.made_id).where(*its)).one()
    if known.asked != row["asked"] or known.made_id is None:
        raise Other(key)
    return int(known.made_id)


def note(session: Session, token_id: int, key: str, made_id: int) -> None:
    """This is what came of it."""
    its = (_C.token_id == token_id, _C.key == secret.digest(key))
    session.execute(update(calls).where(*its).values(made_id=made_id))

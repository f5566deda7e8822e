"""On the way to the organisation's sign-in service and back: each way is begun in one browser, taken once,
within ten minutes."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from storage import secret
from storage.tables import signins

LASTS: Final = timedelta(minutes=10)


class Begun(NamedTuple):
    """`kind` is enter, or prove or link for the user of this id; `back` the page of ours to go on to."""

    kind: str
    user_id: int | None
    back: str
    begun_at: datetime


def set_out(session: Session, token: str, begun: Begun) -> None:
    """The browser that has this token goes there. Those that never came back go."""
    session.execute(delete(signins).where(signins.c.expires_at < begun.begun_at))
    row = {"digest": secret.digest(token), **begun._asdict(), "expires_at": begun.begun_at + LASTS}
    session.execute(insert(signins), [row])


def come_back(session: Session, token: str, at: datetime) -> Begun | None:
    """What the browser of this token had set out for; it is used up. None: nothing that is known, or it took
    too long."""
    s = signins.c
    mine = delete(signins).where(s.digest == secret.digest(token), s.expires_at > at)
    row = session.execute(mine.returning(s.kind, s.user_id, s.back, s.begun_at)).one_or_none()
    return Begun._make(row) if row else None

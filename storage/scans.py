"""Files that staff put to a response: the scan of the paper that it was typed in from, photos."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import events, inspecting
from storage.attaching import Attached, NotKept, Sent
from storage.conversations.transcript import FILE_STATE
from storage.customers import erased
from storage.files import held, put
from storage.tables import files, responses, users

MOST: Final = 20
"""That are put to one response."""

_F, _R = files.c, responses.c


class Unknown(KeyError):
    """There is no such response."""


def of_response(session: Session, response_id: int) -> list[Attached]:
    """Those that staff put to this response, the oldest first."""
    by, pictured = func.coalesce(users.c.name, "").label("by"), _F.thumbnail.is_not(None).label("pictured")
    query = select(_F.id, _F.name, _F.kind, _F.size, _F.received_at, FILE_STATE, pictured, by)
    ours = query.join(users, users.c.id == _F.user_id, isouter=True)
    theirs = ours.where(_F.response_id == response_id, _F.state != "withdrawn").order_by(_F.id)
    return [
        Attached(
            (row.id, row.name, row.kind, row.size), row.received_at, row.file_state, row.pictured, row.by
        )
        for row in session.execute(theirs)
    ]


def attach(session: Session, response_id: int, user_id: int, sent: Sequence[Sent], at: datetime) -> list[int]:
    """Put these files to this response; their ids. The same content is kept once. Raises Unknown, NotKept."""
    held_back = select(_R.customer_id).where(_R.id == response_id).with_for_update(key_share=True)
    row = session.execute(held_back).one_or_none()
    if row is None:
        raise Unknown(response_id)
    if row.customer_id is not None and erased(session, row.customer_id):
        raise NotKept("emptied")
    keys = [_attach(session, response_id, user_id, each, at) for each in sent]
    told = events.event(at, "response", response_id, "attach", "staff", user_id=user_id)
    events.append(session, [told])
    return keys


def _attach(session: Session, response_id: int, user_id: int, sent: Sent, at: datetime) -> int:
    row, there = held(sent.content), (_F.response_id == response_id, _F.state == "kept")
    same: int | None = session.scalar(select(_F.id).where(*there, _F.digest == row["digest"]))
    if same is not None:
        return same
    if (session.scalar(select(func.count()).where(*there)) or 0) >= MOST:
        raise NotKept("full")
    of = {"response_id": response_id, "user_id": user_id, "received_at": at}
    key = put(session, name=sent.name, kind=sent.kind, **of, **row)
    inspecting.put(session, key, sent.kind, at)
    return key

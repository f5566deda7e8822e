"""What a suggestion, praise or an inquiry comes to, told to the customer in one go (A3, E2)."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage import alerts
from storage.complaints.locking import lock
from storage.complaints.moving import move
from storage.complaints.reading import Complaint
from storage.complaints.saving import read
from storage.domain.handling import Refused
from storage.settings import settings


def conclude(
    session: Session,
    complaint_id: int,
    outcome: str,
    text: str,
    user_id: int,
    at: datetime,
    revision: int | None = None,
    remark: str = "",
    praised: int | None = None,
) -> str:
    """Answer in these words, which say what came of it and why, and close it with this outcome; the new
    state. The remark is for colleagues; the one who was `praised` is told.
    Raises as `move` does; Refused where it is about them, or there is nobody such."""
    lock(session, complaint_id, telling=praised is not None)
    before = read(session, complaint_id, revision)
    if praised is not None:
        _known(session, before, praised)
    move(session, complaint_id, "answer", "staff", user_id, at, revision, {"text": text})
    given = {"text": text, "remark": remark or text, "outcome": outcome}
    state = move(session, complaint_id, "close", "staff", user_id, at, given=given)
    if praised is not None:
        link = f"{settings().admin_address}/complaints/{complaint_id}"
        alerts.tell(session, [praised], "alert.praised", at, number=before.number, link=link)
    return state


def _known(session: Session, before: Complaint, praised: int) -> None:
    """Raises Refused."""
    there = [each.id for each in alerts.people(session) if each.id != before.concerns_id]
    if praised not in there:
        raise Refused(before.state, "close", "unfit", {"person": "unknown_choice"})

"""One complaint that is two: what is another matter goes on under a number of its own."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import codes, definitions, events, hiding, jobs
from storage.complaints import adding, telling
from storage.complaints.asking import ask
from storage.complaints.linking import join
from storage.complaints.locking import lock
from storage.complaints.reading import Complaint, linked
from storage.complaints.registering import Opened, open_, reserve
from storage.complaints.saving import By, read, save
from storage.settings import settings
from storage.tables import complaints
from storage.texts import storable

_COMMON = (
    *("conversation_id", "customer_id", "channel", "segment", "anonymous", "place", "preview"),
    *("concerns_id", "product", "order_number", "occurred", "complainant", "contact", "representative"),
)
"""What is the same of both: whom it is kept from, and whom to call, too."""


def split(
    session: Session,
    complaint_id: int,
    story: str,
    user_id: int,
    at: datetime,
    revision: int | None = None,
) -> int:
    """This part of it, `story`, is another matter: the id of the new complaint, of the same customer and
    received when this one was. They belong together; the customer is told both numbers. Raises Unknown,
    Stale, Refused."""
    by = By("staff", user_id, at)
    lock(session, complaint_id)
    before = read(session, complaint_id, revision)
    known = ask(session, before, "split", by, {"story": story})
    number, new = _open(session, before, storable(known["story"])[0], at)
    save(session, before, {}, by)
    done = [
        events.event(at, "complaint", key, "split", by.actor, user_id=user_id) for key in (before.id, new)
    ]
    events.append(session, done)
    join(session, before.id, new, by)
    telling.notice(session, before, "notice.complaint.split", by, other=number)
    if before.anonymous:
        texts = definitions.texts(settings().language)
        told = texts("notice.complaint.split_by_code", other=number)
        adding.put(session, before.id, "answer", told, user_id, at)
        codes.lead_to(session, before.id, new, at)
    return new


def parts(session: Session, complaint_id: int) -> list[Complaint]:
    """What was split off this anonymous complaint, and off that in turn: its code leads to them too."""
    near = [each for each in linked(session, complaint_id) if each.anonymous]
    led_to = codes.led_to(session, complaint_id, [each.id for each in near])
    own = [each for each in near if each.id in led_to]
    return own + [part for each in own for part in parts(session, each.id)]


def _open(session: Session, before: Complaint, story: str, at: datetime) -> tuple[str, int]:
    """Register the other matter, to be read like any; its number and id."""
    columns = select(*(complaints.c[name] for name in _COMMON))
    row = session.execute(columns.where(complaints.c.id == before.id)).mappings()
    (number,) = reserve(session, 1, at)
    own = {"number": number, "kind": "complaint", "story": story, "remedy": ""}
    if hiding.departments(session) is not None:  # who splits it would not see what has no department
        own["department"] = before.department
    opened: Opened = {**row.one(), **own}  # type: ignore[typeddict-item]
    (new,) = open_(session, [opened], before.received_at)
    read = {"subject": "complaint", "subject_id": new}
    work = jobs.Job(kind="analyse", key=f"complaint:{new}", payload=read, due_at=at, created_at=at)
    jobs.put(session, [work])
    return number, new

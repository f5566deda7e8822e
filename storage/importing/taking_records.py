"""The records of a table, taken: made or brought up to date. One transaction."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import events
from storage.importing.handing_in import content, digest
from storage.importing.records import Reading
from storage.importing.rows import rows
from storage.tables import imports


def take_records(session: Session, import_id: int, now: datetime) -> int:
    """Take all of it; how many records that were. None where `take_up` has not granted it, or somebody else
    has taken it meanwhile."""
    i = imports.c
    granted = (i.id == import_id) & (i.state == "taking") & i.round_id.is_(None)
    row = session.execute(select(i.subject, i.user_id).where(granted).with_for_update()).one_or_none()
    if row is None:
        return 0
    references: dict[str, int] = {}
    reading, count, handed_in = Reading(session, row.subject), 0, content(session, import_id)
    for chunk in reading.chunks(rows(handed_in)):
        reading.compare(session, chunk)
        if reading.faulty:
            raise ValueError("the table has faults now that it did not have when it was read")
        if called := reading.kind.keep(session, chunk, row.user_id, now):
            references |= called
            session.execute(update(imports).where(i.id == import_id).values(found={"references": references}))
        count += len(chunk)
    found = {"digest": digest(handed_in), "left_out": reading.left_out, "references": references}
    values = {"state": "taken", "done": count, "found": found, "content": b"", "touched_at": now}
    session.execute(update(imports).where(i.id == import_id).values(**values))
    told = ("staff", row.subject.partition("/")[0], str(count), row.user_id)
    events.append(session, [events.event(now, "user", row.user_id or 0, "import", *told)])
    return count

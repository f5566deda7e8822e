"""What was said before, as it was."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.outbox.claiming import SAID, Said
from storage.tables import conversations, outbox


def recall(session: Session, conversation_id: int, seq: int | None) -> Said | None:
    """What was said in this conversation under this number; without one the last that was sent."""
    here = outbox.c.conversation_id == conversation_id
    which = outbox.c.seq == seq if seq is not None else outbox.c.state == "sent"
    said = (
        select(*(SAID[name].label(name) for name in Said._fields))
        .join_from(outbox, conversations)
        .where(here, which, outbox.c.tried_at.is_not(None))
        .order_by(outbox.c.seq.desc())
    )
    row = session.execute(said.limit(1)).one_or_none()
    return Said(*row) if row else None

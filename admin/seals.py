"""The clock's part in sealing the history: each minute what is settled is put under a seal."""

from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import Engine

from storage import db, seals

EVERY: Final = 60.0

log: Final = structlog.get_logger()


def seal(engine: Engine, now: datetime) -> int:
    """Seal the next portion: how many events that was, where more are left."""
    with db.reading(engine) as session:
        found = seals.next_seal(session, seals.ready(session), now)
    if found is None:
        return 0
    with db.writing(engine) as session:
        seals.add(session, found)
    # Noted elsewhere, it tells that the end of the chain was cut off.
    log.info("history sealed", upto=found.upto_id, events=found.n, signature=found.signature[: seals.NOTED])
    return found.n if found.n == seals.PORTION else 0

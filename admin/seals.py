"""The clock's part in sealing the history: each minute what is settled is put under a seal, which each
machine notes outside the database, whichever of them put it on."""

from datetime import datetime
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import Engine

from storage import db, logs, seals
from storage.seals import Noted, making

EVERY: Final = 60.0

log: Final = structlog.get_logger()


def seal(data: Path, engine: Engine, now: datetime) -> int:
    """Seal the next portion: how many events that was, where more are left."""
    with db.reading(engine) as session:
        found = seals.next_seal(session, seals.ready(session), now)
        if found is None:
            return 0
        noted = seals.look(session, data)
    with db.writing(engine) as session:
        number = seals.add(session, found)
    told = {"upto": found.upto_id, "events": found.n, "signature": found.signature[: seals.NOTED]}
    log.info("history sealed", seal=number, **told)
    _note(noted, number, found.signature)
    return found.n if found.n == making.PORTION else 0


def follow(data: Path, engine: Engine) -> None:
    """Note here the last seal that another machine has put on."""
    with db.reading(engine) as session:
        noted, last = seals.look(session, data), seals.last(session)
    if last and not (noted.how == "held" and noted.number == last.id):
        _note(noted, last.id, last.noted)


def _note(noted: Noted, number: int, signature: str) -> None:
    """So that it shows where the end of the chain is cut off. The history is sealed without it, too."""
    if not noted.replaceable:
        log.error("the noted seal is not to be trusted: run manyi audit verify", noted=noted.how)
        return
    try:
        seals.note(noted.file, number, signature)
    except OSError as error:
        log.warning("the seal was not noted in the data folder", **logs.told(error))

"""What one process does at a time: it holds a lease, and the others wait until that is free."""

from datetime import timedelta

import structlog
from sqlalchemy import Engine

from storage import db, leases, logs

log = structlog.get_logger()


class Lease:
    """`holder` is the process, by a name of its own; it `lasts` so long unless it is taken again."""

    def __init__(self, engine: Engine, name: str, holder: str, lasts: timedelta) -> None:
        self._engine, self._name, self._holder, self._lasts = engine, name, holder, lasts

    def take(self) -> bool:
        """Whether we hold it from now on, or still. Raises OutOfReach."""
        with db.writing(self._engine) as session:
            return leases.take(session, self._name, self._holder, db.now(session), self._lasts)

    def release(self) -> None:
        """Others need not wait for it to run out."""
        try:
            with db.writing(self._engine) as session:
                leases.release(session, self._name, self._holder)
        except db.OutOfReach as failure:  # it runs out by itself
            log.warning("lease not given back", **logs.told(failure))

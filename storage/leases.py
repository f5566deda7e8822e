"""What only one process at a time may do: taken, renewed, given back; free again when its time is over."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import structlog
from sqlalchemy import Engine, bindparam, delete, or_
from sqlalchemy.orm import Session

from storage import db, dialects, logs
from storage.tables import leases

log = structlog.get_logger()

SKEW = timedelta(minutes=1)
"""The clocks of two machines differ by less. What was touched later than that from now was touched by a clock
that has gone back since: what it noted as due or taken until then says nothing."""


def take(session: Session, name: str, holder: str, now: datetime, lasts: timedelta) -> bool:
    """Have this name for `holder` until `now + lasts`, anew or once more. False: another one has it."""
    row = {"name": name, "holder": holder, "taken_at": now, "until": now + lasts}
    asked = {**row, "now": now, "latest": now + SKEW}
    taken = session.execute(_taken(session.get_bind().dialect.name), asked)
    return taken.one_or_none() is not None


@cache
def _taken(dialect: str) -> Any:
    new = dialects.insert_for(dialect, leases)
    now, latest = (bindparam(name, type_=leases.c.until.type) for name in ("now", "latest"))
    free = or_(leases.c.until <= now, leases.c.taken_at > latest, leases.c.holder == new.excluded.holder)
    renewed = {name: new.excluded[name] for name in ("holder", "taken_at", "until")}
    taken = new.values({name: bindparam(name) for name in ("name", "holder", "taken_at", "until")})
    return taken.on_conflict_do_update(index_elements=["name"], set_=renewed, where=free).returning(
        leases.c.name
    )


def release(session: Session, name: str, holder: str) -> None:
    """Give it back, if `holder` still has it."""
    session.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))


class Lease:
    """What one process does at a time, under this name: the others wait until it is free. `holder` is the
    process, by a name of its own; it `lasts` so long unless it is taken again."""

    def __init__(self, engine: Engine, name: str, holder: str, lasts: timedelta) -> None:
        self._engine, self._name, self._holder, self._lasts = engine, name, holder, lasts

    def take(self) -> bool:
        """Whether we hold it from now on, or still. Raises OutOfReach."""
        with db.writing(self._engine) as session:
            return take(session, self._name, self._holder, db.now(session), self._lasts)

    def release(self) -> None:
        """Others need not wait for it to run out."""
        try:
            with db.writing(self._engine) as session:
                release(session, self._name, self._holder)
        except db.OutOfReach as failure:  # it runs out by itself
            log.warning("lease not given back", **logs.told(failure))

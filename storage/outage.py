"""The database out of reach, as a process tells it in its log: when it goes, at most once a minute while it
is away, when it is back.

Every loop of ours finds it anew each second or sooner, so none of them tells it: all that asks the database
goes through `storage.db`, which does. A request that fails because of it has a line of its own.
"""

import threading
from typing import Final

import structlog

from storage import logs

AGAIN: Final = 60.0
"""Seconds between two lines that say that it is away, also where it comes and goes."""

log: Final = structlog.get_logger()


class Outage:
    """Moments are seconds of a monotonic clock. `writes`: it was a transaction that writes. Where only those
    fail (the disk is full, somebody holds the lock), what can still be read is no sign that it is over."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: float | None = None
        self._read = False
        self._told_at: float | None = None
        self._told = False

    def found(self, failure: Exception, moment: float, *, writes: bool) -> None:
        """The database could not be reached."""
        with self._lock:
            since = self._since = moment if self._since is None else self._since
            self._read |= not writes
            if self._told_at is not None and moment - self._told_at < AGAIN:
                return
            self._told_at, self._told = moment, True
        log.error("database out of reach", **logs.told(failure), seconds=round(moment - since))

    def over(self, moment: float, *, writes: bool) -> None:
        """The database has answered."""
        if self._since is None:  # nearly always: nobody waits for the lock
            return
        with self._lock:
            if self._since is None or not (writes or self._read):
                return
            seconds, told = round(moment - self._since), self._told
            self._since, self._read, self._told = None, False, False
        if told:
            log.warning("database within reach again", seconds=seconds)


OURS: Final = Outage()
"""Of this process, which has one database."""

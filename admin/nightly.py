"""The worker's clock for the backup of every night: of its own, since it may take minutes."""

import os
import socket
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from admin.clock import LEASE
from storage.backup import nightly
from storage.leases import Lease
from storage.settings import Settings
from storage.ticking import Clock, Task


def clock(engine: Engine, settings: Settings, committed: Callable[[], None]) -> Clock:
    """Looks every minute whether it is time."""
    holder = f"{socket.gethostname()}:{os.getpid()}"

    def backup(engine: Engine, now: datetime) -> int:
        return nightly.take(engine, settings, now)

    task = Task("backup", 60.0, backup)
    return Clock(engine, Lease(engine, "nightly", holder, LEASE), committed, (task,))

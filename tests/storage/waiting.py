"""Waiting for what another thread or process does in the database."""

import time

from sqlalchemy import Engine, text

from storage import db

PATIENCE = 120.0
"""Seconds, on a machine that much else runs on."""


def wait_until_blocked(engine: Engine) -> None:
    """Until somebody waits for a lock; on SQLite nobody else even begins while we write."""
    query = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
    end = time.monotonic() + PATIENCE
    while engine.dialect.name == "postgresql":
        with db.reading(engine) as session:
            if session.scalar(query):
                return
        assert time.monotonic() < end, "nobody waits"
        time.sleep(0.01)

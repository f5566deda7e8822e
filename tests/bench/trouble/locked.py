"""Another writer keeps the database (PostgreSQL: the table of the talks) for seconds."""

import asyncio

from storage import db
from tests.bench.storm import Storm

SECONDS = (1.0, 13.0)
BETWEEN = 2.0
TABLE = "lock table conversations in access exclusive mode"


async def harm(storm: Storm, count: int) -> None:
    """Longer at times than a writer waits."""
    for _ in range(count):
        held = storm.random.uniform(*SECONDS)
        await storm.moment(BETWEEN)
        with db.writing(storm.house.engine) as session:
            session.connection()  # SQLite: BEGIN IMMEDIATE
            if session.get_bind().dialect.name == "postgresql":
                session.connection().exec_driver_sql(TABLE)
            await asyncio.sleep(held)
        storm.faults["locks"] += 1

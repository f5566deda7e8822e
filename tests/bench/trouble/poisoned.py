"""Messages that can't be handled are parked; when that is mended, staff put them back from their page."""

import asyncio

from sqlalchemy import func, select

from storage import db
from storage.tables import messages
from tests.bench.house import House
from tests.bench.staff import staff
from tests.bench.storm import PATIENCE, Storm

SPOIL = {
    "sqlite": (
        "create trigger spoiled before insert on answers when new.question = 'service'"
        " begin select raise(abort, 'spoiled'); end",
    ),
    "postgresql": (
        "create function spoil() returns trigger language plpgsql as"
        " $$ begin raise integrity_constraint_violation; end $$",
        "create trigger spoiled before insert on answers for each row when (new.question = 'service')"
        " execute function spoil()",
    ),
}
"""Answers to one question can't be kept."""

MEND = {
    "sqlite": ("drop trigger spoiled",),
    "postgresql": ("drop trigger spoiled on answers", "drop function spoil"),
}
AT_LEAST = 5
BETWEEN = 2.0


async def harm(storm: Storm, count: int) -> None:
    """Spoiled until some messages are parked; then mended, and all are put back."""
    for _ in range(count):
        await storm.moment(BETWEEN)
        await asyncio.to_thread(run, storm.house, SPOIL)
        await storm.until(lambda: parked(storm.house) >= AT_LEAST, "messages to be parked")
        await asyncio.to_thread(run, storm.house, MEND)
        storm.faults["spoilings"] += 1
        async with staff(storm.house) as person:
            async with asyncio.timeout(PATIENCE):
                while await asyncio.to_thread(parked, storm.house):
                    storm.faults["messages put back"] += await person.put_back()
                    await asyncio.sleep(0.2)


def run(house: House, statements: dict[str, tuple[str, ...]]) -> None:
    with db.writing(house.engine) as session:
        for statement in statements[house.engine.dialect.name]:
            session.connection().exec_driver_sql(statement)


def parked(house: House) -> int:
    with db.reading(house.engine) as session:
        return session.scalar(select(func.count()).where(messages.c.state == "parked")) or 0

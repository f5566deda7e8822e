"""The clock of the staff's door: it goes at once, one worker at a time, and outlives what breaks."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, update

from admin import clock, worker
from storage import complaints, conversations, db, rulings
from storage.complaints import falling_due, reminding
from storage.settings import Settings
from storage.tables import complaint_reminders, counters, users
from storage.tables import complaints as table
from storage.ticking import Clock
from tests.databases import ON_POSTGRESQL, ON_SQLITE
from tests.storage import rows

NOW = datetime(2026, 3, 4, 2, tzinfo=UTC)
"""A Wednesday, ten in the morning in Shanghai."""

LATER = NOW + timedelta(days=60)


def complain(engine: Engine, count: int = 1) -> list[int]:
    with db.writing(engine) as session:
        talk = conversations.load(session, [("webchat", "a")], NOW)["webchat", "a"]
        some = [rows.complaint(talk, f"T{number}") for number in range(count)]
        return complaints.open_(session, some, NOW)


def kept(engine: Engine) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(complaint_reminders)) or 0


def test_right_after_a_start_it_looks_at_everything_that_is_open(engine: Engine) -> None:
    """An upgrade, other limits, another year's holidays: what was written down may be wrong."""
    (key,) = complain(engine)
    with db.writing(engine) as session:
        session.execute(update(table).values(look_at=None, due_at=None, due_kind=""))
    remind = clock.Reminding()
    remind(engine, NOW)
    remind(engine, NOW + timedelta(seconds=1))
    with db.reading(engine) as session:
        found = session.execute(select(table.c.due_kind, table.c.look_at).where(table.c.id == key)).one()
    assert found.due_kind == "answer"
    assert found.look_at > NOW
    assert remind(engine, LATER) == 6


HOURS = """key = "own"
title = "own"
base = "standard"
[limits.answer]
hours = 1
"""


def test_other_limits_are_seen_by_the_clock_a_part_of_all_at_a_time_and_nobody_else_waits(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "LOOKED_AT", 2)
    going, *_, ended = complain(engine, 5)
    with db.writing(engine) as session:
        session.execute(update(table).where(table.c.id == ended).values(state="closed"))
        who = {"login": "b", "name": "b", "role": "administrator", "password_hash": "", "created_at": NOW}
        boss = session.scalars(insert(users).values(**who).returning(users.c.id)).one()
    remind = clock.Reminding()
    while remind(engine, NOW):
        pass
    before = stands(engine)
    with db.writing(engine) as session:
        rulings.put(session, "policy", HOURS, boss, NOW)
    assert stands(engine) == before, "who puts it touches no complaint"
    assert [remind(engine, NOW) for _ in range(5)] == [2, 2, 2, 2, 0], "what was not right is looked at twice"
    after = stands(engine)
    assert after[going][0] == NOW + timedelta(hours=1)
    assert len({each for key, each in after.items() if key != ended}) == 1
    assert after[ended] == before[ended]


def stands(engine: Engine) -> dict[int, tuple[datetime | None, datetime | None]]:
    """What is due of each, and when it is looked at next."""
    with db.reading(engine) as session:
        found = session.execute(select(table.c.id, table.c.due_at, table.c.look_at))
        return {key: (due_at, look_at) for key, due_at, look_at in found}


def test_a_portion_at_a_time_until_nothing_is_left(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "PORTION", 3)
    monkeypatch.setattr(clock, "PORTIONS", 2)
    complain(engine, 10)
    remind = clock.Reminding()
    remind(engine, NOW)
    for _ in range(2):
        assert remind(engine, LATER) > 0, "it is called again soon"
    assert (remind(engine, LATER), kept(engine)) == (0, 60)


def test_of_one_that_breaks_the_others_do_not_wait(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, *_ = complain(engine, 4)
    tell = reminding._tell

    def breaks(session: Any, case: Any, *rest: Any) -> None:
        if case.id == broken:
            raise ValueError
        tell(session, case, *rest)

    monkeypatch.setattr(reminding, "_tell", breaks)
    remind = clock.Reminding()
    remind(engine, NOW)
    assert remind(engine, LATER) == 3 * 6
    monkeypatch.setattr(reminding, "_tell", tell)
    assert remind(engine, LATER) == 0, "it keeps no rounds going"
    assert remind(engine, LATER + timedelta(hours=2)) == 6, "it comes again"


def test_one_that_cannot_be_reckoned_stops_neither_the_look_at_all_nor_what_is_due(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "LOOKED_AT", 2)
    broken, *others = complain(engine, 5)
    unbroken = falling_due._case

    def breaks(row: Any, *rest: Any) -> falling_due.Case:
        if row.id == broken:
            raise ValueError
        return unbroken(row, *rest)

    monkeypatch.setattr(falling_due, "_case", breaks)
    with db.writing(engine) as session:
        session.execute(update(table).values(look_at=None, due_at=None))
    remind, rounds = clock.Reminding(), 0
    while remind(engine, NOW):
        rounds += 1
        assert rounds < 10, "it keeps no rounds going"
    assert {key for key, (due_at, _) in stands(engine).items() if due_at is not None} == {*others}
    while remind(engine, LATER):
        pass
    assert kept(engine) == 6 * len(others)
    monkeypatch.setattr(falling_due, "_case", unbroken)
    assert remind(engine, LATER + timedelta(hours=2)) == 6, "it comes again"


@ON_SQLITE
def test_what_could_not_be_read_is_looked_at_when_it_can(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    (key,) = complain(engine)
    with db.writing(engine) as session:
        session.execute(update(table).values(look_at=None, due_at=None))
    remind = clock.Reminding()

    def away(*_: Any) -> list[int]:
        raise db.OutOfReach

    with monkeypatch.context() as patch:
        patch.setattr(reminding, "changed", away)
        with pytest.raises(db.OutOfReach):
            remind(engine, NOW)
    remind(engine, NOW)
    assert None not in stands(engine)[key]


@ON_POSTGRESQL
def test_what_somebody_holds_just_then_is_looked_at_once_more(engine: Engine) -> None:
    (key,) = complain(engine)
    with db.writing(engine) as session:
        session.execute(update(table).values(look_at=None, due_at=None))
    remind = clock.Reminding()
    with db.writing(engine) as session:
        session.execute(select(table.c.id).where(table.c.id == key).with_for_update())
        assert remind(engine, NOW) == 1
    assert stands(engine)[key] == (None, None)
    assert [remind(engine, NOW) for _ in range(2)] == [1, 0]
    assert None not in stands(engine)[key]


@ON_SQLITE
def test_one_worker_has_the_clock(engine: Engine, tmp_path: Path) -> None:
    complain(engine)
    first, second = (
        Clock(engine, clock.Lease(engine, clock.LEASE_NAME, name, clock.LEASE), list, clock.tasks(tmp_path))
        for name in "ab"
    )
    first.round(0.0)
    with db.reading(engine) as session:
        assert session.scalar(select(table.c.look_at)) is None, "all there was to do was done"
    assert kept(engine) == 6
    assert second.round(0.0) == 0


@ON_SQLITE
def test_the_daily_list_is_told_in_the_morning(engine: Engine) -> None:
    complain(engine)
    with db.writing(engine) as session:
        place = conversations.load(session, [("webchat", "boss")], NOW)["webchat", "boss"].id
        row = {"login": "b", "name": "b", "role": "manager", "password_hash": "", "created_at": NOW}
        session.execute(insert(users).values(**row, alert_to=place))
    monday = datetime(2026, 3, 9, 1, tzinfo=UTC)
    assert clock.daily_list(engine, monday - timedelta(hours=1)) == 0
    assert [clock.daily_list(engine, monday) for _ in range(3)] == [1, 0, 0]
    with db.reading(engine) as session:
        assert session.scalar(select(counters.c.key).where(counters.c.key == "daily-260309"))


@ON_SQLITE
def test_it_goes_beside_the_worker(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    struck = asyncio.Event()
    loop: list[asyncio.AbstractEventLoop] = []

    def strike(*_: Any) -> int:
        loop[0].call_soon_threadsafe(struck.set)
        return 0

    monkeypatch.setattr(clock, "tasks", lambda _: [clock.Task("t", 1.0, strike)])
    monkeypatch.setattr(worker.nlp, "warm", lambda: None)

    async def go() -> None:
        loop.append(asyncio.get_running_loop())
        task = asyncio.create_task(worker.run(engine, Settings(data=tmp_path)))
        await asyncio.wait_for(struck.wait(), 20)
        task.cancel()
        await asyncio.wait([task])
        assert task.exception() is None

    asyncio.run(go())

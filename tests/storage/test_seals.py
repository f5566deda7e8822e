"""The history under seals: what is changed behind the back of the triggers is found, and where."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from admin.seals import seal
from storage import db, events, guards, sealing, seals, settled
from storage.seals import making
from storage.tables import events as table
from tests.storage.conftest import NOW
from tests.storage.test_settled import settle

MINUTE = timedelta(minutes=1)


def happen(session: Session, count: int, entity: str = "complaint") -> None:
    rows = [events.event(NOW, entity, key, "assign", "staff", user_id=1) for key in range(1, count + 1)]
    events.append(session, rows)


def unguard(session: Session, table: str) -> None:
    """What somebody can who has the database to themselves."""
    if session.get_bind().dialect.name == "sqlite":
        for name in ("unchanged", "kept"):
            session.execute(text(f"drop trigger {table}_{name}"))
    else:
        session.execute(text(f"alter table {table} disable trigger all"))


def test_what_guards_the_history_is_looked_at(engine: Engine) -> None:
    with db.writing(engine) as session:
        assert guards.missing(session) == []
        unguard(session, "seals")
        assert guards.missing(session) == ["seals_kept", "seals_unchanged"]


@pytest.fixture
def sealed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Seven events, under three seals."""
    monkeypatch.setattr(making, "PORTION", 3)
    with db.writing(engine) as session:
        happen(session, 7)
        while seals.seal_up(session, settled.newest(session, table), NOW):
            pass
    return engine


def verified(engine: Engine, deepest: int | None = None) -> seals.Verified:
    with db.reading(engine) as session:
        return seals.verify(session, deepest)


def test_what_nobody_touched_holds(sealed: Engine) -> None:
    found = verified(sealed)
    assert found[:4] == (3, 7, None, 0)
    with db.writing(sealed) as session:
        happen(session, 2)
    assert verified(sealed).unsealed == 2
    assert found.last
    with db.reading(sealed) as session:
        assert seals.holds(session, *found.last)
        assert not seals.holds(session, found.last[0], "0" * seals.NOTED)
        assert not seals.holds(session, found.last[0], found.last[1][:4])


def test_the_number_of_a_seal_is_its_place_also_after_a_crash(sealed: Engine) -> None:
    """A sequence of PostgreSQL's leaves out up to 32 numbers then: as if seals had been taken away."""
    with db.writing(sealed) as session:
        if sealed.dialect.name == "postgresql":
            session.execute(text("select setval('seals_id_seq', 75)"))
        happen(session, 1)
        seals.seal_up(session, settled.newest(session, table), NOW)
    found = verified(sealed)
    assert found.last
    assert (found.seals, found.last[0], found.gaps) == (4, 4, 0)


def test_the_numbers_that_were_left_out_before_are_told_and_what_was_noted_holds(sealed: Engine) -> None:
    with db.writing(sealed) as session:
        happen(session, 1)
        found = seals.next_seal(session, settled.newest(session, table), NOW)
        assert found
        session.execute(insert(making.seals).values(id=75, **found._asdict()))
        happen(session, 1)
        seals.seal_up(session, settled.newest(session, table), NOW)
        assert seals.holds(session, 75, found.signature)
    told = verified(sealed)
    assert told.last
    assert (told.seals, told.last[0], told.gaps) == (5, 76, 71)


@pytest.mark.parametrize("table", ["events", "seals"])
@pytest.mark.parametrize("change", ["update {} set id = id + 100", "delete from {}"])
def test_the_database_refuses_to_change_it(sealed: Engine, table: str, change: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), db.writing(sealed) as session:
        session.execute(text(change.format(table)))


@pytest.mark.parametrize(
    ("table", "change", "seal", "why"),
    [
        ("events", "update events set user_id = 2 where id = 5", 2, "events"),
        ("events", "update events set at = '2026-03-04 02:00:00.000001+00' where id = 1", 1, "events"),
        ("events", "delete from events where id = 4", 2, "events"),
        ("events", "delete from events where id > 3", 2, "events"),
        ("seals", "update seals set n = 2 where id = 2", 2, "signature"),
        ("seals", "delete from seals where id = 1", 2, "chain"),
        ("seals", "delete from seals where id = 2", 3, "chain"),
        ("seals", "update seals set previous = '' where id = 3", 3, "chain"),
    ],
)
def test_what_was_changed_is_found(sealed: Engine, table: str, change: str, seal: int, why: str) -> None:
    with db.writing(sealed) as session:
        unguard(session, table)
        if session.get_bind().dialect.name == "sqlite":
            change = change.replace("+00'", "'")
        session.execute(text(change))
    found = verified(sealed).broken
    assert found
    assert (found.seal, found.why) == (seal, why)
    assert found.first_id <= 3 * (seal - 1) + 1 <= found.upto_id


def test_an_event_put_in_between_is_found(engine: Engine) -> None:
    with db.writing(engine) as session:
        happen(session, 2)
        session.execute(
            text(
                "insert into events (id, at, entity, entity_id, trigger, actor)"
                " select 9, at, entity, entity_id, trigger, actor from events where id = 1"
            )
        )
        seals.seal_up(session, 9, NOW)
        session.execute(
            text(
                "insert into events (id, at, entity, entity_id, trigger, actor)"
                " select 5, at, entity, entity_id, trigger, actor from events where id = 1"
            )
        )
    found = verified(engine).broken
    assert found
    assert found.why == "events"


def test_only_the_last_seals_are_reckoned_again_where_that_is_asked(sealed: Engine) -> None:
    with db.writing(sealed) as session:
        unguard(session, "events")
        session.execute(text("update events set user_id = 2 where id = 1"))
    assert verified(sealed, 2).broken is None
    assert verified(sealed).broken


def test_another_key_signs_otherwise(sealed: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_key", lambda use: b"another" + use.encode())
    found = verified(sealed).broken
    assert found
    assert (found.seal, found.why) == (1, "signature")


@pytest.mark.parametrize("touched", [False, True])
def test_after_a_key_was_lost_the_history_goes_on(
    sealed: Engine, monkeypatch: pytest.MonkeyPatch, touched: bool
) -> None:
    """What is under the lost one is checked by its digests; what is under the new one wholly."""
    monkeypatch.setattr(sealing, "_key", lambda use: b"another" + use.encode())
    with db.writing(sealed) as session:
        db.take_key(session, NOW + MINUTE)
        happen(session, 2)
        seals.seal_up(session, settled.newest(session, table), NOW + 2 * MINUTE)
    found = verified(sealed)
    assert (found[:4], found.lost) == ((4, 9, None, 0), 3)
    with db.writing(sealed) as session:
        unguard(session, "events" if touched else "seals")
        change = (
            "update events set user_id = 2 where id = 5" if touched else "update seals set n = 3 where id = 4"
        )
        session.execute(text(change))
    broken = verified(sealed).broken
    assert broken
    assert (broken.seal, broken.why) == ((2, "events") if touched else (4, "signature"))


def test_the_clock_seals_what_is_settled(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PORTION", 3)
    with db.writing(engine) as session:
        happen(session, 5)
    settle(engine)
    assert seal(tmp_path, engine, NOW) == 3, "and again at once"
    with db.writing(engine) as session:
        happen(session, 1)
    settle(engine)
    assert seal(tmp_path, engine, NOW) == 3
    assert seal(tmp_path, engine, NOW) == 0
    assert verified(engine)[:4] == (2, 6, None, 0)

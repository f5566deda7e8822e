"""The organisation's own policy and calendar: checked, kept as versions, in force in every process."""

import pytest
from sqlalchemy import Engine, insert

from storage import db, definitions, events, rulings
from storage.domain.problems import Invalid
from storage.tables import rulings as rulings_table
from tests.storage.conftest import NOW

HOUR = 'base = "standard"\nkey = "own"\ntitle = "本厂"\n[limits.answer]\nhours = 1\n'
NIGHTS = definitions.shipped("calendar").replace("09:00-12:00", "10:00-12:00")


def put(engine: Engine, kind: str, text: str, user_id: int, seen: int | None = None) -> int:
    with db.writing(engine) as session:
        return rulings.put(session, kind, text, user_id, NOW, seen)


def refresh(engine: Engine) -> None:
    with db.reading(engine) as session:
        rulings.refresh(session)


def test_what_is_put_is_in_force_where_it_is_asked_for_and_given_back(engine: Engine, staff: int) -> None:
    usual, hours = definitions.policy(), definitions.calendar()
    put(engine, "policy", HOUR, staff)
    assert definitions.policy() is usual, "nothing before it is asked for"
    refresh(engine)
    assert (definitions.policy().limits["answer"].hours, definitions.calendar()) == (1, hours)
    assert definitions.policy().limits["close"] == usual.limits["close"], "the rest is as the base has it"
    assert definitions.policy("factory").key == "factory"
    put(engine, "calendar", NIGHTS, staff)
    refresh(engine)
    assert definitions.calendar() != hours
    turn = definitions.turn()
    refresh(engine)
    assert definitions.turn() == turn, "nothing is read where nothing has changed"
    for kind in definitions.RULED:
        put(engine, kind, "", staff)
    refresh(engine)
    assert (definitions.policy(), definitions.calendar()) == (usual, hours)


def test_all_versions_stay_and_who_has_not_seen_the_last_overwrites_nothing(
    engine: Engine, staff: int
) -> None:
    first = put(engine, "policy", HOUR, staff, seen=0)
    own = put(engine, "calendar", NIGHTS, staff, seen=0)
    with pytest.raises(rulings.Stale):
        put(engine, "policy", "", staff, seen=0)
    assert put(engine, "policy", HOUR, staff, seen=first) == first, "it is in force already"
    back = put(engine, "policy", "", staff, seen=first)
    with db.reading(engine) as session:
        assert [(each.id, each.text) for each in rulings.history(session, "policy")] == [
            (back, ""),
            (first, HOUR),
        ]
        assert rulings.current(session, "policy") is None
        assert rulings.current(session, "calendar") == rulings.Version(own, NIGHTS, staff, "李工", NOW)
        (event,) = events.of(session, "ruling", own)
        assert (event["trigger"], event["target"], event["user_id"]) == ("put", "calendar", staff)


@pytest.mark.parametrize(
    ("kind", "text", "where", "code"),
    [
        ("policy", "[limits", "line 1", "syntax"),
        ("policy", "a = " + "[" * 5000, "line 1", "syntax"),
        ("policy", HOUR.replace("standard", "standrad"), "base", "unknown_key"),
        ("policy", HOUR.replace('"standard"', "3"), "base", "unknown_key"),
        ("policy", HOUR.replace("hours = 1", "hours = -1"), "limits.answer.hours", "out_of_range"),
        ("policy", HOUR + "\n[title]\na = 1", "line 7", "syntax"),
        ("policy", HOUR.replace('title = "本厂"', "title = {}"), "title", "not_text"),
        ("calendar", NIGHTS.replace("monday", "mondy"), "week.mondy", "unknown_key"),
        ("calendar", NIGHTS.replace("[week]", "[wek]"), "week", "no_working_time"),
    ],
)
def test_what_cannot_be_in_force_is_not_kept(
    engine: Engine, staff: int, kind: str, text: str, where: str, code: str
) -> None:
    with pytest.raises(Invalid) as error:
        put(engine, kind, text, staff)
    assert (where, code) in [(problem.where, problem.code) for problem in error.value.problems]
    with db.reading(engine) as session:
        assert rulings.history(session, kind) == []


def test_of_one_that_a_later_version_cannot_read_what_ships_is_in_force(engine: Engine, staff: int) -> None:
    put(engine, "policy", HOUR, staff)
    put(engine, "calendar", NIGHTS, staff)
    with db.writing(engine) as session:
        old = {"kind": "policy", "text": '[of]\nold = "times"', "user_id": staff, "at": NOW}
        session.execute(insert(rulings_table).values(**old))
    usual = definitions.policy()
    refresh(engine)
    assert definitions.policy() == usual
    assert definitions.calendar().blocks[0][0][0].hour == 10, "the other one is in force all the same"

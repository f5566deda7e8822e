"""The organisation's own categories: the last version put is in force, and all stay as they were."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage import db, events, taxonomies
from tests.storage.conftest import NOW
from tests.storage.waiting import PATIENCE


def test_the_last_one_put_is_in_force_and_none_is_lost(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        assert (taxonomies.current(session), taxonomies.history(session)) == (None, [])
        first, second, general = (
            taxonomies.put(session, text, staff, NOW + timedelta(days=n))
            for n, text in enumerate(("一", "二", ""))
        )
        assert taxonomies.current(session) is None, "back to the general ones"
        again = taxonomies.put(session, "一", staff, NOW)
        assert taxonomies.put(session, "一", staff, NOW) == again, "it is in force already"
    with db.reading(engine) as session:
        assert taxonomies.current(session) == taxonomies.Version(again, "一", staff, "李工", NOW)
        told = [(each.id, each.text) for each in taxonomies.history(session)]
        assert told == [(again, "一"), (general, ""), (second, "二"), (first, "一")]
        (put,) = events.of(session, "taxonomy", second)
        assert (put["trigger"], put["user_id"], put["target"]) == ("put", staff, "")


def test_who_has_not_seen_the_last_one_overwrites_nothing(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        first = taxonomies.put(session, "一", staff, NOW, seen=0)
        with pytest.raises(taxonomies.Stale):
            taxonomies.put(session, "二", staff, NOW, seen=0)
        assert taxonomies.put(session, "二", staff, NOW, seen=first) > first


@pytest.mark.parametrize("before", [0, 1])
def test_of_two_at_once_one_is_told(engine: Engine, staff: int, before: int) -> None:
    with db.writing(engine) as session:
        seen = taxonomies.put(session, "一" * before, staff, NOW)
    begin, late = threading.Barrier(2, timeout=PATIENCE), []

    def one(text: str) -> None:
        begin.wait()
        try:
            with db.writing(engine) as session:
                taxonomies.put(session, text, staff, NOW, seen)
        except taxonomies.Stale:
            late.append(text)

    both = [threading.Thread(target=one, args=(text,)) for text in ("二", "三")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    with db.reading(engine) as session:
        put = [each.text for each in taxonomies.history(session)]
    assert len(put) == before + 1
    assert {put[0], *late} == {"二", "三"}


def test_going_back_to_the_general_ones_where_none_was_put_changes_nothing(
    engine: Engine, staff: int
) -> None:
    with db.writing(engine) as session:
        assert taxonomies.put(session, "", staff, NOW) == 0
        assert taxonomies.history(session) == []

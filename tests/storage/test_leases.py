"""What only one at a time may do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from sqlalchemy import Engine

from storage import db, leases
from tests.storage.conftest import NOW

LASTS = timedelta(seconds=30)


def take(engine: Engine, holder: str, at: datetime = NOW, name: str = "telegram") -> bool:
    with db.writing(engine) as session:
        return leases.take(session, name, holder, at, LASTS)


def test_one_has_it_until_its_time_is_over(engine: Engine) -> None:
    assert take(engine, "a")
    assert not take(engine, "b", NOW + LASTS - timedelta(seconds=1))
    assert take(engine, "b", NOW + LASTS)
    assert not take(engine, "a", NOW + LASTS)


def test_who_has_it_has_it_longer_by_taking_it_again(engine: Engine) -> None:
    assert take(engine, "a")
    assert take(engine, "a", NOW + timedelta(seconds=20))
    assert not take(engine, "b", NOW + timedelta(seconds=40))


def test_given_back_it_is_free_but_nobody_gives_back_another_s(engine: Engine) -> None:
    assert take(engine, "a")
    for holder, is_free in (("b", False), ("a", True)):
        with db.writing(engine) as session:
            leases.release(session, "telegram", holder)
        assert take(engine, "c") is is_free


def test_a_clock_that_has_gone_back_keeps_nobody_out(engine: Engine) -> None:
    assert take(engine, "a", NOW + timedelta(days=365))
    assert take(engine, "b", NOW)


def test_each_name_is_taken_by_itself(engine: Engine) -> None:
    assert take(engine, "a")
    assert take(engine, "b", name="mail")


def test_of_many_who_ask_at_once_one_gets_it(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda holder: take(engine, str(holder)), range(16))) == 1

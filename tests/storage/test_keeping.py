"""A number in the organisation's own books is one customer's."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select, update

from storage import db
from storage.customers import keeping
from storage.tables import customers
from tests.storage.conftest import NOW
from tests.storage.waiting import PATIENCE

TOLD = {"name": "王小明", "kind": "external", "segment": "", "high_value": False, "note": "", "own": {}}


def begin(engine: Engine, staff: int, number: str) -> int:
    with db.writing(engine) as session:
        return keeping.begin(session, {**TOLD, "number": number}, staff, NOW)


def test_a_number_that_another_has_is_refused_with_who_that_is(engine: Engine, staff: int) -> None:
    one, other = begin(engine, staff, "K1"), begin(engine, staff, "K2")
    assert begin(engine, staff, "") != begin(engine, staff, ""), "many have none"
    with pytest.raises(keeping.Unfit) as refused:
        begin(engine, staff, "K1")
    assert (refused.value.fields, refused.value.taken_by) == ({"number": "taken"}, one)
    with db.writing(engine) as session, pytest.raises(keeping.Unfit):
        keeping.amend(session, other, {**TOLD, "number": "K1"}, 1, staff, NOW)
    with db.writing(engine) as session:
        keeping.amend(session, one, {**TOLD, "number": "K1", "note": "老顾客"}, 1, staff, NOW)


@pytest.mark.parametrize("gone", [{"erased_at": NOW}, {"merged_into": 1}])
def test_who_is_gone_has_no_number(engine: Engine, staff: int, gone: dict[str, object]) -> None:
    one = begin(engine, staff, "K1")
    with db.writing(engine) as session:
        session.execute(update(customers).where(customers.c.id == one).values(**gone))
    assert begin(engine, staff, "K1") != one


def test_who_shared_a_number_before_keeps_it(engine: Engine, staff: int) -> None:
    one, _ = begin(engine, staff, "K1"), begin(engine, staff, "K2")
    with db.writing(engine) as session:
        session.execute(update(customers).values(number="K1"))
        keeping.amend(session, one, {**TOLD, "number": "K1", "note": "改过"}, 1, staff, NOW)


def test_of_two_at_once_one_has_the_number(engine: Engine, staff: int) -> None:
    both = Barrier(2, timeout=PATIENCE)

    def try_it(number: str) -> bool:
        both.wait()
        try:
            return bool(begin(engine, staff, number))
        except keeping.Unfit:
            return False

    with ThreadPoolExecutor(2) as threads:
        for each in range(8):
            assert sorted(threads.map(try_it, [f"K{each}"] * 2)) == [False, True]
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(customers)) == 8

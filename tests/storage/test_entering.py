"""Responses that are typed in: counted in quotas, their customers' to be given and to be forgotten."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from storage import attaching, customers, db, entering, erasing, scans
from storage.domain.entering import Given, Typed
from storage.exporting.gathering import gather
from storage.tables import answers, files, responses
from storage.tables import quotas as counters
from tests.storage.conftest import NOW
from tests.storage.test_erasing import MARK, found
from tests.storage.test_quotas import published

PAPER = date(2026, 3, 3)
SCAN = attaching.Sent(f"{MARK}.png", "image/png", MARK.encode())


def typed(version: int, customer: int | None, *given: Given, note: str = "") -> Typed:
    """As the form hands it over."""
    return Typed(version, "paper", PAPER, customer, "", "", note, given)


@pytest.fixture
def customer(engine: Engine) -> int:
    """Somebody known."""
    with db.writing(engine) as session:
        return customers.add(session, [(customers.Known(name="", segment="零售", demo=False), NOW)])[0]


def test_quotas_count_it(engine: Engine, staff: int) -> None:
    version = published(engine, ["lamp"], ["desk", "chair"])
    with db.writing(engine) as session:
        for bought in (["lamp"], ["lamp", "desk"]):
            entering.enter(session, typed(version, None, Given("bought", bought, "1")), staff, NOW)
        assert sorted(session.scalars(select(counters.c.number))) == [1, 2]


def test_its_customer_is_given_it_and_forgotten_with_it(
    engine: Engine, survey: int, staff: int, customer: int
) -> None:
    given = (Given("quality", "2", f"2 {MARK}", MARK), Given("words", MARK, MARK))
    with db.writing(engine) as session:
        key = entering.enter(session, typed(survey, customer, *given, note=MARK), staff, NOW)
        scans.attach(session, key, staff, [SCAN, SCAN], NOW)
    with db.reading(engine) as session:
        kept = gather(session, customer)
        (response,) = kept["responses"]
        assert (response["note"], response["channel"]) == (MARK, "paper")
        assert [each["name"] for each in kept["files"]] == [SCAN.name]
        assert {each["text"] for each in response["answers"]} == {f"2 {MARK}", MARK}
    with db.writing(engine) as session:
        erasing.erase(session, customer, NOW)
    assert found(engine) == set()
    with db.writing(engine) as session:
        assert session.execute(select(answers.c.value).where(answers.c.question == "quality")).all() == [
            ("2",)
        ]
        assert session.scalar(select(responses.c.satisfaction_index)) == 40
        assert session.scalars(select(files.c.state)).all() == ["withdrawn"]
        with pytest.raises(attaching.NotKept):
            scans.attach(session, key, staff, [SCAN], NOW)
        with pytest.raises(entering.Unfit):
            entering.enter(session, typed(survey, customer, *given), staff, NOW)


def test_so_many_scans_and_no_more(engine: Engine, survey: int, staff: int) -> None:
    with db.writing(engine) as session:
        key = entering.enter(session, typed(survey, None, Given("quality", "2", "2")), staff, NOW)
        sent = [SCAN._replace(content=bytes([n])) for n in range(scans.MOST + 1)]
        with pytest.raises(attaching.NotKept):
            scans.attach(session, key, staff, sent, NOW)
        with pytest.raises(scans.Unknown):
            scans.attach(session, key + 9, staff, sent, NOW)


def test_tomorrows_paper_is_nobodys(engine: Engine, survey: int, staff: int) -> None:
    late = typed(survey, None, Given("quality", "2", "2"))
    with db.writing(engine) as session, pytest.raises(entering.Unfit):
        entering.enter(session, late, staff, NOW - timedelta(days=3))

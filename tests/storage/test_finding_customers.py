"""Customers are found by what staff know of them, however many there are."""

import pytest
from sqlalchemy import Engine, update

from storage import complaints, conversations, customers, db, hiding
from storage.complaints import reached
from storage.queries import customer_list as known
from storage.tables import complaints as complaint_rows
from storage.tables import customers as customer_rows
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.test_search import index

PLACES = [("email", "chen@example.com"), ("telegram", "4711"), ("webchat", "cookie")]


@pytest.fixture
def people(engine: Engine) -> list[int]:
    """陈女士, who complained by mail; 李先生 on Telegram; one who only came to the web chat."""
    with db.writing(engine) as session:
        talks = conversations.load(session, PLACES, NOW)
        found = [talks[place] for place in PLACES]
        for talk, name in zip(found, ("陈女士", "李先生", ""), strict=True):
            told = customers.Known(name=name, segment="", demo=False)
            customers.know(session, talk.customer_id, told)
        complaints.open_(session, [rows.complaint(found[0], "T1", order_number="SO-42")], NOW)
        told = {"contact": "13800138000"}
        session.execute(update(complaint_rows).values(told | reached.found_by(told)))
    index(engine)
    return [talk.customer_id for talk in found]


def found(engine: Engine, words: str) -> list[int]:
    with db.reading(engine) as session:
        return [each.id for each in known.picked(session, words)]


ALWAYS = [
    *("chen@example.com", "Chen@Example.com", "T1", "t1", "SO-42", "so-4", "T1 SO-42"),
    *("13800138000", "138-0013-8000"),
]
"""Words by which the one who complained is found, however many came after."""


@pytest.mark.parametrize("words", [*ALWAYS, "陈女", "陈女士 chen@example.com"])
def test_a_customer_is_found_by_any_of_it(engine: Engine, people: list[int], words: str) -> None:
    assert found(engine, words) == people[:1]


@pytest.mark.parametrize("words", ALWAYS)
def test_the_list_finds_whom_the_forms_find(engine: Engine, people: list[int], words: str) -> None:
    with db.reading(engine) as session:
        listed = known.listing(session, known.Asked(words=words), 9)
    assert [each.id for each in listed] == found(engine, words) == people[:1]


def test_nobody_is_found_by_a_complaint_that_is_kept_from_who_asks(engine: Engine, people: list[int]) -> None:
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, PLACES[:1], NOW).values()
        complaints.open_(session, [rows.complaint(talk, "T2", order_number="SO-9")], NOW)
        session.execute(
            update(complaint_rows).where(complaint_rows.c.number == "T2").values(department="客服部")
        )
        hiding.read_by(session, 1, ("客服部",))
        for words, there in (("T1", []), ("SO-42", []), ("13800138000", []), ("T2", people[:1])):
            assert [each.id for each in known.picked(session, words)] == there


@pytest.mark.parametrize("words", ["", "  ", "cookie", "陈女士 4711", "*", "%", "chen@", "1380013", "~"])
def test_nobody_is_found_by_what_is_nobodys(engine: Engine, people: list[int], words: str) -> None:
    assert found(engine, words) == []


def test_who_was_forgotten_is_not_found(engine: Engine, people: list[int]) -> None:
    with db.writing(engine) as session:
        session.execute(update(customer_rows).values(erased_at=NOW))
    assert found(engine, "4711") == []

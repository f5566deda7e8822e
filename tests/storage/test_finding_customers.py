"""Customers are found by what staff know of them, however many there are."""

import pytest
from sqlalchemy import Engine, update

from storage import complaints, conversations, customers, db
from storage.queries import customers as known
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
        session.execute(update(complaint_rows).values(contact="13800138000"))
    index(engine)
    return [talk.customer_id for talk in found]


def found(engine: Engine, words: str) -> list[int]:
    with db.reading(engine) as session:
        return [each.id for each in known.find(session, words)]


ALWAYS = ["chen@example.com", "Chen@Example.com", "T1", "t1", "SO-42", "so-4", "1380013", "T1 SO-42"]
"""Words by which the one who complained is found, however many came after."""


@pytest.mark.parametrize("words", [*ALWAYS, "陈女", "chen@", "陈女士 example"])
def test_a_customer_is_found_by_any_of_it(engine: Engine, people: list[int], words: str) -> None:
    assert found(engine, words) == people[:1]


@pytest.mark.parametrize("words", ALWAYS)
def test_who_was_here_long_ago_is_found_along_an_index(
    engine: Engine, people: list[int], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "NEWEST", 0)
    monkeypatch.setattr(known, "LATEST", 0)
    assert found(engine, words) == people[:1]
    assert found(engine, "4711") == people[1:2]
    assert found(engine, "李先") == []


@pytest.mark.parametrize("words", ["", "  ", "cookie", "陈女士 4711", "*", "%"])
def test_nobody_is_found_by_what_is_nobodys(engine: Engine, people: list[int], words: str) -> None:
    assert found(engine, words) == []


def test_who_was_forgotten_is_not_found(engine: Engine, people: list[int]) -> None:
    with db.writing(engine) as session:
        session.execute(update(customer_rows).values(erased_at=NOW))
    assert found(engine, "4711") == []

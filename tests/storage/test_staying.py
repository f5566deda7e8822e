"""After closing: whether it stayed right, and how the handling was."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from storage import complaints, db, events
from storage.conversations import Conversation
from storage.tables import complaints as table
from tests.storage import rows
from tests.storage.conftest import NOW

LATER = NOW + timedelta(days=14)


@pytest.fixture
def closed(engine: Engine, talk: Conversation, staff: int) -> complaints.Complaint:
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [rows.complaint(talk)], NOW)
        complaints.answer(session, key, staff, "新的今天寄出。", NOW)
        complaints.move(session, key, "close", "staff", staff, NOW)
        return complaints.one(session, key)


def ask(engine: Engine, complaint: complaints.Complaint) -> None:
    """The clock notes that it has."""
    with db.writing(engine) as session:
        done = events.event(LATER, "complaint", complaint.id, "ask_stayed", "clock")
        events.append(session, [done])


def asked(engine: Engine, complaint: complaints.Complaint) -> dict[int, str]:
    with db.reading(engine) as session:
        return complaints.asked(session, [complaint.id])


def says(engine: Engine, verb: Any, *said: Any) -> None:
    with db.writing(engine) as session:
        verb(session, *said, LATER)


def kept(engine: Engine) -> tuple[bool | None, int | None]:
    with db.reading(engine) as session:
        row = session.execute(select(table.c.stayed, table.c.handling)).one()
        return row.stayed, row.handling


def test_one_question_after_the_other(engine: Engine, closed: complaints.Complaint) -> None:
    own = closed.customer_id, closed.number
    assert asked(engine, closed) == {}
    ask(engine, closed)
    assert asked(engine, closed) == {closed.id: "stayed"}
    says(engine, complaints.stayed, *own, True)
    assert asked(engine, closed) == {closed.id: "handling"}
    says(engine, complaints.rated, *own, 4, "就是慢了点")
    assert asked(engine, closed) == {}
    assert kept(engine) == (True, 4)
    with db.reading(engine) as session:
        assert [each.text for each in complaints.entries(session, closed.id)][-1] == "就是慢了点"
        done = [each["trigger"] for each in events.of(session, "complaint", closed.id)]
    assert done[-3:] == ["ask_stayed", "stayed", "rate"]


def test_what_was_asked_before_it_was_closed_anew_is_asked_no_more(
    engine: Engine, closed: complaints.Complaint, staff: int
) -> None:
    ask(engine, closed)
    says(engine, complaints.stayed, closed.customer_id, closed.number, False)
    with db.writing(engine) as session:
        complaints.move(session, closed.id, "reopen", "customer", None, LATER)
        assert complaints.asked(session, [closed.id]) == {}
        complaints.answer(session, closed.id, staff, "再寄一次。", LATER)
        complaints.move(session, closed.id, "close", "staff", staff, LATER + timedelta(days=1))
    assert asked(engine, closed) == {}
    assert kept(engine) == (None, None)


def test_of_somebody_elses_nothing_is_kept(engine: Engine, closed: complaints.Complaint) -> None:
    assert closed.customer_id is not None
    for number, customer in ((closed.number, closed.customer_id + 1), ("T260304-9999", closed.customer_id)):
        says(engine, complaints.stayed, customer, number, True)
        says(engine, complaints.rated, customer, number, 5, "")
    assert kept(engine) == (None, None)


def test_there_are_five_levels(engine: Engine, closed: complaints.Complaint) -> None:
    with pytest.raises(ValueError, match="level"):
        says(engine, complaints.rated, closed.customer_id, closed.number, 6, "")

"""The line of time of a customer: each thing once, in order, however it is paged; nothing without a name."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, insert

from storage import conversations, db, messages, responses, tables, visits
from storage.complaints import open_
from storage.conversations import Conversation
from storage.customers import ordering
from storage.queries import customer_file, customer_line, customer_list
from storage.queries.customer_line import KINDS, Before, Entry
from storage.tables import requests
from tests.storage import rows
from tests.storage.conftest import NOW


def walked(engine: Engine, customer: int, kind: str = "", limit: int = 3) -> list[Entry]:
    """All of it, page by page."""
    found: list[Entry] = []
    before: Before | None = None
    while True:
        with db.reading(engine) as session:
            page, before = customer_line.line(session, customer, kind, before, limit)
        assert sum(each.n for each in page) <= limit
        found += page
        if before is None:
            return found


@pytest.fixture
def busy(engine: Engine, talk: Conversation, survey: int, staff: int) -> int:
    """A customer with whom much happened, some of it at the same moment as something else; their id."""
    own = talk.customer_id
    with db.writing(engine) as session:
        for number in range(4):
            at = NOW - timedelta(hours=number // 2)
            messages.record(session, [rows.message(talk, f"m{number}", number + 1, at)])
            open_(session, [rows.complaint(talk, f"T{number}")], at)
            visits.add(session, visits.Told("call", at, own, "", {"matters": "谈"}), staff, NOW)
            response = {**rows.begun(survey, talk, at), "begun_at": at}
            responses.begin(session, [response, {**response, "anonymous": True, "customer_id": None}])
            for on in (None, date(2026, 3, 1), date(2026, 3, 4)):
                bought = {"number": f"D{number}-{on}", "product": ""}
                ordering.add(session, own, bought, on, staff, NOW)
            asked = {"number": f"R{number}", "conversation_id": talk.id, "customer_id": own, "kind": "export"}
            session.execute(insert(requests), [{**asked, "received_at": at, "due_at": at}])
    return own


def test_each_thing_stands_in_it_once_and_in_order(engine: Engine, busy: int) -> None:
    counts = {"responses": 4, "complaints": 4, "visits": 4, "messages": 4, "orders": 8, "requests": 4}
    for limit in (1, 3, 7, 50):
        found = walked(engine, busy, limit=limit)
        marks = [each.mark for each in found]
        assert len(set(marks)) == len(marks)
        times = [each.at for each in found]
        assert times == sorted(times, reverse=True)
        told = {kind: sum(each.n for each in found if each.kind == kind) for kind in KINDS}
        assert told == {**dict.fromkeys(KINDS, 0), **counts}, limit
    for kind, n in counts.items():
        assert sum(each.n for each in walked(engine, busy, kind)) == n, kind


def test_what_is_said_one_after_another_is_one_entry(engine: Engine, busy: int) -> None:
    (one,) = walked(engine, busy, "messages", limit=50)
    assert (one.n, one.told["conversation_id"], one.at) == (4, 1, NOW)


def test_what_is_being_told_without_a_name_is_not_in_it(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        messages.record(session, [rows.message(talk, "m1", 1, NOW - timedelta(hours=1))])
        begun = {**rows.begun(survey, talk, NOW), "anonymous": True, "customer_id": None}
        responses.begin(session, [begun])
        messages.record(session, [rows.message(talk, "m2", 2, NOW, text="别说是我说的")])
        talk.talk = '{"nameless":true}'
        conversations.save(session, [talk])
    assert [each.told["text"] for each in walked(engine, talk.customer_id)] == ["物流慢，其他挺好"]


@pytest.mark.parametrize(("anonymous", "seen"), [(False, True), (True, False)])
def test_who_answered_has_been_here_lately_but_not_who_did_so_without_a_name(
    engine: Engine, talk: Conversation, survey: int, anonymous: bool, seen: bool
) -> None:
    given = {**rows.begun(survey, talk, NOW), "begun_at": NOW, "state": "completed", "completed_at": NOW}
    with db.writing(engine) as session:
        session.execute(insert(tables.responses), [{**given, "anonymous": anonymous}])
        figures = customer_file.figures(session, talk.customer_id)
        (listed,) = customer_list.rows(session, [talk.customer_id])
    assert (figures.heard, listed.heard) == ((NOW, NOW) if seen else (None, None))

"""Visits, and files that staff put to a complaint: they go where their customer goes."""

import io
import zipfile

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from storage import (
    attaching,
    complaints,
    conversations,
    db,
    definitions,
    erasing,
    exporting,
    files,
    merging,
    search,
    visits,
)
from storage.conversations import Conversation
from storage.domain import intake
from storage.domain.form import PROBLEMS
from storage.queries import requests
from storage.tables import customers, metadata
from tests.storage import rows
from tests.storage.conftest import NOW


def keep(session: Session, talk: Conversation, staff: int) -> tuple[int, int]:
    """A complaint of theirs with a file of staff's and a visit about it; the complaint and the file."""
    (key,) = complaints.open_(session, [rows.complaint(talk)], NOW)
    file = attaching.attach(
        session, key, staff, [attaching.Sent("来信扫描.txt", "text/plain", b"letter")], NOW
    )[0]
    words = {name: f"内部{name}" for name in visits.FIELDS} | {"person_met": "王经理", "matters": "谈了换货"}
    visits.add(session, visits.Told("call", NOW, talk.customer_id, "T260304-0001", words), staff, NOW)
    return key, file


def read(engine: Engine, customer: int) -> list[visits.Visit]:
    with db.reading(engine) as session:
        return visits.listing(session, 10, customer)


def test_two_customers_who_turn_out_to_be_one_bring_their_visits(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    here = ("telegram", "b")
    with db.writing(engine) as session:
        keep(session, talk, staff)
        other = conversations.load(session, [here], NOW)[here].customer_id
        assert merging.merge(session, talk.customer_id, other) == other
    assert [each.matters for each in read(engine, other)] == ["谈了换货"]


def test_who_is_forgotten_leaves_neither(engine: Engine, talk: Conversation, staff: int) -> None:
    with db.writing(engine) as session:
        key, file = keep(session, talk, staff)
        assert requests.concerns(session, talk.customer_id)["files"] == 1
        erasing.erase(session, talk.customer_id, NOW)
    assert read(engine, talk.customer_id) == []
    with db.writing(engine) as session:
        assert attaching.of_complaint(session, key) == []
        assert files.content(session, file) is None
        with pytest.raises(attaching.NotKept):
            attaching.attach(session, key, staff, [attaching.Sent("a.txt", "text/plain", b"a")], NOW)
        told = visits.Told("call", NOW, talk.customer_id, "", {"matters": "又谈了"})
        with pytest.raises(visits.Unfit):
            visits.add(session, told, staff, NOW)


def test_both_are_in_what_the_customer_is_given(engine: Engine, talk: Conversation, staff: int) -> None:
    with db.writing(engine) as session:
        _, file = keep(session, talk, staff)
    with db.reading(engine) as session, io.BytesIO() as given:
        exporting.write(session, talk.customer_id, given, NOW)
        with zipfile.ZipFile(given) as zipped:
            assert zipped.read(f"files/{file}-来信扫描.txt") == b"letter"
            for name in ("我的数据.html", "我的数据.json"):
                told = zipped.read(name).decode()
                assert ("谈了换货" in told, "王经理" in told) == (True, True)
                assert "内部" not in told, "what staff make of it is between them"


def test_a_file_of_staff_is_found_by_its_name_and_leads_to_the_complaint(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    with db.writing(engine) as session:
        key, _ = keep(session, talk, staff)
        session.execute(update(customers).values(name="李四"))
    with db.reading(engine) as session:
        (hit,) = search.find(session, search.Wanted(search.terms("扫描"), "files")).hits
    row = hit.row
    assert (row.complaint, row.talk, row.title, row.by, row.customer) == (
        *(key, None, "T260304-0001"),
        *("staff", "李四"),
    )


def test_every_word_of_a_visit_is_emptied_and_every_problem_is_told() -> None:
    own = {"id", "kind", "customer_id", "complaint_id", "user_id", "at"}
    assert set(visits.FIELDS) == set(metadata.tables["visits"].c.keys()) - own
    for language in ("zh-CN", "zh-TW", "en"):
        texts = definitions.texts(language)
        assert [code for code in visits.PROBLEMS if not texts.has(f"page.visits.wrong.{code}")] == []
        codes = (*intake.PROBLEMS, *PROBLEMS)
        assert [code for code in codes if not texts.has(f"page.complaints.wrong.{code}")] == []

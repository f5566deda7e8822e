"""What the history tells: on the pages, to programs, to other addresses one rule. No minute of who did
something without a name, nothing of who complains of who reads."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from storage import auditing, complaints, days, db, events, hiding, looks, users
from storage.conversations import Conversation
from storage.queries import Filters, Period, words
from storage.queries import follow_ups as followed
from storage.records import changed, kinds
from storage.records.everything import SHEETS, every
from storage.records.reading import Asked, listing
from storage.tables import complaint_entries, orders
from storage.tables import events as history
from tests.storage import rows, told
from tests.storage.conftest import NOW

WEEK = Filters(Period(NOW - timedelta(days=7), NOW + timedelta(days=1)))


def programs(session: Session) -> set[tuple[str, int, str]]:
    """What may be told to programs, and to other addresses."""
    e = history.c
    query = select(e.entity, e.entity_id, e.trigger).where(*kinds.may_be_told(session))
    return {(row.entity, row.entity_id, row.trigger) for row in session.execute(query)}


def pages(session: Session) -> set[tuple[str, int, str]]:
    found = auditing.those(session, list(auditing.every(session, auditing.Wanted())))
    return {(each.entity, each.entity_id, each.trigger) for each in found}


@pytest.fixture
def nameless(engine: Engine, talk: Conversation, staff: int) -> int:
    """A complaint that was made and added to without a name, and then investigated."""
    whose = {"anonymous": True, "customer_id": None, "conversation_id": None}
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [rows.complaint(talk, **whose)], NOW)
        added = {"complaint_id": key, "kind": "added", "text": "还有一点", "user_id": None, "at": NOW}
        session.execute(insert(complaint_entries), [added])
        done = events.event(NOW, "complaint", key, "assign", "staff", user_id=staff)
        events.append(session, [done])
        return key


def moments(value: object) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value
    for each in value.values() if isinstance(value, dict) else ():
        yield from moments(each)


def test_of_a_complaint_without_a_name_the_day_alone_is_told(engine: Engine, nameless: int) -> None:
    with db.reading(engine) as session:
        (record,) = listing(session, kinds.KINDS["complaints"], Asked(), 9)
        (entry,) = (each for page in every(session, SHEETS["complaint_entries"]) for each in page)
        seen = {*moments(record), *moments(entry)}
        assert seen
        assert seen == {days.day(each) for each in seen}
        for since, there in ((NOW + timedelta(minutes=1), 1), (NOW + timedelta(days=1), 0)):
            asked = Asked(since=since), Asked(changed=since + changed.LATE)
            for each in asked:
                assert len(listing(session, kinds.KINDS["complaints"], each, 9)) == there
        for read in (programs, pages):
            assert {each for each in read(session) if each[1] == nameless} == {
                ("complaint", nameless, "assign")
            }


def test_who_is_complained_of_is_told_nothing_of_who_complains_of_them(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        answer = told.answered(session, survey, talk, "他骂人，煤气漏了")
        told.read(session, "answer", answer, urgency="now", categories=[])
        boss = users.add(session, "boss", "主管", "manager", "correct horse battery", NOW)
        (key,) = complaints.open_(session, [rows.complaint(talk)], NOW)
        complaints.concern(session, key, staff, boss, NOW)
        looks.note_contact(session, key, boss, NOW)
        order = {"customer_id": talk.customer_id, "number": "A1", "product": "", "created_at": NOW}
        (bought,) = session.scalars(insert(orders).returning(orders.c.id), [order])
        (open_one,) = followed.listing(session, "open")
        events.append(
            session,
            [
                events.event(NOW, "order", bought, "add", "staff", user_id=boss),
                events.event(NOW, "follow_up", open_one.id, "note", "staff", user_id=boss),
            ],
        )
        of_them = {"order", "follow_up", "complaint"}
        found = {}
        for who in (boss, staff):
            hiding.read_by(session, who)
            read = [{entity for entity, *_ in each(session)} & of_them for each in (programs, pages)]
            texts = [each.subject for each in words.found(session, WEEK)]
            last = [each.answer_id for each in words.last(session, WEEK)]
            found[who] = (*read, texts, last, len(followed.listing(session, "open")))
        assert found == {
            boss: (of_them, of_them, ["answer"], [answer], 1),
            staff: (set(), set(), [], [], 0),
        }
        hiding.read_by(session, None)
        seen = auditing.those(session, list(auditing.every(session, auditing.Wanted(what="look"))))
        assert [(each.entity, each.entity_id) for each in seen] == [("complaint", key)]
        assert ("complaint", key, "look") not in programs(session)

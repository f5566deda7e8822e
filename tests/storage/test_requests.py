"""Requests of customers for their own data, and evidence whose term is over."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from storage import (
    consents,
    conversations,
    db,
    definitions,
    events,
    expiring,
    files,
    importing,
    jobs,
    mails,
    messages,
    requests,
    unasked,
)
from storage.conversations import Conversation
from storage.domain.machine import NotAllowed
from storage.domain.request import due_at
from storage.tables import conversations as talks
from storage.tables import files as files_table
from storage.tables import imports
from storage.tables import mails as mails_table
from storage.tables import messages as heard
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.rounds import planned


def asked(talk: Conversation, kind: str = "erase", number: str = "R1") -> requests.Asked:
    return requests.Asked(number=number, conversation_id=talk.id, customer_id=talk.customer_id, kind=kind)


def test_numbers_are_of_the_day_and_rise(engine: Engine) -> None:
    with db.writing(engine) as session:
        assert [requests.reserve(session, NOW) for _ in range(2)] == ["R260304-0001", "R260304-0002"]


def test_a_request_is_due_by_the_policy_and_stands_in_the_history(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        requests.keep(session, [asked(talk)], NOW)
        (one,) = requests.listing(session)
        assert one.due_at == due_at(definitions.policy(), definitions.calendar(), NOW)
        assert one.due_at > NOW + timedelta(days=14)
        assert [each["trigger"] for each in events.of(session, "request", one.id)] == ["erase"]


def test_what_is_open_is_not_asked_twice(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        requests.keep(session, [asked(talk), asked(talk, number="R2"), asked(talk, "export", "R3")], NOW)
        assert [each.number for each in requests.listing(session)] == ["R1", "R3"]


def test_it_is_ended_once(engine: Engine, talk: Conversation, staff: int) -> None:
    with db.writing(engine) as session:
        requests.keep(session, [asked(talk)], NOW)
        (one,) = requests.listing(session)
        with pytest.raises(ValueError, match="reason"):
            requests.refuse(session, one.id, staff, " ", NOW)
        refused = requests.refuse(session, one.id, staff, "合同未满。", NOW)
        assert (refused.state, refused.done_at, refused.user_id) == ("refused", NOW, staff)
        assert "合同未满" in conversations.transcript(session, talk.id)[-1].text
        with pytest.raises(NotAllowed):
            requests.fulfil(session, one.id, staff, NOW)
        with pytest.raises(requests.Unknown):
            requests.fulfil(session, 99, staff, NOW)
        requests.keep(session, [asked(talk, number="R2")], NOW)
        assert [each.number for each in requests.listing(session)] == ["R2"], "it may be asked for again"


def test_the_longest_overdue_stand_first(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        requests.keep(session, [asked(talk)], NOW)
        requests.keep(session, [asked(talk, "export", "R0")], NOW - timedelta(days=30))
        later = NOW + timedelta(days=10)
        late = requests.listing(session, requests.Wanted("overdue", later))
        assert [each.number for each in late] == ["R0"]
        assert [each.number for each in requests.listing(session)] == ["R0", "R1"]


def test_the_last_word_on_consent_counts_on_every_channel(engine: Engine, talk: Conversation) -> None:
    c = talks
    with db.writing(engine) as session:
        (other,) = conversations.load(session, [("telegram", "b")], NOW).values()
        session.execute(c.update().where(c.c.id == other.id).values(customer_id=talk.customer_id))

        def refused() -> bool:
            query = select(c.c.id).where(unasked.withdrawn(c.c.customer_id))
            return len(session.scalars(query).all()) == 2

        def says(place: Conversation, given: bool) -> None:
            row = consents.Consent(conversation_id=place.id, version="1", given=given, at=NOW)
            consents.keep(session, [row])

        assert not refused(), "who was never asked has not refused"
        says(talk, True)
        assert not refused()
        says(other, False)
        assert refused()
        assert [each.given for each in consents.of(session, other.id)] == [False]
        says(talk, True)
        assert not refused()


def expire(engine: Engine, now: datetime) -> None:
    """As the worker does it."""
    with db.writing(engine) as session:
        due = jobs.claim(session, now, timedelta(minutes=1), [expiring.JOB])
    found = [expiring.expired(engine, job.payload, now) for job in due]
    with db.writing(engine) as session:
        expiring.expire(session, found)
        jobs.done(session, due)


def test_evidence_goes_when_its_term_is_over_and_that_it_was_there_stays(
    engine: Engine, talk: Conversation
) -> None:
    terms = definitions.policy().retention
    with db.writing(engine) as session:
        old = files.keep(session, talk.id, "a.png", "image/png", b"old", NOW)
        new = files.keep(session, talk.id, "b.png", "image/png", b"new", NOW + timedelta(days=terms.files))
        messages.record(session, [rows.message(talk, "m1", 1, NOW, raw=b"\xff", text="慢")])
        mails.keep(session, [mails.Arrived("k", b"Subject: x", "a@example.cn", NOW)])
        expiring.begin(session, NOW)
    expire(engine, NOW + timedelta(days=terms.raw + 1))
    with db.reading(engine) as session:
        assert session.execute(select(heard.c.raw, heard.c.text)).all() == [(None, "慢")]
        m = mails_table.c
        assert tuple(session.execute(select(m.raw, m.sender, m.state)).one()) == (None, "", "dismissed")
        assert files.content(session, old), "its own term is longer"
    for days in (2, 3):
        expire(engine, NOW + timedelta(days=terms.files + days))
    with db.reading(engine) as session:
        f = files_table.c
        row = session.execute(select(f.state, f.content, f.name, f.size).where(f.id == old)).one()
        assert tuple(row) == ("expired", b"", "a.png", 3)
        assert files.content(session, old) is None
        assert files.content(session, new)


def test_a_table_of_customers_that_nobody_takes_goes_after_a_day(engine: Engine, survey: int) -> None:
    of = planned(engine)
    with db.writing(engine) as session:
        importing.hand_in(session, of, None, "a.csv", b"13800000000", NOW)
        expiring.begin(session, NOW)
    for hours, left in ((23, [b"13800000000"]), (48, [])):
        expire(engine, NOW + timedelta(hours=hours))
        with db.reading(engine) as session:
            assert session.scalars(select(imports.c.content)).all() == left


def test_expiring_goes_on_by_itself_and_once_a_day(engine: Engine) -> None:
    with db.writing(engine) as session:
        expiring.begin(session, NOW)
        expiring.begin(session, NOW)
    for days in range(3):
        expire(engine, NOW + timedelta(days=days))
        with db.writing(engine) as session:
            expiring.begin(session, NOW + timedelta(days=days, hours=1))
        expire(engine, NOW + timedelta(days=days, hours=2))
    with db.writing(engine) as session:
        later = NOW + timedelta(days=9)
        assert len(jobs.claim(session, later, timedelta(minutes=1), [expiring.JOB])) == 1


def test_a_great_heap_goes_portion_by_portion(
    engine: Engine, talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiring, "PORTION", 2)
    with db.writing(engine) as session:
        sent = [rows.message(talk, f"m{n}", n, NOW, raw=b"\xff") for n in range(5)]
        messages.record(session, sent)
        expiring.begin(session, NOW)
    late = NOW + timedelta(days=1000)
    for more in range(3):
        expire(engine, late + timedelta(seconds=more))
    with db.reading(engine) as session:
        assert not session.scalars(select(heard.c.id).where(heard.c.raw.is_not(None))).all()

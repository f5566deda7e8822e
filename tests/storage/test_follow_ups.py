"""What is urgent or unsafe is followed up, and a person is called: once, at once, and never by name where
none is known. The customer is told nothing of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from storage import (
    concealing,
    conversations,
    db,
    erasing,
    events,
    follow_ups,
    previews,
    queries,
    responses,
    unlinking,
)
from storage.conversations import Conversation
from storage.queries import follow_ups as listed
from storage.queries import handover, readings, talks
from storage.queries.edges import Edge
from storage.queries.follow_ups import FollowUp
from storage.tables import conversations as there
from storage.tables import customers, outbox
from storage.tables import responses as given
from tests.storage import rows, told
from tests.storage.conftest import NOW

WORDS = "煤气漏了，没人管"
URGENT = {"urgency": "now"}
UNSAFE = {"safety": True}
LATER = NOW + timedelta(hours=1)
TODAY = datetime(2026, 3, 3, 16, tzinfo=UTC)


def waits(session: Session, talk: Conversation) -> tuple[datetime | None, str]:
    c = there.c
    row = session.execute(select(c.waiting_since, c.waiting_for).where(c.id == talk.id)).one()
    return row.waiting_since, row.waiting_for


def signals(session: Session) -> list[tuple[str, str]]:
    return [(each.signal, each.state) for each in both(session)]


def both(session: Session) -> list[FollowUp]:
    return listed.listing(session, "open") + listed.listing(session, "ended")


@pytest.mark.parametrize(
    ("found", "expected", "why"),
    [
        (URGENT, ["urgent"], "urgent"),
        (UNSAFE, ["unsafe"], "unsafe"),
        (URGENT | UNSAFE, ["urgent", "unsafe"], "urgent"),
        ({"urgency": "soon", "polarity": -1.0}, [], ""),
    ],
)
@pytest.mark.parametrize("subject", ["answer", "complaint"])
def test_a_signal_calls_a_person_and_opens_a_follow_up(
    engine: Engine, talk: Conversation, survey: int, subject: str, found: Any, expected: list[str], why: str
) -> None:
    with db.writing(engine) as session:
        key = _told(session, subject, survey, talk)
        told.read(session, subject, key, LATER, **found)
        read = listed.listing(session, "open")
        assert [(each.signal, each.conversation_id) for each in read] == [
            (signal, talk.id) for signal in expected
        ]
        assert waits(session, talk) == ((LATER, why) if why else (None, ""))
        assert queries.counts(session, LATER)["follow_ups"] == (1 if expected else 0), "a text counts once"
        assert session.execute(select(outbox)).all() == [], "the customer is told nothing"
        called = handover.handover(session, talk.id)
        assert called is not None
        assert (called.why, called.since) == (why, LATER if why else None)


def _told(session: Session, subject: str, survey: int, talk: Conversation) -> int:
    if subject == "complaint":
        return told.complained(session, talk, WORDS, "T1")
    return told.answered(session, survey, talk, WORDS)


def test_once_for_the_same_words_however_often_they_are_read(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS)
        told.read(session, "answer", key, **URGENT)
        conversations.hold(session, talk.id, staff, NOW)
        conversations.release(session, talk.id, staff, NOW)
        (one,) = listed.listing(session, "open")
        follow_ups.end(session, one.id, "done", "打过电话了", staff, NOW)
        for model in ("new", "newer"):
            told.read(session, "answer", key, LATER, model=model, **URGENT)
        assert signals(session) == [("urgent", "done")]
        assert waits(session, talk) == (None, "")
        told.read(session, "answer", key, LATER, **(URGENT | UNSAFE))
        assert signals(session) == [("unsafe", "open"), ("urgent", "done")]
        assert waits(session, talk) == (LATER, "unsafe")


def test_who_says_something_else_may_call_anew(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS)
        told.read(session, "answer", key, **URGENT)
        (one,) = listed.listing(session, "open")
        follow_ups.end(session, one.id, "done", "打过电话了", staff, NOW)
        responses.keep(session, [rows.answer(1, "delivery", 0.0, LATER, comment="又漏了，快来人")])
        told.read(session, "answer", key, LATER, **URGENT)
        (again,) = listed.listing(session, "open")
    assert (again.id, again.state, again.note, again.by) == (one.id, "open", "", "")


@pytest.mark.parametrize(("days", "called"), [(0, True), (6.9, True), (7.1, False), (400, False)])
def test_nobody_is_called_for_what_was_said_long_ago(
    engine: Engine, talk: Conversation, survey: int, days: float, called: bool
) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS, NOW - timedelta(days=days))
        told.read(session, "answer", key, NOW, **URGENT)
        assert (signals(session) != [], waits(session, talk)[0] is not None) == (called, called)


def test_nobody_is_called_for_what_is_tried_out_made_up_or_from_elsewhere(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        at = "webchat", f"{previews.ADDRESS}a"
        preview = conversations.load(session, [at], NOW)[at]
        tried = told.answered(session, survey, preview, WORDS, preview=True)
        elsewhere = told.answered(session, survey, talk, WORDS, conversation_id=None)
        story = told.complained(session, preview, WORDS, "T1", preview=True)
        for subject, key in (("answer", tried), ("answer", elsewhere), ("complaint", story)):
            told.read(session, subject, key, **URGENT)
        session.execute(update(customers).where(customers.c.id == talk.customer_id).values(demo=True))
        told.read(session, "answer", told.answered(session, survey, talk, WORDS), **URGENT)
        assert signals(session) == []
        assert waits(session, talk) == waits(session, preview) == (None, "")


@pytest.mark.parametrize("subject", ["answer", "complaint"])
def test_without_a_name_nothing_leads_to_the_customer(
    engine: Engine, talk: Conversation, survey: int, subject: str
) -> None:
    with db.writing(engine) as session:
        if subject == "answer":
            key = told.answered(session, survey, talk, WORDS, anonymous=True)
        else:
            key = told.complained(session, talk, WORDS, "T1", anonymous=True)
        told.read(session, subject, key, NOW, **URGENT)
        if subject == "answer":
            over(session, talk)
        (one,) = listed.listing(session, "open")
        assert (one.customer, one.conversation_id, one.at) == ("", None, TODAY)
        assert waits(session, talk) == (None, "")
        assert events.of(session, "follow_up", one.id) == [], "the history would tell the moment"


def over(session: Session, talk: Conversation) -> None:
    """What was answered without a name here stands alone from now on."""
    key = session.scalars(select(given.c.id).where(given.c.anonymous)).one()
    unlinking.unlink(session, [unlinking.Over(key, talk.id, 0, 0)], NOW)


def test_what_is_still_being_told_without_a_name_is_nobodys_to_follow_up(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS, anonymous=True)
        told.read(session, "answer", key, **(URGENT | UNSAFE))
        shown = (both(session), listed.of(session, "answer", key))
        assert shown == ([], [])
        assert queries.counts(session, LATER)["follow_ups"] == 0
        assert readings.withheld(session, "answer", key)
        over(session, talk)
        assert signals(session) == [("urgent", "open"), ("unsafe", "open")]
        assert len(listed.of(session, "answer", key)) == 2
        assert queries.counts(session, LATER)["follow_ups"] == 1
        assert not readings.withheld(session, "answer", key)


def test_who_is_telling_something_without_a_name_is_not_called_upon(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS)
        told.read(session, "answer", key)
        unnamed = update(there).where(there.c.id == talk.id)
        session.execute(unnamed.values(talk='{"draft":{"begun":"2026-03-04T02:00:00+00:00"},"unnamed":true}'))
        told.read(session, "answer", key, **URGENT)
        assert waits(session, talk) == (None, "")
        assert signals(session) == [("urgent", "open")]


def test_who_was_called_upon_unasked_still_tells_without_a_name(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    with db.writing(engine) as session:
        told.read(session, "answer", told.answered(session, survey, talk, WORDS), **URGENT)
        unnamed = '{"draft":{"begun":"2026-03-04T02:00:00+00:00"},"unnamed":true}'
        session.execute(update(there).where(there.c.id == talk.id).values(talk=unnamed))
        assert concealing.withheld_since(session, talk.id) == NOW
        session.execute(update(there).where(there.c.id == talk.id).values(waiting_for="human"))
        assert concealing.withheld_since(session, talk.id) is None


@pytest.mark.parametrize(
    ("before", "after"), [("", "urgent"), ("parked", "urgent"), ("crisis", "crisis"), ("human", "human")]
)
def test_who_waits_already_waits_on_as_long_as_before(
    engine: Engine, talk: Conversation, survey: int, before: str, after: str
) -> None:
    with db.writing(engine) as session:
        waiting = update(there).where(there.c.id == talk.id)
        session.execute(waiting.values(waiting_since=NOW if before else None, waiting_for=before))
        told.read(session, "answer", told.answered(session, survey, talk, WORDS), LATER, **URGENT)
        assert waits(session, talk) == (NOW if before else LATER, after)


def test_where_a_person_is_nobody_is_called(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        conversations.hold(session, talk.id, staff, NOW)
        told.read(session, "answer", told.answered(session, survey, talk, WORDS), **UNSAFE)
        assert waits(session, talk) == (None, "")
        assert signals(session) == [("unsafe", "open")]


def test_a_talk_that_went_elsewhere_waits_there(engine: Engine, talk: Conversation, survey: int) -> None:
    with db.writing(engine) as session:
        (now,) = conversations.load(session, [("telegram", "7")], NOW).values()
        key = told.answered(session, survey, talk, WORDS)
        session.execute(update(there).where(there.c.id == talk.id).values(moved_to=now.id))
        told.read(session, "answer", key, **URGENT)
        assert [each.id for each in talks.talks(session, "waiting")] == [now.id]


def test_the_list_has_what_is_open_first_the_worst_first_and_is_paged(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        for minute, found in enumerate((URGENT, UNSAFE, URGENT, UNSAFE, URGENT)):
            key = told.answered(session, survey, talk, f"{WORDS}{minute}")
            told.read(session, "answer", key, NOW + timedelta(minutes=minute), **found)
        for nth, state in ((0, "dismissed"), (1, "done")):
            one = listed.of(session, "answer", nth + 1)[0]
            follow_ups.end(session, one.id, state, "看过了", staff, LATER + timedelta(minutes=nth))
        whole = both(session)
        assert [(each.subject_id, each.state) for each in whole] == [
            (3, "open"),
            (5, "open"),
            (4, "open"),
            (2, "done"),
            (1, "dismissed"),
        ]
        assert [(each.note, each.by) for each in whole[3:]] == [("看过了", "李工")] * 2
        kinds: tuple[listed.Kind, ...] = ("open", "ended")
        for limit in range(1, 4):
            found: list[int] = []
            for kind in kinds:
                page = listed.page(session, kind, limit)
                found += page.keys
                while page.later:
                    page = listed.page(session, kind, limit, Edge(found[-1]))
                    found += page.keys
            assert listed.those(session, found) == whole


def test_of_two_who_end_one_the_second_is_told(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        told.read(session, "answer", told.answered(session, survey, talk, WORDS), **URGENT)
        (one,) = listed.listing(session, "open")
        follow_ups.end(session, one.id, "done", "好了", staff, LATER)
        with pytest.raises(follow_ups.Ended):
            follow_ups.end(session, one.id, "dismissed", "", staff, LATER)
        with pytest.raises(follow_ups.Unknown):
            follow_ups.end(session, 404, "done", "", staff, LATER)
        told_of = [(each["trigger"], each["user_id"]) for each in events.of(session, "follow_up", one.id)]
        assert told_of == [("open", None), ("done", staff)]


def test_who_is_forgotten_is_followed_up_no_more(engine: Engine, talk: Conversation, survey: int) -> None:
    with db.writing(engine) as session:
        key = told.answered(session, survey, talk, WORDS)
        told.read(session, "answer", key, **URGENT)
        erasing.erase(session, talk.customer_id, LATER)
        (one,) = listed.listing(session, "ended")
        assert (one.state, one.ended_at) == ("dismissed", LATER)
        assert queries.counts(session, LATER)["follow_ups"] == 0

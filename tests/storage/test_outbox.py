"""What is said: in order within a conversation, by one sender at a time, at least once."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from storage import conversations, db, events, outbox
from storage.conversations import Conversation, leaving
from storage.tables import outbox as table
from tests.storage import rows
from tests.storage.conftest import NOW

LEASE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def told_of(engine: Engine, talk: Conversation) -> list[tuple[str, str]]:
    """What history has of what was said there."""
    with db.reading(engine) as session:
        said = session.scalars(select(table.c.id).where(table.c.conversation_id == talk.id)).all()
        history = [event for key in said for event in events.of(session, "saying", key)]
    return [(event["trigger"], event["target"]) for event in history]


@pytest.fixture
def talks(engine: Engine) -> list[Conversation]:
    """Two conversations on one channel and one on another; two things to say in each."""
    addresses = [("telegram", "1"), ("telegram", "2"), ("webchat", "x")]
    with db.writing(engine) as session:
        found = conversations.load(session, addresses, NOW)
        made = [found[address] for address in addresses]
        outbox.put(session, [rows.saying(talk, seq, NOW) for seq in (1, 2) for talk in made])
    return made


def claim(engine: Engine, at: timedelta = timedelta()) -> list[outbox.Said]:
    with db.writing(engine) as session:
        return outbox.claim(session, "telegram", NOW + at, LEASE)


def is_due(engine: Engine) -> bool:
    with db.reading(engine) as session:
        return outbox.due(session, "telegram", NOW)


def places(said: list[outbox.Said]) -> list[tuple[str, int]]:
    return [(one.address, one.seq) for one in said]


def states(engine: Engine, talk: Conversation) -> list[str]:
    with db.reading(engine) as session:
        query = select(table.c.state).where(table.c.conversation_id == talk.id).order_by(table.c.seq)
        return list(session.scalars(query))


def test_a_claim_takes_what_follows_too_and_nobody_else_gets_it(
    engine: Engine, talks: list[Conversation]
) -> None:
    assert places(claim(engine)) == [("1", 1), ("1", 2), ("2", 1), ("2", 2)]
    assert claim(engine) == []
    with db.writing(engine) as session:
        outbox.put(session, [rows.saying(talks[0], 3, NOW)])
    assert claim(engine) == []


def test_what_its_sender_left_is_sent_again_when_the_lease_is_over(
    engine: Engine, talks: list[Conversation]
) -> None:
    first, *_ = claim(engine)
    with db.writing(engine) as session:
        outbox.sent_all(session, {first.id: "tg-77"}, NOW)
    assert claim(engine, LEASE - SECOND) == []
    again = claim(engine, LEASE)
    assert sorted(places(again)) == [("1", 2), ("2", 1), ("2", 2)]
    assert {one.attempts for one in again} == {2}


def test_put_off_it_holds_back_what_follows(engine: Engine, talks: list[Conversation]) -> None:
    one, *rest = claim(engine)
    with db.writing(engine) as session:
        outbox.put_off_all(session, [outbox.PutOff(one.id, NOW + LEASE, "busy", 1)], NOW)
        outbox.give_back(session, {row.id: row.attempts - 1 for row in rest})
        outbox.put(session, [rows.saying(talks[0], 3, NOW)])
    assert places(claim(engine)) == [("2", 1), ("2", 2)]
    assert not is_due(engine), "what waits behind it is not looked at again"
    assert claim(engine, LEASE - SECOND) == []
    due = [place for place in places(claim(engine, LEASE)) if place[0] == "1"]
    assert due == [("1", 1), ("1", 2), ("1", 3)]


def test_given_back_it_is_as_if_nobody_had_claimed_it(engine: Engine, talks: list[Conversation]) -> None:
    first = claim(engine)
    with db.writing(engine) as session:
        outbox.give_back(session, {row.id: row.attempts - 1 for row in first})
    assert claim(engine) == first


def test_failed_for_good_it_lets_the_rest_go_on(engine: Engine, talks: list[Conversation]) -> None:
    one, second, *_ = claim(engine)
    with db.writing(engine) as session:
        outbox.fail_all(session, {one.id: "rejected"}, NOW)
        outbox.give_back(session, {second.id: 0})
    assert states(engine, talks[0]) == ["failed", "waiting"]
    assert places(claim(engine)) == [("1", 2)]


def test_what_another_has_sent_is_not_failed_by_who_was_frozen_over_it(
    engine: Engine, talks: list[Conversation]
) -> None:
    one, *_ = claim(engine)
    with db.writing(engine) as session:
        outbox.sent_all(session, {one.id: "m1"}, NOW)
        outbox.fail_all(session, {one.id: "rejected"}, NOW)
        assert events.of(session, "saying", one.id) == []
    assert states(engine, talks[0])[0] == "sent"


def test_a_claim_takes_no_more_talks_than_it_is_asked_to_and_none_that_are_busy(
    engine: Engine, talks: list[Conversation]
) -> None:
    with db.writing(engine) as session:
        busy = {talks[0].id}
        assert places(outbox.claim(session, "telegram", NOW, LEASE, 1, busy)) == [("2", 1), ("2", 2)]
        assert outbox.claim(session, "telegram", NOW, LEASE, 9, busy) == []
        assert not outbox.due(session, "telegram", NOW, busy)
        assert places(outbox.claim(session, "telegram", NOW, LEASE, 9)) == [("1", 1), ("1", 2)]


@pytest.mark.parametrize(
    "claimed", [timedelta(days=1), timedelta()], ids=["ahead too", "before it ran ahead"]
)
def test_what_a_clock_that_ran_ahead_put_off_or_claimed_is_due_when_it_has_gone_back(
    engine: Engine, talks: list[Conversation], claimed: timedelta
) -> None:
    day = timedelta(days=1)
    one, *rest = claim(engine, claimed)
    with db.writing(engine) as session:
        behind = [row for row in rest if row.conversation_id == one.conversation_id]
        late = [
            outbox.PutOff(row.id, NOW + day + LEASE, "429", 1) for row in (one, *rest) if row not in behind
        ]
        outbox.put_off_all(session, late, NOW + day)
        outbox.give_back(session, {row.id: row.attempts - 1 for row in behind})
        outbox.put(session, [rows.saying(talks[1], 3, NOW + day)])
    assert claim(engine) == []
    with db.writing(engine) as session:
        outbox.rescue(session, "telegram", NOW)
    assert sorted(places(claim(engine))) == [("1", 1), ("1", 2), ("2", 1), ("2", 2), ("2", 3)]


def test_a_clock_that_runs_a_little_ahead_takes_nothing_from_another(
    engine: Engine, talks: list[Conversation]
) -> None:
    claim(engine, timedelta(seconds=5))
    with db.writing(engine) as session:
        outbox.rescue(session, "telegram", NOW)
    assert claim(engine) == []


def test_who_has_left_is_told_nothing_more(engine: Engine, talks: list[Conversation]) -> None:
    with db.writing(engine) as session:
        leaving.leave(session, ("telegram", "1"), NOW, "blocked")
        leaving.leave(session, ("telegram", "1"), NOW + LEASE)
        leaving.leave(session, ("telegram", "nobody"), NOW)
    assert states(engine, talks[0]) == ["failed", "failed"]
    assert told_of(engine, talks[0]) == [("fail", "blocked"), ("fail", "blocked")]
    with db.writing(engine) as session:
        outbox.put(session, [rows.saying(talks[0], 3, NOW)])
        assert [event["trigger"] for event in events.of(session, "conversation", talks[0].id)] == ["leave"]
    assert [(one.address, one.left) for one in claim(engine)] == [("2", False), ("2", False), ("1", True)]


def test_who_has_written_since_has_not_left(engine: Engine, talks: list[Conversation]) -> None:
    with db.writing(engine) as session:
        leaving.leave(session, ("telegram", "1"), NOW - SECOND)
    assert states(engine, talks[0]) == ["waiting", "waiting"]
    with db.writing(engine) as session:
        leaving.leave(session, ("telegram", "1"), NOW + SECOND)
    assert states(engine, talks[0]) == ["failed", "failed"]


def test_the_choices_shown_last_come_first(engine: Engine, talks: list[Conversation]) -> None:
    def asked(seq: int) -> outbox.Saying:
        question = {"text": "几分？", "of": f"1.q{seq}", "choices": [["1", "差", ""]], "picker": "levels"}
        return rows.saying(talks[2], seq, NOW, payload=question)

    with db.writing(engine) as session:
        outbox.put(session, [asked(3), rows.saying(talks[2], 4, NOW), asked(5), asked(6)])
        found = outbox.shown(session, ("webchat", "x"))
        assert [payload["of"] for payload in found] == ["1.q6", "1.q5", "1.q3"]
        assert len(outbox.shown(session, ("webchat", "x"), limit=2)) == 2
        assert outbox.shown(session, ("telegram", "x")) == []


def test_what_is_fetched_has_arrived_once_it_was_seen(engine: Engine, talks: list[Conversation]) -> None:
    web = talks[2]
    with db.writing(engine) as session:
        assert [one.seq for one in conversations.transcript(session, web.id, 1)] == [2]
        conversations.see(session, {web.id: 1, talks[0].id: 0})
    assert unsent(engine, web) == [2]
    assert unsent(engine, talks[0]) == [1, 2]
    with db.writing(engine) as session:
        conversations.see(session, {web.id: 2})
        conversations.see(session, {web.id: 1})
    assert unsent(engine, web) == []
    with db.reading(engine) as session:
        assert [line.state for line in conversations.transcript(session, web.id)] == ["sent", "sent"]


def unsent(engine: Engine, talk: Conversation) -> list[int]:
    with db.reading(engine) as session:
        found = session.execute(outbox.unsent()).all()
    return sorted(seq for conversation, seq in found if conversation == talk.id)

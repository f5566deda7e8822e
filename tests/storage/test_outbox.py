"""What is said: in order within a conversation, by one sender at a time, at least once."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from storage import conversations, db, outbox
from storage.conversations import Conversation
from storage.tables import outbox as table
from tests.storage import rows
from tests.storage.conftest import NOW

LEASE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


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


def places(said: list[outbox.Said]) -> list[tuple[str, int]]:
    return [(one.address, one.seq) for one in said]


def states(engine: Engine, talk: Conversation) -> list[str]:
    with db.reading(engine) as session:
        query = select(table.c.state).where(table.c.conversation_id == talk.id).order_by(table.c.seq)
        return list(session.scalars(query))


def test_the_second_waits_until_the_first_is_sent(engine: Engine, talks: list[Conversation]) -> None:
    first = claim(engine)
    assert places(first) == [("1", 1), ("2", 1)]
    assert claim(engine) == []
    with db.writing(engine) as session:
        outbox.sent(session, first[0].id, "tg-77", NOW)
    assert places(claim(engine)) == [("1", 2)]


def test_what_its_sender_left_is_sent_again_when_the_lease_is_over(
    engine: Engine, talks: list[Conversation]
) -> None:
    assert places(claim(engine)) == [("1", 1), ("2", 1)]
    assert claim(engine, LEASE - SECOND) == []
    again = claim(engine, LEASE)
    assert places(again) == [("1", 1), ("2", 1)]
    assert [one.attempts for one in again] == [2, 2]


def test_put_off_it_holds_back_what_follows(engine: Engine, talks: list[Conversation]) -> None:
    one, other = claim(engine)
    with db.writing(engine) as session:
        outbox.later(session, one.id, NOW + LEASE, "busy")
        outbox.sent(session, other.id, None, NOW)
    assert places(claim(engine)) == [("2", 2)]
    assert sorted(places(claim(engine, LEASE))) == [("1", 1), ("2", 2)]


def test_failed_for_good_it_lets_the_rest_go_on(engine: Engine, talks: list[Conversation]) -> None:
    one, _ = claim(engine)
    with db.writing(engine) as session:
        outbox.failed(session, one.id, "blocked by the customer", NOW)
    assert states(engine, talks[0]) == ["failed", "waiting"]
    assert places(claim(engine)) == [("1", 2)]


def test_a_claim_takes_no_more_than_it_is_asked_to(engine: Engine, talks: list[Conversation]) -> None:
    with db.writing(engine) as session:
        assert len(outbox.claim(session, "telegram", NOW, LEASE, limit=1)) == 1
        assert len(outbox.claim(session, "telegram", NOW, LEASE, limit=9)) == 1


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
        return [seq for conversation, seq in session.execute(outbox.unsent()) if conversation == talk.id]

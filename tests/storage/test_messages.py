"""Messages that could not be handled: staff see them, put them back or dismiss them; none is lost."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from storage import db, events, messages
from storage.conversations import Conversation
from storage.queries import parked as waiting
from storage.tables import conversations as table
from tests.storage import rows
from tests.storage.conftest import NOW

Verb = Callable[..., bool]


def parked(engine: Engine, talk: Conversation) -> int:
    with db.writing(engine) as session:
        raw = b"\xff\x00"
        messages.park(session, rows.message(talk, "m", 1, NOW, raw=raw, text="\ufffd"), "ValueError")
        (row,) = waiting.listing(session)
    assert (row.text, row.reason, row.conversation_id) == ("\ufffd", "ValueError", talk.id)
    return row.id


def test_put_back_it_waits_for_the_inbox_until_taken(engine: Engine, talk: Conversation, staff: int) -> None:
    key = parked(engine, talk)
    with db.writing(engine) as session:
        assert messages.put_back(session, key, NOW, staff)
        assert not messages.put_back(session, key, NOW, staff)
    with db.writing(engine) as session:
        assert waiting.listing(session) == []
        (again,) = messages.again(session)
        messages.park_again(session, key, "TypeError", NOW)
        (once_more,) = waiting.listing(session)
        assert (again.address, again.raw) == ("a", b"\xff\x00")
        assert (again.id, once_more.id, once_more.reason) == (key, key, "TypeError")
        messages.put_back(session, key, NOW, staff)
        assert messages.take_up(session, key)
        assert not messages.take_up(session, key)
        assert not messages.park_again(session, key, "TypeError", NOW)
        assert waiting.listing(session) == messages.again(session) == []
        history = [(event["trigger"], event["user_id"]) for event in events.of(session, "message", key)]
    assert history == [("put_back", staff), ("put_back", staff)]


def test_dismissed_it_is_gone_from_the_list_and_still_known(engine: Engine, talk: Conversation) -> None:
    key = parked(engine, talk)
    with db.writing(engine) as session:
        assert messages.dismiss(session, key, NOW)
        assert not messages.dismiss(session, key, NOW)
        assert waiting.listing(session) == []
        assert messages.known(session, [("webchat", "a", "m")]) == {("webchat", "a", "m")}


def waits(session: Session, talk: Conversation) -> tuple[bool, str]:
    row = session.execute(select(table).where(table.c.id == talk.id)).one()
    return row.waiting_since is not None, row.waiting_for


@pytest.mark.parametrize("verb", [messages.put_back, messages.dismiss])
def test_with_the_last_one_settled_nobody_is_awaited(engine: Engine, talk: Conversation, verb: Verb) -> None:
    first = parked(engine, talk)
    with db.writing(engine) as session:
        messages.park(session, rows.message(talk, "n", 2, NOW), "ValueError")
        second = max(row.id for row in waiting.listing(session))
        session.execute(update(table).values(waiting_since=NOW, waiting_for="parked"))
        assert verb(session, first, NOW)
        assert waits(session, talk) == (True, "parked")
        assert verb(session, second, NOW)
        assert waits(session, talk) == (False, "")


def test_who_waits_for_another_reason_goes_on_waiting(engine: Engine, talk: Conversation) -> None:
    key = parked(engine, talk)
    with db.writing(engine) as session:
        session.execute(update(table).values(waiting_since=NOW, waiting_for="human"))
        messages.dismiss(session, key, NOW)
        assert waits(session, talk) == (True, "human")


def test_parked_once_more_somebody_is_awaited_again(engine: Engine, talk: Conversation) -> None:
    key = parked(engine, talk)
    with db.writing(engine) as session:
        messages.put_back(session, key, NOW)
        assert messages.park_again(session, key, "KeyError", NOW)
        assert waits(session, talk) == (True, "parked")

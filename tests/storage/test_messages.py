"""Messages that could not be handled: staff see them, put them back or dismiss them; none is lost."""

from sqlalchemy import Engine

from storage import db, events, messages
from storage.conversations import Conversation
from tests.storage import rows
from tests.storage.conftest import NOW


def parked(engine: Engine, talk: Conversation) -> int:
    with db.writing(engine) as session:
        raw = b"\xff\x00"
        messages.park(session, rows.message(talk, "m", 1, NOW, raw=raw, text="\ufffd"), "ValueError")
        (row,) = messages.parked(session)
    assert (row.address, row.text, row.raw, row.reason) == ("a", "\ufffd", raw, "ValueError")
    return row.id


def test_put_back_it_waits_for_the_inbox_until_taken(engine: Engine, talk: Conversation, staff: int) -> None:
    key = parked(engine, talk)
    with db.writing(engine) as session:
        assert messages.put_back(session, key, NOW, staff)
        assert not messages.put_back(session, key, NOW, staff)
    with db.writing(engine) as session:
        assert messages.parked(session) == []
        (again,) = messages.again(session)
        messages.park_again(session, key, "TypeError")
        (once_more,) = messages.parked(session)
        assert (again.id, once_more.id, once_more.reason) == (key, key, "TypeError")
        messages.put_back(session, key, NOW, staff)
        assert messages.take_up(session, key)
        assert not messages.take_up(session, key)
        assert not messages.park_again(session, key, "TypeError")
        assert messages.parked(session) == messages.again(session) == []
        history = [(event["trigger"], event["user_id"]) for event in events.of(session, "message", key)]
    assert history == [("put_back", staff), ("put_back", staff)]


def test_dismissed_it_is_gone_from_the_list_and_still_known(engine: Engine, talk: Conversation) -> None:
    key = parked(engine, talk)
    with db.writing(engine) as session:
        assert messages.dismiss(session, key, NOW)
        assert not messages.dismiss(session, key, NOW)
        assert messages.parked(session) == []
        assert messages.known(session, [("webchat", "a", "m")]) == {("webchat", "a", "m")}

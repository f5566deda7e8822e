"""Who has left, and who is there again: by when it was, in whatever order it is heard of."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from storage import conversations, db
from storage.conversations import Conversation, leaving
from storage.tables import conversations as table
from tests.storage.conftest import NOW
from tests.storage.waiting import wait_until_blocked

SECOND = timedelta(seconds=1)
HERE = ("telegram", "1")


@pytest.fixture
def talk(engine: Engine) -> Conversation:
    """A customer who wrote at NOW."""
    with db.writing(engine) as session:
        return conversations.load(session, [HERE], NOW)[HERE]


def has_left(engine: Engine) -> bool:
    with db.reading(engine) as session:
        return session.scalars(select(table.c.left_at)).one() is not None


def test_who_writes_while_they_are_being_marked_as_gone_is_there(engine: Engine, talk: Conversation) -> None:
    """Who waits for the row finds it as it has become."""

    def leave() -> None:
        with db.writing(engine) as session:
            leaving.leave(session, HERE, NOW + SECOND)

    marking = threading.Thread(target=leave)
    with db.writing(engine) as session:
        session.execute(update(table).values(active_at=NOW + 2 * SECOND))
        marking.start()
        wait_until_blocked(engine)
    marking.join()
    assert not has_left(engine)


@pytest.mark.parametrize(
    ("left", "back", "gone"),
    [(1, 2, False), (2, 1, True), (1, 1, False)],
)
def test_the_later_of_both_counts(
    engine: Engine, talk: Conversation, left: int, back: int, gone: bool
) -> None:
    with db.writing(engine) as session:
        leaving.leave(session, HERE, NOW + left * SECOND)
        leaving.come_back(session, HERE, NOW + back * SECOND)
    assert has_left(engine) is gone


@pytest.mark.parametrize(("left", "back", "gone"), [(1, 2, False), (2, 1, True)])
def test_the_later_of_both_counts_when_it_is_heard_of_first(
    engine: Engine, talk: Conversation, left: int, back: int, gone: bool
) -> None:
    with db.writing(engine) as session:
        leaving.come_back(session, HERE, NOW + back * SECOND)
        leaving.leave(session, HERE, NOW + left * SECOND)
    assert has_left(engine) is gone

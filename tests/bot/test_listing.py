"""Which talks stand in the list that staff read: those where anything was said."""

import pytest

from bot.message import Inbound
from bot.performing import park
from storage import conversations, db, users
from storage.erasing import emptying
from storage.queries import talks
from tests.bot.talks import Someone
from tests.bot.test_moving import NOW


@pytest.fixture
def someone(engine, settings) -> Someone:
    return Someone(engine, settings, "webchat", "li", NOW)


def listed(engine) -> tuple[list[int], list[int]]:
    """(in the list, among the silent)"""
    with db.reading(engine) as session:
        said, silent = talks.talks(session), talks.talks(session, "silent")
    return [each.id for each in said], [each.id for each in silent]


def test_who_only_came_is_silent_until_their_first_word(someone: Someone, engine) -> None:
    someone.opens()
    assert listed(engine) == ([], [1])
    someone.opens("satisfaction")
    assert listed(engine) == ([], [1]), "to open it again is no word"
    someone.says("你好")
    assert listed(engine) == ([1], [])


def test_a_first_word_that_is_put_aside_for_staff_is_one(someone: Someone, engine, settings) -> None:
    someone.opens()
    with db.writing(engine) as session:
        park(session, Inbound("webchat", "li", "9", "text", NOW, "这句没人懂"), "KeyError", NOW, settings)
        talks_there = conversations.load(session, [("webchat", "li")], NOW).values()
        for each in talks_there:
            each.waiting_since = None
        conversations.save(session, talks_there)
    assert listed(engine) == ([1], [])


def test_whom_staff_take_up_is_silent_no_more(someone: Someone, engine) -> None:
    someone.opens()
    with db.writing(engine) as session:
        staff = users.add(session, "li", "李工", "handler", "correct horse", NOW)
        conversations.hold(session, 1, staff, NOW)
        conversations.release(session, 1, staff, NOW)
    someone.opens()
    assert listed(engine) == ([1], []), "what comes in afterwards takes nothing of it back"


def test_that_something_was_said_stays_known_when_its_words_are_erased(someone: Someone, engine) -> None:
    someone.opens().says("你好")
    with db.writing(engine) as session:
        emptying.erase(session, someone.row().customer_id, NOW)
    assert listed(engine) == ([1], [])

"""Somebody else is at the same talk, or the same reminder, at that moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

from bot.reminding import Reminding
from storage import contacts, conversations, db, invitations, users
from storage.conversations import leaving
from storage.invitations import Move
from tests.bot.test_inviting import of
from tests.bot.test_reminding import invited
from tests.storage.waiting import wait_until_blocked

__all__ = ["of"]

HERE = ("telegram", "1001")
SECONDS = 20
"""Until a test gives up on what it waits for."""


def reminded_meanwhile(of, does):
    """How many were reminded by a clock that found this talk locked; `does` was done before it was free."""
    with ThreadPoolExecutor() as beside:
        with db.writing(of.engine) as session:
            (one,) = conversations.load(session, [HERE], of.now).values()
            clock = beside.submit(Reminding(of.settings), of.engine, of.now)
            wait_until_blocked(of.engine)
            does(session, one)
        return clock.result(SECONDS)


def test_whose_talk_a_person_takes_over_then_is_not_reminded(of):
    def held(session, one):
        user = users.add(session, "li", "李工", "handler", "correct horse battery", of.now)
        assert conversations.hold(session, one.id, user, of.now)

    assert reminded_meanwhile(invited(of, "1001"), held) == 0


def test_who_leaves_then_is_not_reminded(of):
    def left(session, _):
        leaving.leave(session, HERE, of.now)

    assert reminded_meanwhile(invited(of, "1001"), left) == 0


def test_who_says_no_then_is_heard_and_not_reminded(of):
    def declined(session, _):
        invitations.move_all(session, [Move(of.row("1001").id, "decline", None)], of.now)

    assert reminded_meanwhile(invited(of, "1001"), declined) == 0
    assert of.states() == {"declined": 1}


def test_of_two_processes_that_find_the_same_one_says_it(of, monkeypatch):
    invited(of, "1001")
    # The last look before one waits for the other: on SQLite the second does not even begin to write.
    looks = "still_unbegun" if of.engine.dialect.name == "postgresql" else "unbegun"
    both, find = threading.Barrier(2, timeout=SECONDS), getattr(invitations, looks)

    def found(*asked):
        rows = find(*asked)
        both.wait()
        return rows

    monkeypatch.setattr(invitations, looks, found)
    monkeypatch.setattr(contacts, "recent", lambda *_: {})  # the cap would hide a second one
    with ThreadPoolExecutor(2) as beside:
        done = [beside.submit(Reminding(of.settings), of.engine, of.now) for _ in range(2)]
        assert sum(each.result(SECONDS) for each in done) == 1
    assert len([each for each in of.said("1001") if "提醒您一下" in each]) == 1

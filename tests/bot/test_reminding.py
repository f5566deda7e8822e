"""Who was invited and has not begun is reminded: once, in the last days, at a good hour; who is not."""

import re
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import update

from bot.conversation.inviting import remind
from bot.inviting import following
from bot.reminding import Reminding
from storage import contacts, conversations, db, definitions, erasing, invitations, requests, rounds, users
from storage.conversations import leaving
from storage.tables import conversations as talks
from storage.tables import outbox as sayings
from storage.tables import requests as asked_for
from storage.tables import rounds as called
from tests.bot.test_inviting import NOON, of

__all__ = ["of"]

LATER = NOON + timedelta(days=5)
"""Within the last three days before the round is over."""


def arrive(of):
    """All that was said has come; the round has noted it."""
    with db.writing(of.engine) as session:
        waits = sayings.c.state == "waiting"
        session.execute(update(sayings).where(waits).values(state="sent", sent_at=of.now))
        session.execute(update(talks).values(seen=talks.c.seq))
    following(of.engine, of.now)


def invited(of, *addresses, later=LATER):
    """These got their invitations; then days go by."""
    of.invite("telegram", *addresses)
    of.start().send()
    arrive(of)
    of.now = later
    return of


def reminded(of):
    return Reminding(of.settings)(of.engine, of.now)


def test_who_has_not_begun_is_reminded_and_asked_again(of):
    before = len(invited(of, "1001").said("1001"))
    assert reminded(of) == 1
    told, asked = of.said("1001")[before:]
    assert "提醒您一下" in told
    assert "可以开始吗" in asked
    assert of.row("1001").reminded_at == LATER
    of.does("1001", "agree")
    of.answers("1001")
    assert of.states() == {"returned": 1}


def test_nobody_is_reminded_twice_however_often_one_looks(of):
    invited(of, "1001", "1002")
    assert [reminded(of) for _ in range(3)] == [2, 0, 0]
    of.now += timedelta(days=1)
    assert reminded(of) == 0


def test_not_too_early_and_not_when_it_is_over(of):
    invited(of, "1001", later=NOON + timedelta(days=3, hours=23))
    assert reminded(of) == 0, "there is time"
    of.now = NOON + timedelta(days=7, minutes=1)
    assert reminded(of) == 0, "it is over"
    of.now = NOON + timedelta(days=4, hours=1)
    assert reminded(of) == 1


def test_who_was_invited_a_moment_ago_is_not_reminded_yet(of):
    of.now = NOON + timedelta(days=4)
    invited(of, "1001", later=NOON + timedelta(days=6, hours=23))
    assert reminded(of) == 0


def test_never_in_quiet_hours_and_what_waits_then_waits_for_the_morning(of):
    invited(of, "1001", later=LATER + timedelta(hours=12))
    assert reminded(of) == 0
    of.now = LATER
    reminded(of)
    with db.reading(of.engine) as session:
        payload = session.scalars(sayings.select().with_only_columns(sayings.c.payload)).all()[-1]
    assert payload["unasked"] is True


def says_no(of):
    of.now = NOON + timedelta(hours=1)
    of.does("1001", "refuse")


def begins(of):
    of.now = NOON + timedelta(hours=1)
    of.does("1001", "agree")


def leaves(of):
    with db.writing(of.engine) as session:
        leaving.leave(session, ("telegram", "1001"), of.now)


def is_talked_with(of):
    with db.writing(of.engine) as session:
        user = users.add(session, "li", "李工", "handler", "correct horse battery", of.now)
        (one,) = conversations.load(session, [("telegram", "1001")], of.now).values()
        assert conversations.hold(session, one.id, user, of.now)


def only_tries_it_out(of):
    with db.writing(of.engine) as session:
        session.execute(update(talks).values(preview=True))


def is_forgotten(of):
    with db.writing(of.engine) as session:
        (one,) = conversations.load(session, [("telegram", "1001")], of.now).values()
        erasing.erase(session, one.customer_id, of.now)


def asks_to_be_forgotten(of):
    with db.writing(of.engine) as session:
        (one,) = conversations.load(session, [("telegram", "1001")], of.now).values()
        asked = requests.Asked(
            number="R261123-0001", conversation_id=one.id, customer_id=one.customer_id, kind="erase"
        )
        requests.keep(session, [asked], of.now)


def round_is_closed(of):
    with db.writing(of.engine) as session:
        rounds.move(session, of.id, "close", of.now)


def round_has_none(of):
    with db.writing(of.engine) as session:
        session.execute(update(called).values(remind=False))


WHY_NOT = [
    *(says_no, begins, leaves, is_talked_with, only_tries_it_out, is_forgotten, asks_to_be_forgotten),
    *(round_is_closed, round_has_none),
]


def test_who_asks_for_their_data_is_reminded(of):
    asks_to_be_forgotten(invited(of, "1001"))
    with db.writing(of.engine) as session:
        session.execute(update(asked_for).values(kind="export"))
    assert reminded(of) == 1


@pytest.mark.parametrize("why", WHY_NOT)
def test_who_is_not_reminded(of, why):
    invited(of, "1001")
    why(of)
    of.now = LATER
    assert reminded(of) == 0


def test_one_that_nobody_knows_to_have_arrived_is_not_reminded_of(of):
    of.invite("telegram", "1001")
    of.start().send()
    of.now = LATER
    assert reminded(of) == 0


def test_the_contact_cap_holds_and_their_turn_comes(of):
    invited(of, "1001", "1002")
    with db.writing(of.engine) as session:
        (one,) = conversations.load(session, [("telegram", "1001")], LATER).values()
        for _ in range(definitions.policy().contact.most):
            contacts.record(session, {one.customer_id}, LATER - timedelta(days=6))
    assert reminded(of) == 1, "the other"
    of.now = LATER + timedelta(days=1, minutes=1)
    assert reminded(of) == 1


def test_who_is_in_the_middle_of_something_comes_next_time(of):
    invited(of, "1001")
    of.does("1001", text="我要投诉")
    assert reminded(of) == 0
    of.does("1001", "agree")
    assert reminded(of) == 0
    of.does("1001", text="不投诉了")
    of.now += timedelta(minutes=1)
    assert reminded(of) == 1


def test_killed_midway_nobody_is_reminded_twice_and_nobody_forgotten(of, monkeypatch):
    invited(of, *map(str, range(1001, 1021)))
    turn = count()

    def dies(*given):
        if next(turn) == 10:
            raise KeyboardInterrupt
        return remind(*given)

    monkeypatch.setattr("bot.reminding.remind", dies)
    with pytest.raises(KeyboardInterrupt):
        reminded(of)
    monkeypatch.undo()
    assert reminded(of) == 20
    assert all(len([each for each in of.said(at) if "提醒您一下" in each]) == 1 for at in ("1001", "1020"))


def test_a_broken_talk_does_not_keep_others_from_it_and_is_not_counted(of, monkeypatch):
    def broken(talk, inbound, context, now):
        if inbound.address == "1001":
            raise ValueError
        return remind(talk, inbound, context, now)

    invited(of, "1001", "1002")
    monkeypatch.setattr("bot.reminding.remind", broken)
    assert reminded(of) == 1
    monkeypatch.undo()
    assert reminded(of) == 0, "what broke once is not tried again"
    with db.reading(of.engine) as session:
        assert invitations.count_reminded(session, of.id) == 1
        invited_then = sorted(invitations.listing(session, of.id, ["delivered"]))
    assert [row.reason for row in invited_then] == ["not_reminded", ""]


def test_who_left_off_correcting_long_ago_is_reminded(of):
    of.does("1001")
    of.does("1001", "agree")
    of.answers("1001")
    invited(of, "1001")
    assert "哪一题" in of.does("1001", text="想改一下答案")[-1]
    assert reminded(of) == 0, "they are at it"
    of.now += timedelta(hours=1, minutes=1)
    assert reminded(of) == 1


def test_a_round_of_the_clock_looks_at_so_many_and_the_next_goes_on_there(of, monkeypatch):
    monkeypatch.setattr("bot.reminding.PORTION", 1)
    monkeypatch.setattr("bot.reminding.PORTIONS", 2)
    invited(of, *map(str, range(1001, 1006)))
    with db.writing(of.engine) as session:
        of_whom = conversations.load(session, [("telegram", str(at)) for at in range(1001, 1005)], LATER)
        for _ in range(definitions.policy().contact.most):
            contacts.record(session, {one.customer_id for one in of_whom.values()}, LATER)
    clock = Reminding(of.settings)
    assert [clock(of.engine, of.now) for _ in range(3)] == [0, 0, 1], "the fifth is the first who may be"
    of.now += definitions.policy().contact.span
    with db.writing(of.engine) as session:
        session.execute(update(called).values(return_by=of.now + timedelta(days=1)))
    assert [clock(of.engine, of.now) for _ in range(3)] == [2, 2, 0]


def test_the_round_counts_them(of):
    invited(of, "1001", "1002")
    of.does("1002", "agree")
    reminded(of)
    with db.reading(of.engine) as session:
        assert invitations.count_reminded(session, of.id) == 1


def moves(of, old, new):
    """The customer, in the midst of something, goes on at another address by a code, and leaves it there."""
    channels = {"web": "webchat"}
    before = channels.get(old, "telegram")
    of.does(old, text="我要投诉", channel=before)
    of.does(old, text="可以", channel=before)
    code = CODE.search("\n".join(of.does(old, text="换个地方继续", channel=before)))[0]
    of.does(new, text=code, channel=channels.get(new, "telegram"))
    of.does(new, text="不投诉了", channel=channels.get(new, "telegram"))


CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


def test_a_wave_that_goes_out_after_a_talk_has_moved_follows_it(of):
    of.does("1001")
    of.invite("telegram", "1001")
    moves(of, "1001", "web")
    before = of.said("1001")
    of.start().send()
    assert of.said("1001") == before, "nothing is said where nobody is any more"
    assert "想请您填一份" in of.said("web")[-1]
    arrive(of)
    assert of.states() == {"delivered": 1}
    of.does("web", "survey", channel="webchat")
    of.answers("web", channel="webchat")
    assert of.states() == {"returned": 1}


def test_who_moves_twice_is_found_where_they_are_now(of):
    of.does("1001")
    of.invite("telegram", "1001")
    moves(of, "1001", "web")
    moves(of, "web", "2002")
    of.start().send()
    assert "想请您填一份" in of.said("2002")[-1]


def test_an_invitation_that_moves_on_its_way_is_known_to_have_arrived(of):
    of.invite("telegram", "1001")
    of.start().send()
    moves(of, "1001", "web")
    arrive(of)
    assert of.states() == {"delivered": 1}
    of.now = LATER
    before = of.said("1001")
    assert reminded(of) == 1
    assert of.said("1001") == before
    assert "提醒您一下" in of.said("web")[-2]


def test_who_is_invited_at_both_ends_of_a_move_is_invited_once(of):
    of.invite("telegram", "1001")
    of.invite("webchat", "web")
    moves(of, "1001", "web")
    of.start()
    while of.send():
        pass
    assert of.states() == {"issued": 1, "cancelled": 1}
    assert of.row("web").reason == "twice"

"""Mails as they came: kept once, claimed in order, and gone with whose they are."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert, select, update

from storage import conversations, db, invitations, mails, messages
from storage.conversations import Conversation
from storage.mails import Arrived, Place, Settled
from storage.tables import conversations as talks
from storage.tables import invitations as invited
from storage.tables import mails as table
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.rounds import planned


def keep(engine: Engine, *keys: str, size: int = 3, sender: str = "li@example.cn") -> None:
    with db.writing(engine) as session:
        mails.keep(session, [Arrived(key, b"x" * size, sender, NOW) for key in keys])


def claimed(engine: Engine, most: int = 10, largest: int = 1000) -> list[str]:
    with db.writing(engine) as session:
        return [row.key for row in mails.claim(session, most, largest)]


def test_a_mail_is_kept_once(engine: Engine) -> None:
    keep(engine, "a", "b", "a")
    keep(engine, "b", "c")

    assert claimed(engine) == ["a", "b", "c"]


def test_no_more_is_claimed_than_fits_and_a_large_one_alone(engine: Engine) -> None:
    keep(engine, "small", size=10)
    keep(engine, "large", size=2000)

    assert claimed(engine) == ["small"]
    with db.writing(engine) as session:
        mails.settle(session, [Settled(1, "taken")])
    assert claimed(engine) == ["large"]


def test_what_somebody_may_have_died_at_is_claimed_alone(engine: Engine) -> None:
    keep(engine, "a", "b")
    assert claimed(engine) == ["a", "b"]
    keep(engine, "c")

    assert claimed(engine) == ["a"]
    with db.writing(engine) as session:
        mails.leave(session, [1, 2])
    assert claimed(engine) == ["a", "b", "c"]


def test_what_was_erased_meanwhile_stays_so(engine: Engine) -> None:
    keep(engine, "a")
    with db.writing(engine) as session:
        session.execute(update(table).values(state="dismissed"))
        mails.settle(session, [Settled(1, "held", text="words")])

        assert session.scalars(select(table.c.text)).all() == [""]


def test_how_far_a_folder_is_fetched(engine: Engine) -> None:
    with db.writing(engine) as session:
        assert mails.place(session, "box") is None
        mails.reach(session, "box", Place(7, 100, NOW))
        mails.reach(session, "box", Place(8, 2**32 - 1, NOW))

        assert mails.place(session, "box") == Place(8, 2**32 - 1, NOW)


def test_the_last_hour_is_counted(engine: Engine) -> None:
    keep(engine, *"abcd")
    keep(engine, "other", sender="wang@example.cn")
    with db.writing(engine) as session:
        mails.settle(session, [Settled(1, "taken", words="same"), Settled(2, "taken", words="same")])
        session.execute(update(table).where(table.c.id == 1).values(received_at=NOW - timedelta(hours=1)))
        row = next(each for each in mails.claim(session, 10, 1000) if each.key == "d")

        assert mails.before(session, row, "same") == mails.Before(2, 1)


@pytest.mark.parametrize("settled", [True, False])
def test_what_was_said_without_a_name_goes_from_its_mail_too(
    engine: Engine, talk: Conversation, settled: bool
) -> None:
    keep(engine, "a", "b")
    with db.writing(engine) as session:
        messages.record(session, [rows.message(talk, key, n, NOW) for n, key in enumerate("ab", 1)])
        if settled:
            mails.settle(session, [Settled(1, "taken", conversation_id=talk.id)])
        messages.forget(session, talk.id, 1, 1)

        m = table.c
        kept = session.execute(select(m.raw, m.sender, m.state).order_by(m.id)).all()
    assert [tuple(row) for row in kept] == [(None, "", "taken"), (b"xxx", "li@example.cn", "waiting")]


def sent(engine: Engine, survey: int, seq: int, state: str) -> int:
    """An invitation by mail under this number; the conversation."""
    round_id = planned(engine)
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("email", "li@example.cn")], NOW).values()
        row = {"round_id": round_id, "customer_id": talk.customer_id, "conversation_id": talk.id}
        about = {"channel": "email", "address": "li@example.cn", "due_at": NOW, "issued_at": NOW}
        session.execute(insert(invited), [{**row, **about, "state": state, "seq": seq}])
        return talk.id


@pytest.mark.parametrize(
    ("state", "then"), [("issued", "bounced"), ("delivered", "bounced"), ("begun", "begun")]
)
def test_a_bounce_marks_the_invitation_and_the_address(
    engine: Engine, survey: int, state: str, then: str
) -> None:
    talk = sent(engine, survey, 3, state)
    with db.writing(engine) as session:
        invitations.bounced(session, talk, 3, "5.1.1", NOW + timedelta(seconds=1))

        assert session.scalars(select(invited.c.state)).all() == [then]
        assert session.scalars(select(talks.c.left_at)).one() is not None


def test_a_bounce_of_another_mail_marks_no_invitation(engine: Engine, survey: int) -> None:
    talk = sent(engine, survey, 3, "delivered")
    with db.writing(engine) as session:
        invitations.bounced(session, talk, 4, "5.7.1", NOW + timedelta(seconds=1))

        assert session.scalars(select(invited.c.state)).all() == ["delivered"]
        assert session.scalars(select(talks.c.left_at)).one() is None

"""What could not be handled, as staff look through it: page by page, in order, and not what is about them."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from storage import complaints, conversations, db, hiding, mails, messages, queries, users
from storage.conversations import Conversation
from storage.mails import Arrived, Settled
from storage.queries import parked
from storage.queries.edges import Edge
from storage.queries.parked import Kind
from storage.tables import complaints as complaints_table
from storage.tables import messages as table
from tests.storage import rows
from tests.storage.conftest import NOW

MINUTE = timedelta(minutes=1)
SENDER = "wang@example.cn"


def put_aside(session: Session, talk: Conversation, number: int) -> None:
    """So many messages, the later kept the earlier said, and as many mails, held and not to be read."""
    for n in range(number):
        message = rows.message(talk, f"m{talk.id}.{n}", n + 1, NOW - n * MINUTE)
        messages.park(session, message, "OperationalError")
    arrived = [Arrived(f"{talk.id}.{n}", b"x", SENDER, NOW + n * MINUTE) for n in range(number)]
    mails.keep(session, arrived)
    for n, mail in enumerate(mails.claim(session, number, 1000)):
        told = {"subject": "回复", "text": "好的", "conversation_id": talk.id}
        mails.settle(session, [Settled(mail.id, ("held", "parked")[n % 2], "reply", "forward", **told)])


def walked(session: Session, kind: Kind, sort: str, size: int) -> list[int]:
    """All of them, page by page, and from the last page back."""
    page = parked.page(session, kind, size, None, sort)
    there = list(page.keys)
    while page.later:
        page = parked.page(session, kind, size, Edge(page.keys[-1]), sort)
        there += page.keys
    back = list(page.keys)
    while page.earlier:
        page = parked.page(session, kind, size, Edge(page.keys[0], before=True), sort)
        back = page.keys + back
    assert there == back
    return there


@pytest.mark.parametrize("kind", parked.KINDS)
def test_all_are_met_in_the_order_in_which_they_came(engine: Engine, talk: Conversation, kind: Kind) -> None:
    with db.writing(engine) as session:
        put_aside(session, talk, 5)
    with db.reading(engine) as session:
        first, *_, last = found = walked(session, kind, "", 2)
        assert len(found) == len(set(found)) == 5
        assert walked(session, kind, "newest", 2) == found[::-1]
        assert [*parked.every(session, kind)] == found
        assert [*parked.every(session, kind, "newest")] == found[::-1]
        shown = parked.those(session, kind, [last, 404, first])
        assert [each.id for each in shown] == [last, first]
        assert shown[0].received_at > shown[1].received_at
        assert parked.counts(session) == {"messages": 5, "mails": 5}


def test_of_a_mail_the_sender_is_told_so_far_as_may_be_read(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        put_aside(session, talk, 1)
        (said,), (wrote,) = parked.listing(session), parked.listing(session, "mails")
    assert (said.channel, said.sender, said.subject, said.reason) == ("webchat", "", "", "OperationalError")
    assert (wrote.channel, wrote.sender, wrote.subject) == ("email", "w****@example.cn", "回复")
    assert (wrote.state, wrote.conversation_id) == ("held", talk.id)


def test_what_was_settled_is_there_no_more(engine: Engine, talk: Conversation, staff: int) -> None:
    with db.writing(engine) as session:
        put_aside(session, talk, 3)
        first, second, third = parked.every(session, "messages")
        messages.put_back(session, first, NOW, staff)
        messages.dismiss(session, third, NOW, staff)
        mails.put_back(session, 1, NOW, staff)
        mails.dismiss(session, 3, NOW, staff)
    with db.reading(engine) as session:
        assert [each.id for each in parked.those(session, "messages", [first, second, third])] == [second]
        assert [each.id for each in parked.those(session, "mails", [1, 2, 3])] == [2]
        assert parked.counts(session) == {"messages": 1, "mails": 1}
        assert parked.page(session, "messages", 2, Edge(third)).keys == [second], "from the beginning"


def test_two_that_came_at_once_both_have_their_place(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        put_aside(session, talk, 4)
        session.execute(update(table).values(received_at=NOW))
        assert walked(session, "messages", "", 1) == sorted(parked.every(session, "messages"))


def test_nothing_of_who_complained_about_the_reader_is_among_them(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        reader = users.add(session, "he", "何工", "manager", "correct horse battery", NOW)
        other = conversations.load(session, [("webchat", "b")], NOW)["webchat", "b"]
        put_aside(session, talk, 2)
        put_aside(session, other, 3)
        (made,) = complaints.open_(session, [rows.complaint(talk)], NOW)
        concerned = update(complaints_table).where(complaints_table.c.id == made)
        session.execute(concerned.values(concerns_id=reader))
    with db.reading(engine) as session:
        assert parked.counts(session) == {"messages": 5, "mails": 5}
        for who, own in ((reader, None), (reader + 1, ["质量部"])):
            hiding.read_by(session, who, own)
            left = 3 if own is None else 0
            assert parked.counts(session) == {"messages": left, "mails": left}
            assert queries.counts(session, NOW)["parked"] == 2 * left
            for kind in parked.KINDS:
                listed = parked.listing(session, kind)
                assert {each.conversation_id for each in listed} == ({other.id} if left else set())
                assert parked.those(session, kind, [1, 2]) == []
                assert parked.page(session, kind, 1, Edge(1)).keys == [each.id for each in listed[:1]]

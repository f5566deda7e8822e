"""Invitations by mail: whether they arrived is written on each, whatever the server says and when."""

import pytest
from sqlalchemy import select, update

from bot.delivery import Delivery
from bot.inviting import following
from storage import db, invitations
from storage.tables import conversations
from tests.bot.mailing.conftest import LI, column
from tests.bot.test_inviting import NOON, Round

HAN, ZHAO, SUN = "han@example.com", "zhao@example.com", "sun@example.com"


@pytest.fixture
def of(engine, mail_settings, clock) -> Round:
    clock.now = NOON
    return Round(engine, mail_settings)


@pytest.fixture
def follow(engine, clock, of):
    """Sends what is due, and notes what became of it."""

    def made(delivery: Delivery):
        async def go() -> dict[str, str]:
            await delivery.deliver()
            following(engine, clock.now)
            return {at: of.row(at).state for at in (LI, HAN, ZHAO, SUN)}

        return go

    return made


async def test_each_knows_whether_it_arrived(of, email, server, engine, clock, follow):
    server.answers["RCPT", HAN] = ["550 5.1.1 Unknown user"]
    server.answers["RCPT", ZHAO] = ["451 4.7.1 Greylisted"]
    server.answers["RCPT", SUN] = ["552 5.2.2 Over quota"]
    of.invite("email", LI, HAN, ZHAO, SUN)
    of.start().send()
    send = follow(Delivery(engine, [email]))
    assert await send() == {LI: "delivered", HAN: "bounced", ZHAO: "issued", SUN: "bounced"}
    assert (of.row(HAN).reason, of.row(SUN).reason) == ("no_mailbox", "mailbox_full")
    clock.forward(minutes=5)
    assert (await send())[ZHAO] == "delivered"
    assert sorted(to for _, to, _ in server.mails) == [LI, ZHAO]


async def test_a_mail_of_an_invitation_asks_says_why_and_how_to_stop(of, email, server, engine, clock):
    of.invite("email", LI)
    of.start().send()
    await Delivery(engine, [email]).deliver()
    (mail,) = server.read
    said = mail.get_body(("plain",)).get_content()
    for wanted in (
        "产品质量",
        "   1 非常不满意",
        "直接回复这封邮件",
        "我们想听听您对青禾家居的看法",
        "怎样不再收到这样的信",
    ):
        assert wanted in said
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("status", "reason", "gone"),
    [
        ("5.1.1", "no_mailbox", True),
        ("5.2.2", "mailbox_full", False),
        ("5.7.1", "rejected", False),
        ("4.2.2", "mailbox_full", False),
        ("4.4.7", "4.4.7", False),
        ("5.4.7", "5.4.7", False),
        ("5.1.8", "5.1.8", False),
        ("5.1.10", "no_mailbox", True),
        ("5.0.0", "5.0.0", False),
    ],
)
async def test_one_that_comes_back_later_did_not_arrive(
    of, email, server, engine, clock, status, reason, gone
):
    of.invite("email", LI)
    of.start().send()
    await Delivery(engine, [email]).deliver()
    following(engine, clock.now)
    assert of.row(LI).state == "delivered"
    row = of.row(LI)
    clock.forward(hours=1)
    with db.writing(engine) as session:
        invitations.bounced(session, row.conversation_id, row.seq, status, clock.now)
    assert (of.row(LI).state, of.row(LI).reason) == ("bounced", reason)
    with db.reading(engine) as session:
        left = session.scalar(select(conversations.c.left_at).where(conversations.c.address == LI))
    assert (left is not None) is gone


async def test_who_has_written_since_is_there(of, email, server, engine, clock):
    """Some hosts try for five days before they give up."""
    of.invite("email", LI)
    of.start().send()
    await Delivery(engine, [email]).deliver()
    row = of.row(LI)
    clock.forward(days=1)
    with db.writing(engine) as session:
        session.execute(update(conversations).values(active_at=clock.now))
    clock.forward(days=4)
    with db.writing(engine) as session:
        invitations.bounced(session, row.conversation_id, row.seq, "5.1.1", clock.now)
        assert session.scalars(select(conversations.c.left_at)).all() == [None]
    assert of.row(LI).state == "bounced"


async def test_whoever_sent_it_died_and_nobody_is_invited_twice(of, email, server, engine, clock):
    from datetime import timedelta

    from storage import outbox

    of.invite("email", LI)
    of.start().send()
    with db.writing(engine) as session:  # another process claimed it, and was never heard of again
        assert outbox.claim(session, "email", clock.now, timedelta(seconds=40), 10, (), "dead")
    clock.forward(minutes=5)
    await Delivery(engine, [email]).deliver()
    assert server.mails == []
    assert (column(engine, "state"), column(engine, "reason")) == (["failed"], ["in_doubt"])

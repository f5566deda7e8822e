"""Which mail a mail answers: programs show a talk as one thread, and what we begin as a new one."""

from sqlalchemy import insert

from bot.delivery import Delivery
from bot.mailing import threads
from bot.mailing.threads import Earlier
from bot.message import Outbound
from storage import complaints, conversations, db
from storage.tables import mails, messages, users
from tests.bot.mailing.conftest import LI, say
from tests.storage import rows


def ours(number: int, subject: str = "回访") -> Earlier:
    return Earlier(f"<t.{number}@qinghe.example>", subject, number, ours=True)


THEIRS = Earlier("<mine@example.com>", "回访", 2, ("<t.1@qinghe.example>",))


def test_the_first_mail_begins_a_thread():
    assert threads.thread("回访", None, (), unasked=True) == threads.Thread("回访")


def test_an_answer_answers_the_customers_mail():
    made = threads.thread("回访", THEIRS, (ours(1),), unasked=False)
    assert (made.subject, made.in_reply_to, made.answering) == ("Re: 回访", "<mine@example.com>", True)
    assert made.references == ("<t.1@qinghe.example>", "<mine@example.com>")


def test_without_a_title_it_is_called_as_the_customer_called_it():
    written = Earlier("<mine@example.com>", "沙发扶手裂了", 1)
    assert threads.thread("", written, (), unasked=False).subject == "Re: 沙发扶手裂了"


def test_a_new_title_stands_alone_and_answers_all_the_same():
    made = threads.thread("投诉 TS-1", THEIRS, (), unasked=False)
    assert (made.subject, made.in_reply_to) == ("投诉 TS-1", "<mine@example.com>")


def test_what_follows_before_they_answer_follows_our_own():
    """Staff write, say, after the bot has answered."""
    made = threads.thread("", THEIRS, (ours(4), ours(1)), unasked=False)
    assert (made.subject, made.in_reply_to, made.answering) == ("Re: 回访", "<t.4@qinghe.example>", False)
    assert made.references == ("<t.1@qinghe.example>", "<t.4@qinghe.example>")


def test_what_follows_is_called_as_the_thread_is():
    """Our answer had no name of its own: programs that sort by subject would begin a thread there."""
    written = Earlier("<mine@example.com>", "沙发扶手裂了", 1)
    made = threads.thread("", written, (ours(3, ""), ours(2, "")), unasked=False)
    assert (made.subject, made.in_reply_to) == ("Re: 沙发扶手裂了", "<t.3@qinghe.example>")
    newer = threads.thread("", written, (ours(5, ""), ours(4, "投诉 TS-1"), ours(2, "")), unasked=False)
    assert newer.subject == "Re: 投诉 TS-1"


def test_a_reminder_follows_its_invitation_and_another_invitation_does_not():
    assert threads.thread("回访", None, (ours(1),), unasked=True).in_reply_to == "<t.1@qinghe.example>"
    assert threads.thread("新的回访", THEIRS, (ours(1),), unasked=True) == threads.Thread("新的回访")
    assert threads.thread("新的回访", THEIRS, (ours(3, ""),), unasked=True) == threads.Thread("新的回访")


def test_a_reminder_of_what_was_begun_goes_on_with_it():
    """It has no name of its own."""
    for sent in ((ours(1),), (ours(3, ""), ours(1))):
        made = threads.thread("", THEIRS, sent, unasked=True)
        assert (made.subject, made.in_reply_to) == ("Re: 回访", sent[0].message_id)


def test_the_customers_mail_is_read_from_its_beginning():
    head = (
        b"From: li.lei@example.com\r\nSubject: =?GBK?B?u9i4tDog1+7M+g==?= [abcdefghijklmnopqrstuv]\r\n"
        b"References: <a@b> <c@d>\r\nMessage-ID: <x@example.com>\r\n\r\nSubject: no\r\n"
    )
    made = threads.heard(head, 2)
    assert made is not None
    assert (made.message_id, made.references) == ("<x@example.com>", ("<a@b>", "<c@d>"))
    assert "回复" not in made.subject
    assert "abcdefg" not in made.subject
    assert threads.heard(b"From: a@b.cn\r\n\r\n", 2) is None
    assert threads.heard(b"", 0) is None


def heard(engine, talk: int, raw: bytes, key: str) -> None:
    """The customer's mail, kept and taken."""
    with db.writing(engine) as session:
        now = db.now(session)
        row = {"key": key, "raw": raw, "size": len(raw), "state": "taken", "conversation_id": talk}
        session.execute(insert(mails), [{**row, "received_at": now}])
        (conversation,) = conversations.load(session, [("email", LI)], now).values()
        conversation.seq += 1
        message = {"channel": "email", "external_id": key, "conversation_id": talk, "seq": conversation.seq}
        session.execute(insert(messages), [{**message, "kind": "text", "received_at": now}])
        conversations.save(session, [conversation])


async def test_a_whole_exchange_is_one_thread(email, server, engine, clock):
    delivery = Delivery(engine, [email])
    talk = say(engine, Outbound("柜子装好了吗？", subject="回访"), unasked=True)
    await delivery.deliver()
    first = server.read[0]
    clock.forward(hours=1)
    raw = (
        f"From: {LI}\r\nSubject: Re: 回访\r\nMessage-ID: <mine@example.com>\r\n"
        f"In-Reply-To: {first['Message-ID']}\r\nReferences: {first['Message-ID']}\r\n\r\n装好了"
    )
    heard(engine, talk, raw.encode(), "k1")
    say(engine, Outbound("谢谢您。", subject="回访"))
    await delivery.deliver()
    second = server.read[1]
    assert str(second["Subject"]) == "Re: 回访"
    assert second["In-Reply-To"] == "<mine@example.com>"
    assert second["References"].split() == [first["Message-ID"], "<mine@example.com>"]
    assert (first["Auto-Submitted"], second["Auto-Submitted"]) == ("auto-generated", "auto-replied")
    assert first["In-Reply-To"] is None


async def test_what_staff_answer_to_a_complaint_is_one_mail_of_its_thread(email, server, engine, clock):
    delivery = Delivery(engine, [email])
    with db.writing(engine) as session:
        talk = conversations.load(session, [("email", LI)], clock.now)["email", LI]
        (key,) = complaints.open_(session, [rows.complaint(talk, "T261120-0001")], clock.now)
        row = {"login": "w", "name": "小王", "role": "handler", "password_hash": "-", "created_at": clock.now}
        who = session.scalars(insert(users).returning(users.c.id), [row]).one()
    raw = f"From: {LI}\r\nSubject: 沙发扶手裂了\r\nMessage-ID: <1@a>\r\n\r\n投诉"
    heard(engine, talk.id, raw.encode(), "k")
    say(engine, "投诉已经登记。")
    await delivery.deliver()
    with db.writing(engine) as session:
        complaints.answer(session, key, who, "新的扶手今天寄出。", clock.now)
    clock.forward(hours=1)
    await delivery.deliver()
    _, answer = server.read
    assert str(answer["Subject"]) == "Re: 沙发扶手裂了"
    said = answer.get_body(("plain",)).get_content()
    assert said.index("您的投诉 T261120-0001 有了答复") < said.index("新的扶手今天寄出。")

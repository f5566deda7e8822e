"""Mails that were kept: each goes to whose it is, once, and nobody gets in who is not the customer."""

import asyncio
import base64
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from sqlalchemy import update

from bot.inbox import Inbox, Unavailable
from bot.mail.identity import identify
from bot.mailbox import inbounds, judging, taking
from bot.mailbox.taking import Taking
from bot.message import LONGEST_LETTER
from storage import db, definitions
from storage import files as stored_files
from storage import mails as verbs
from storage.tables import complaints, consents, conversations, files, mails, messages, outbox, users
from tests.bot.mailbox.conftest import SERVICE, mail, reply_to
from tests.bot.waiting import until

NOW = datetime.now(UTC).replace(microsecond=0)
PHOTO = b"\x89PNG\r\n\x1a\n" + b"x" * 4000


@pytest.fixture
def hand_over(engine, inbox, settings):
    """`await hand_over([raw, …])`: these mails are kept, in this order, and then taken."""
    chosen = settings.model_copy(update={"mail_from": SERVICE})

    async def hand(raws: Sequence[bytes], at: datetime = NOW, **told: str) -> None:
        arrived = [verbs.Arrived(identify(raw).key, raw, identify(raw).sender, at) for raw in raws]
        with db.writing(engine) as session:
            verbs.keep(session, arrived)
        await take(**told)

    async def take(**told: str) -> None:
        working = Taking(engine, inbox, chosen.model_copy(update=told), lambda: None)
        while await working.take():
            pass

    hand.take = take
    return hand


def with_photo(words: str, photo: bytes = PHOTO, **more: bytes) -> bytes:
    """A mail with a picture beside its words, and zip files of these names."""
    parts = [f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}"]
    parts.append(attached("image/png", "pan.png", photo))
    parts += [attached("application/zip", f"{name}.zip", content) for name, content in more.items()]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--"
    return mail(body, Content_Type="multipart/mixed; boundary=b")


def attached(kind: str, name: str, content: bytes) -> str:
    """A part of a mail that is a file."""
    said = base64.encodebytes(content).decode().replace("\n", "\r\n")
    head = f'Content-Disposition: attachment; filename="{name}"'
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n{head}\r\n\r\n{said}"


def bounce(token: str, address: str, status: str = "5.1.1", action: str = "failed", seq: int = 1) -> bytes:
    """A server tells that our mail to this address did not arrive (RFC 3464)."""
    report = f"Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}"
    returned = f"From: <{SERVICE}>\r\nTo: <{address}>\r\nMessage-ID: <{token}.{seq}@qinghe.example>\r\n"
    parts = [
        "Content-Type: text/plain\r\n\r\nIt could not be delivered.",
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.cn\r\n\r\n{report}\r\n",
        f"Content-Type: message/rfc822\r\n\r\n{returned}\r\nhello",
    ]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--"
    kind = "multipart/report; report-type=delivery-status; boundary=b"
    return mail(body, "mailer-daemon@mx.example.cn", 77, Content_Type=kind)


def is_held(engine, language: str = "") -> None:
    """A person has the talk."""
    with db.writing(engine) as session:
        row = {"login": "w", "name": "小王", "role": "handler", "password_hash": "-", "created_at": NOW}
        who = session.scalars(users.insert().returning(users.c.id), [row]).one()
        session.execute(update(conversations).values(held_by=who, language=language))


async def test_a_complaint_may_begin_with_a_mail(hand_over, kept):
    await hand_over([mail("我要投诉，锅到手就是坏的")])

    assert kept.states == ["taken"]
    assert kept.heard == ["我要投诉，锅到手就是坏的"]
    assert kept.column(conversations.c.address) == ["li@example.cn"]
    assert kept.column(outbox.c.channel), "and is answered"


async def test_what_the_subject_calls_a_complaint_is_one(hand_over, kept):
    await hand_over([mail("沙发用了三天就塌了", Subject="=?utf-8?b?5oqV6K+J?=")])

    assert kept.heard == ["投诉\n沙发用了三天就塌了"]
    assert kept.column(complaints.c.kind) == ["complaint"]


async def test_a_mail_that_comes_again_is_the_same(hand_over, kept):
    raw = mail("一次")
    again = b"Received: from somewhere else\r\n" + raw

    await hand_over([raw, again])
    await hand_over([raw])

    assert kept.states == ["taken"]
    assert kept.heard == ["一次"]


async def test_a_message_id_that_somebody_else_has_used_hides_nothing(hand_over, kept):
    same = {"Message_ID": "<1@example.cn>"}

    await hand_over([mail("我的", "li@example.cn", **same), mail("她的", "wang@example.cn", **same)])

    assert sorted(kept.heard) == sorted(["我的", "她的"])


async def test_mails_without_a_message_id_are_told_apart_by_their_bytes(hand_over, kept):
    raws = [mail("甲", Message_ID=""), mail("乙", Message_ID=""), mail("甲", Message_ID="")]

    await hand_over(raws)

    assert kept.heard == ["甲", "乙"]


async def test_what_one_customer_writes_stays_in_order(hand_over, kept):
    await hand_over([mail(f"第{number}封", number=number) for number in range(20)])

    assert kept.heard == [f"第{number}封" for number in range(20)]


async def test_pictures_come_before_the_words_and_are_kept_once(hand_over, kept):
    await hand_over([with_photo("锅坏了")])

    assert kept.column(messages.c.kind) == ["file", "text"]
    assert kept.column(files.c.content) == [PHOTO]
    assert kept.column(files.c.name) == ["pan.png"]


async def test_a_file_that_is_too_large_is_not_kept_and_the_words_are(hand_over, kept):
    await hand_over([with_photo("锅坏了", photo=PHOTO + b"x" * 200_000)])

    assert kept.heard == ["锅坏了"]
    assert kept.column(files.c.content) == []


async def test_a_file_of_a_kind_that_is_not_kept_is_told_of_in_the_one_answer(hand_over, kept):
    await hand_over([with_photo("我要投诉，锅坏了，没人管", logs=b"PK\x03\x04" + b"x" * 400)])

    (said,) = kept.column(outbox.c.payload)
    assert "1 个附件没有收下（logs.zip）" in said["text"]
    assert kept.column(files.c.name) == ["pan.png"]


async def test_a_long_story_is_kept_and_who_wrote_more_is_told_what_was(hand_over, kept):
    """No database minds its length, and the mail that answers it names the limit."""
    told = "我要投诉，" + "门板裂了一道口子，右边的门关不上。\n" * 5900
    await hand_over([mail(told)])
    (story,) = kept.column(complaints.c.story)
    assert len(story) == LONGEST_LETTER
    assert told.startswith(story)
    assert "只收下了前 100,000 个字" in kept.column(outbox.c.payload)[-1]["text"]


async def test_of_too_many_pictures_it_is_told_how_many_are_not_kept(hand_over, kept, monkeypatch):
    monkeypatch.setattr(stored_files, "MOST_FILES", 1)
    monkeypatch.setattr(inbounds, "MOST_FILES", 1)
    await hand_over(
        [with_photo("我要投诉，锅坏了，没人管", **{f"p{n}": PHOTO + b"%d" % n for n in range(9)})]
    )
    (said,) = kept.column(outbox.c.payload)
    assert "还有 9 个附件没有收下" in said["text"]
    assert "最多收 1 个文件" in said["text"]


async def test_where_a_person_talks_with_them_it_is_told_all_the_same(hand_over, kept, engine):
    await hand_over([mail("我要投诉，锅坏了，没人管", number=2)])
    is_held(engine)

    await hand_over([with_photo("还有日志", logs=b"PK\x03\x04" + b"x" * 400)])

    assert "1 个附件没有收下（logs.zip）" in kept.column(outbox.c.payload)[-1]["text"]


async def test_who_dies_after_the_inbox_has_it_takes_it_once(hand_over, kept, engine):
    with mock.patch.object(Taking, "_settle", side_effect=db.OutOfReach), pytest.raises(db.OutOfReach):
        await hand_over([mail("一次"), mail("另一封", "wang@example.cn", 2)])
    assert kept.states == ["waiting", "waiting"]
    assert sorted(kept.heard) == sorted(["一次", "另一封"])

    await hand_over.take()

    assert kept.states == ["taken", "taken"]
    assert len(kept.heard) == 2


@pytest.mark.parametrize(
    ("words", "told"), [("我要投诉", {"mail_authserv": "mx.example.cn"}), ("请删除我的个人信息", {})]
)
async def test_who_dies_after_the_inbox_has_it_holds_nothing_back(hand_over, kept, words, told):
    """The first mail of a stranger makes them known: the second look at it must not be another."""
    with mock.patch.object(Taking, "_settle", side_effect=db.OutOfReach), pytest.raises(db.OutOfReach):
        await hand_over([mail(words)], **told)

    await hand_over.take(**told)

    assert kept.states == ["taken"]
    assert kept.heard == [words]


async def test_what_can_not_be_taken_now_waits_with_all_that_comes_after_it(hand_over, kept):
    real, tried = Inbox.take, []

    async def take(self, inbound):
        tried.append(inbound.text)
        if inbound.text == "先来的" and len(tried) < 3:
            raise Unavailable
        return await real(self, inbound)

    with mock.patch.object(Inbox, "take", take):
        with pytest.raises(Unavailable):
            await hand_over([mail("先来的"), mail("后来的", number=2), mail("别人的", "wang@example.cn", 3)])
        assert kept.states == ["waiting", "waiting", "taken"]
        await hand_over.take()

    assert kept.heard == ["别人的", "先来的", "后来的"]


async def test_one_that_kills_its_reader_is_set_aside(hand_over, kept, monkeypatch):
    """As if the process had died each time."""
    real, poison = judging.read, mail("毒", number=1)

    def read(raw, ours):
        if raw == poison:
            raise SystemExit
        return real(raw, ours)

    monkeypatch.setattr(judging, "read", read)
    with pytest.raises(SystemExit):
        await hand_over([poison, mail("好的", "wang@example.cn", 2)])
    for _ in range(judging.MOST_ATTEMPTS - 1):
        with pytest.raises(SystemExit):
            await hand_over.take()
    await hand_over.take()

    assert kept.states == ["parked crashed", "taken"]
    assert kept.heard == ["好的"]


async def test_one_that_nobody_can_take_ends_nothing(engine, kept, receiving, settings, monkeypatch):
    """Whatever it fails at: those beside it are taken, and it is set aside."""
    real = judging.routing.route

    def route(found, facts):
        if found.text == "毒":
            raise ZeroDivisionError
        return real(found, facts)

    monkeypatch.setattr(judging.routing, "route", route)
    monkeypatch.setattr(taking, "TROUBLE_SECONDS", 0.0)
    raws = [mail("毒"), mail("好的", "wang@example.cn", 2)]
    with db.writing(engine) as session:
        verbs.keep(session, [verbs.Arrived(identify(r).key, r, identify(r).sender, NOW) for r in raws])

    async with receiving(settings.model_copy(update={"mail_from": SERVICE})):
        await until(lambda: kept.states == ["parked crashed", "taken"])

    assert kept.heard == ["好的"]


async def test_one_that_can_not_be_read_is_parked_and_can_be_put_back(hand_over, kept, monkeypatch, engine):
    def fail(*_):
        raise RecursionError

    with monkeypatch.context() as broken:
        broken.setattr(judging, "read", fail)
        await hand_over([mail("读不了")])
    assert kept.states == ["parked RecursionError"]

    with db.writing(engine) as session:
        assert verbs.put_back(session, 1, NOW)
    await hand_over.take()

    assert kept.states == ["taken"]
    assert kept.heard == ["读不了"]


async def test_a_token_is_good_from_its_own_address_alone(hand_over, kept, engine):
    token = kept.token("li@example.cn")

    await hand_over([mail("5分", "wang@example.cn", To=reply_to(token))])
    assert kept.states == ["held other_sender"]
    assert kept.heard == []
    (held,) = kept.column(mails.c.text)
    assert held == "5分", "staff see what it says"

    with db.writing(engine) as session:
        verbs.put_back(session, 1, NOW)
    await hand_over.take()

    assert kept.states == ["taken"]
    assert kept.heard == ["5分"]
    assert kept.column(conversations.c.address) == ["li@example.cn"], "it is the customer's, as staff say"


@pytest.mark.parametrize("language", ["", "en", "zh-TW"])
async def test_who_talks_with_a_person_is_unsubscribed_all_the_same(hand_over, kept, engine, language):
    """A mail program's button writes this mail: nobody may have to do it by hand."""
    token = kept.token("li@example.cn")
    is_held(engine, language)

    for _ in range(2):
        await hand_over([mail("", Subject="unsubscribe", To=reply_to(token))])

    assert kept.states == ["taken"]
    assert kept.heard == [definitions.texts(language or "zh-CN")("mail.leave.said")]
    assert kept.column(consents.c.given) == [False]


async def test_who_wants_to_hear_no_more_from_another_address_of_theirs(hand_over, kept, engine):
    token = kept.token("li@example.cn")

    await hand_over([mail("退订", "li@work.example", Subject="unsubscribe", To=reply_to(token))])
    assert kept.states == ["held other_sender"]
    with db.writing(engine) as session:
        verbs.put_back(session, 1, NOW)
    await hand_over.take()

    assert kept.states == ["taken"]
    assert kept.column(conversations.c.address) == ["li@example.cn"]
    assert kept.heard == ["退订"]


async def test_a_token_that_is_not_ours_counts_for_nothing(hand_over, kept):
    kept.token("li@example.cn")

    await hand_over([mail("我是新来的", "wang@example.cn", To=reply_to("a" * 30))])

    assert kept.states == ["taken"]
    assert kept.column(conversations.c.address) == ["li@example.cn", "wang@example.cn"]


async def test_what_looks_like_a_token_in_somebody_elses_address_hides_none(hand_over, kept):
    token = kept.token("li@example.cn")
    copies = f"boss+{'b' * 24}@example.cn, {reply_to(token)}"

    await hand_over([mail("5分", "li@example.cn", To=copies)], mail_authserv="mx.example.cn")

    assert kept.states == ["taken"]


@pytest.mark.parametrize(
    ("headers", "state"),
    [
        ({"Auto_Submitted": "auto-replied"}, "noted auto_reply"),
        ({"List_Id": "<all.example.cn>"}, "held list"),
        ({"From": SERVICE}, "noted own"),
        ({"From": f"<{SERVICE.replace('@', '+abc@')}>"}, "noted own"),
        ({"From": "nobody"}, "held no_sender"),
        ({"From": "<a@example.cn>, <b@example.cn>"}, "held no_sender"),
    ],
)
async def test_who_is_not_to_be_answered_is_not(hand_over, kept, headers, state):
    await hand_over([mail("你好", **headers)])

    assert kept.states == [state]
    assert kept.column(outbox.c.id) == []


async def test_a_bounce_with_our_token_marks_the_address(hand_over, kept):
    token = kept.token("li@example.cn")

    await hand_over([bounce(token, "li@example.cn")])

    assert kept.states == ["noted bounce"]
    assert kept.column(conversations.c.left_at) != [None]


@pytest.mark.parametrize("status", ["5.7.1", "5.2.2"])
async def test_a_bounce_of_the_mail_alone_leaves_the_address(hand_over, kept, status):
    await hand_over([bounce(kept.token("li@example.cn"), "li@example.cn", status)])

    assert kept.column(conversations.c.left_at) == [None]


@pytest.mark.parametrize(
    ("action", "state"), [("failed", "noted bounce"), ("delayed", "noted bounce_delayed")]
)
async def test_who_has_given_up_says_so_whatever_was_in_the_way(hand_over, kept, action, state):
    token = kept.token("li@example.cn")

    await hand_over([bounce(token, "li@example.cn", "4.4.7", action)])

    assert kept.states == [state]


async def test_a_bounce_that_we_know_nothing_of_does_nothing(hand_over, kept):
    kept.token("li@example.cn")

    await hand_over([bounce("a" * 30, "li@example.cn")])

    assert kept.states == ["noted bounce_unknown"]
    assert kept.column(conversations.c.left_at) == [None]


async def test_a_forged_wish_does_nothing_to_somebody_else(hand_over, kept):
    kept.token("li@example.cn")

    await hand_over([mail("退订", number=1), mail("请删除我的个人信息", number=2)])

    assert kept.states == ["held unproven", "held unproven"]
    assert kept.heard == []


async def test_the_customers_own_wish_is_heard(hand_over, kept):
    token = kept.token("li@example.cn")

    await hand_over([mail("退订", To=reply_to(token))])

    assert kept.states == ["taken"]
    assert kept.heard == ["退订"]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("mx.example.cn; dmarc=pass header.from=example.cn", "taken"),
        ("mx.example.cn; dmarc=fail header.from=example.cn", "held forged"),
        ("mx.example.cn; spf=pass smtp.mailfrom=evil.example", "held unproven"),
        ("evil.example; dmarc=pass", "held unproven"),
        ("", "held unproven"),
    ],
)
async def test_where_the_server_tells_who_wrote_it_is_believed(hand_over, kept, said, state):
    kept.token("li@example.cn")

    await hand_over([mail("你好", Authentication_Results=said)], mail_authserv="mx.example.cn")

    assert kept.states == [state]


async def test_mails_that_go_round_stop(hand_over, kept):
    raws = [mail("您的来信已经收到", number=number) for number in range(12)]

    await hand_over(raws)

    assert kept.states == ["taken"] * 8 + ["held round"] * 4


async def test_nobody_is_answered_without_end(hand_over, kept):
    early = [mail(f"昨天第{number}封", number=number) for number in range(5)]
    raws = [mail(f"第{number}封", number=100 + number) for number in range(33)]

    await hand_over(early, NOW - timedelta(hours=2))
    await hand_over(raws)

    assert kept.states == ["taken"] * 35 + ["held ceiling"] * 3


async def test_what_staff_put_back_is_looked_for(engine, kept, receiving, settings):
    with db.writing(engine) as session:
        verbs.keep(session, [verbs.Arrived("k", mail("你好"), "li@example.cn", NOW)])

    async with receiving(settings.model_copy(update={"mail_from": SERVICE})):
        await until(lambda: kept.states == ["taken"])


async def test_two_who_take_at_once_take_it_once(engine, inbox, settings, kept):
    raws = [mail(f"第{number}封", f"c{number % 5}@example.cn", number) for number in range(30)]
    with db.writing(engine) as session:
        verbs.keep(session, [verbs.Arrived(identify(r).key, r, identify(r).sender, NOW) for r in raws])

    both = [Taking(engine, inbox, settings, lambda: None) for _ in range(2)]
    for _ in range(3):
        await asyncio.gather(*(each.take() for each in both), return_exceptions=True)

    assert sorted(kept.heard) == sorted(f"第{number}封" for number in range(30))
    assert set(kept.states) == {"taken"}
    assert taking.MOST >= 30

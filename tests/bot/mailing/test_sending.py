"""What stands in the outbox reaches a mail server, in order, under the same Message-ID, whatever it does."""

import asyncio
import ssl
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.channels import Gone, Refused
from bot.channels.email import Email
from bot.delivery import Delivery
from bot.inbox import Inbox
from bot.mail import read, tokens
from bot.mailing import circuit, smtp, verdicts
from bot.mailing.connections import Connections
from bot.message import Asked, Choice, Outbound
from bot.outcomes import SEND_SECONDS
from storage import db
from storage.domain import smtp_server
from storage.secret import reply_key
from storage.tables import conversations, customers
from tests.bot.mailing.conftest import LI, NOW, column, say
from tests.bot.mailing.standin import StandIn, certificate, text
from tests.bot.waiting import until


@pytest.fixture
def delivery(engine, email, clock) -> Delivery:
    return Delivery(engine, [email])


@pytest.fixture
def impatient(monkeypatch) -> None:
    """The circuit lets everybody through again at once."""
    monkeypatch.setattr(circuit, "LONGEST", 0.0)
    monkeypatch.setattr(smtp, "MISTAKEN", 0.0)


async def test_what_was_said_arrives_as_a_mail_of_ours(delivery, server, engine):
    say(engine, Outbound("您好，柜子装好了吗？", subject="青禾家居：回访"))
    await delivery.deliver()
    (mail,) = server.read
    assert column(engine, "state") == ["sent"]
    assert column(engine, "external_id") == [mail["Message-ID"]]
    assert str(mail["Subject"]) == "青禾家居：回访"
    assert mail["From"].addresses[0].addr_spec == "service@qinghe.example"
    assert mail["From"].addresses[0].display_name == "青禾家居"
    assert mail["To"].addresses[0].addr_spec == LI
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"


async def test_the_reply_address_and_the_message_id_lead_back_to_the_talk(delivery, server, engine):
    talk = say(engine, "您好")
    await delivery.deliver()
    (mail,) = server.read
    local, _, domain = mail["Reply-To"].addresses[0].addr_spec.partition("@")
    token = local.removeprefix("service+")
    with db.reading(engine) as session:
        customer = session.scalar(select(conversations.c.customer_id))
    assert domain == "qinghe.example"
    assert tokens.verify(reply_key(), token) == (talk, customer)
    assert mail["Message-ID"] == f"<{token}.1@qinghe.example>"
    assert server.mails[0][0] == f"service+{token}@qinghe.example"  # bounces come there


async def test_without_subaddresses_the_code_stands_in_the_subject(engine, server, mail_settings, clock):
    settings = mail_settings.model_copy(update={"mail_subaddress": False})
    email = Email(engine, Inbox(engine, settings, lambda: None), settings, lambda: None)
    say(engine, Outbound("您好", subject="回访"))
    await Delivery(engine, [email]).deliver()
    (mail,) = server.read
    token = mail["Message-ID"].partition(".")[0].removeprefix("<")
    assert str(mail["Subject"]) == f"回访 [{token}]"
    assert mail["Reply-To"].addresses[0].addr_spec == "service@qinghe.example"


@pytest.mark.parametrize("subaddress", [True, False])
async def test_the_mail_that_unsubscribes_leads_back_to_the_talk(
    engine, server, mail_settings, clock, subaddress
):
    """What a mail program writes by itself when its button is pressed (RFC 2369, RFC 6068)."""
    settings = mail_settings.model_copy(update={"mail_subaddress": subaddress, "bot_url": ""})
    email = Email(engine, Inbox(engine, settings, lambda: None), settings, lambda: None)
    talk = say(engine, "您好", unasked=True)
    await Delivery(engine, [email]).deliver()
    url = urlsplit(str(server.read[0]["List-Unsubscribe"]).strip("<>"))
    ((_, subject),) = parse_qsl(url.query)
    mail = read(f"From: {LI}\r\nTo: {url.path}\r\nSubject: {subject}\r\n\r\n".encode())
    assert mail.kind == "unsubscribe"
    (bound,) = {tokens.verify(reply_key(), each) for each in tokens.candidates(mail)}
    assert bound
    assert bound.talk == talk


async def test_what_staff_are_told_has_no_way_out_of_it(delivery, server, engine):
    """They chose the mailbox themselves; that it waits for the morning makes no advertisement of it."""
    say(engine, "投诉 T1 由您负责。", unasked=True, to_staff=True)
    await delivery.deliver()
    assert "List-Unsubscribe" not in server.read[0]


async def test_what_staff_are_told_is_called_by_what_it_is_and_says_where_to_turn_it_off(
    delivery, server, engine
):
    """Each stands alone: another matter's alert is no answer to it. Only what they wrote is answered."""
    for subject in ("投诉 T1 由您负责", "逾期第 1 级：投诉 T2，还没有答复顾客"):
        say(engine, Outbound("请看。", subject=subject, to_staff=True))
    say(engine, Outbound("这里只用来提醒同事。", to_staff=True))
    await delivery.deliver()
    assert [mail["Subject"].partition(" [")[0] for mail in server.read[:2]] == [
        "投诉 T1 由您负责",
        "逾期第 1 级：投诉 T2，还没有答复顾客",
    ]
    assert [mail["In-Reply-To"] for mail in server.read[:2]] == [None, None]
    for _, _, raw in server.mails:
        assert "直接回复" not in text(raw)
        assert "不用回复" in text(raw)
        assert text(raw).endswith("/me")


async def test_tables_for_staff_read_as_text_and_as_a_page_without_pictures(delivery, server, engine):
    rows = [["产品<b>质量</b>", "60.0", 60.0, "到了行动界限"], ["物流", "–", None, ""]]
    say(engine, Outbound("周报", details=(("tables", [["各项指标", rows]]),), to_staff=True))
    await delivery.deliver()
    ((_, _, raw),) = server.mails
    assert "【各项指标】\n   产品<b>质量</b>  60.0  到了行动界限\n   物流  –" in text(raw)
    page = server.read[0].get_body(("html",)).get_content()
    assert "产品&lt;b&gt;质量&lt;/b&gt;" in page
    assert page.count('class="bar"') == 1
    assert "width:60.0%" in page
    assert "<img" not in page


async def test_a_figure_for_staff_is_large_on_the_page_alone_and_its_links_have_words(
    delivery, server, engine
):
    address = "https://staff.example.com/?period=span&from=2026-02-23"
    head = ["2月23日至3月1日\n满意度指数 60.0（6 份）", "满意度指数 · 2月23日至3月1日", "60.0", "6 份"]
    details = (("head", head), ("links", [["打开概况", address]]))
    say(engine, Outbound(f"{head[0]}\n投诉收到 2 件\n{address}", details=details, to_staff=True))
    await delivery.deliver()
    ((_, _, raw),) = server.mails
    assert text(raw).startswith(f"{head[0]}\n投诉收到 2 件\n{address}\n")
    page = server.read[0].get_body(("html",)).get_content()
    assert page.index("满意度指数 · 2月23日") < page.index(">60.0</p>") < page.index("投诉收到 2 件")
    assert ("60.0（6 份）" in page, ">打开概况</a>" in page) == (False, True)
    assert page.count("staff.example.com/?period=span") == 1, "in the link, and not to be read"


async def test_whoever_is_asked_after_closing_reads_what_for(delivery, server, engine):
    say(engine, Outbound("是不是一直好好的？", (Choice("stayed", "好好的"),), of="stayed.T1"), unasked=True)
    await delivery.deliver()
    ((_, _, raw),) = server.mails
    assert "是想问问是不是一直好好的" in text(raw)
    assert "您对" not in text(raw)
    assert server.read[0]["List-Unsubscribe"]


@pytest.fixture
def lingering(monkeypatch) -> None:
    """A connection is not left between two mails, however slow this machine is."""
    monkeypatch.setattr("bot.mailing.connections.LINGER_SECONDS", 60.0)


async def test_one_conversation_is_said_in_order_over_one_connection(delivery, server, engine):
    say(engine, *(f"第{number}句" for number in range(8)))
    await delivery.deliver()
    assert server.texts(LI) == [f"第{number}句" for number in range(8)]
    assert len({mail["Message-ID"] for mail in server.read}) == 8


@pytest.mark.usefixtures("lingering")
async def test_many_customers_share_a_few_connections(delivery, server, engine):
    for number in range(40):
        say(engine, "您好", to=f"c{number}@example.com")
    await delivery.deliver()
    assert len(server.mails) == 40
    assert server.connections <= 4


TRIED_AGAIN = [
    ("RCPT", "450 4.2.0 Greylisted, try again in 300 seconds", "deferred_450"),
    ("RCPT", "451 4.3.0 Later", "deferred_451"),
    ("DATA", "452 4.3.1 Insufficient system storage", "deferred_452"),
    ("DATA", "drop", "SMTPServerDisconnected"),
    ("RCPT", "drop", "SMTPServerDisconnected"),
    ("RCPT", "421 4.7.0 Too many connections", "deferred_421"),
    ("DATA", "550 5.4.5 Daily sending quota exceeded", "limit"),
    ("RCPT", "550 5.7.1 Relaying denied", "relay"),
]


@pytest.mark.parametrize(("stage", "answer", "reason"), TRIED_AGAIN)
async def test_not_now_is_tried_again_under_the_same_message_id(
    delivery, server, engine, clock, stage, answer, reason
):
    server.answers[stage, LI] = [answer, answer]
    talk = say(engine, "第一句", "第二句")
    say(engine, "您好", to="han@example.com")
    await delivery.deliver()
    assert column(engine, "state") == ["waiting", "waiting", "sent"]
    assert column(engine, "reason")[0] == reason
    for _ in range(2):
        clock.forward(seconds=1000)
        await delivery.deliver()
    assert column(engine, "state") == ["sent", "sent", "sent"]
    assert server.texts(LI) == ["第一句", "第二句"]
    assert talk


async def test_a_mail_whose_answer_was_lost_comes_twice_as_the_same_mail(delivery, server, engine, clock):
    """Nobody can know better (RFC 1047); who sorts by Message-ID shows it once."""
    server.answers["DATA", LI] = ["drop after"]
    say(engine, "您好")
    await delivery.deliver()
    assert column(engine, "state") == ["waiting"]
    clock.forward(seconds=100)
    await delivery.deliver()
    one, other = server.read
    assert one["Message-ID"] == other["Message-ID"]
    assert column(engine, "state") == ["sent"]


GIVES_UP = 3.0
"""Seconds: till then a mail is written, even where others work on this machine."""


async def test_a_server_that_answers_late_is_asked_once(email, server, engine, clock, monkeypatch):
    """Whoever waits gives up after a while; the next try waits for the same answer."""
    delivery = Delivery(engine, [email])
    server.held.clear()
    say(engine, "您好")
    with monkeypatch.context() as impatient:
        assert SEND_SECONDS > GIVES_UP
        impatient.setattr("bot.outcomes.SEND_SECONDS", GIVES_UP)
        await delivery.deliver()
    assert (column(engine, "state"), column(engine, "reason")) == (["waiting"], ["timeout"])
    server.held.set()
    await until(lambda: len(server.mails) == 1)
    clock.forward(seconds=100)
    await delivery.deliver()
    assert column(engine, "state") == ["sent"]
    assert len(server.mails) == 1


async def test_what_finds_no_connection_is_given_back_and_sent_once(
    email, server, engine, clock, monkeypatch
):
    """Else another process takes it up, while it still waits here."""
    delivery = Delivery(engine, [email])
    server.held.clear()
    for number in range(10):
        say(engine, "您好", to=f"c{number}@example.com")
    with monkeypatch.context() as impatient:
        impatient.setattr("bot.outcomes.SEND_SECONDS", GIVES_UP)
        impatient.setattr("bot.mailing.sending.PLACE_SECONDS", 0.5)
        await delivery.deliver()
    reasons = column(engine, "reason")
    assert (reasons.count("timeout"), reasons.count("busy")) == (4, 6)
    server.held.set()
    await until(lambda: len(server.mails) == 4)
    for _ in range(3):
        clock.forward(seconds=100)
        await delivery.deliver()
    assert column(engine, "state") == ["sent"] * 10
    assert len(server.mails) == 10


async def test_what_comes_in_the_moment_in_which_a_connection_is_left_is_sent(server, monkeypatch):
    """Who waits for a mail may be woken by it and by the end of their patience in one turn of the loop."""
    post = Connections(smtp_server.parse(f"smtp://127.0.0.1:{server.port}"), "qinghe.example")

    async def impatient():
        await until(lambda: not post._waiting.empty())
        raise TimeoutError

    monkeypatch.setattr(post._waiting, "get", impatient)
    async with asyncio.timeout(10):
        await post.hand(smtp.Mail("service@qinghe.example", LI, b"Subject: x\r\n\r\nx\r\n"))
    assert len(server.mails) == 1
    monkeypatch.undo()
    await post.close()


NEVER = [
    ("RCPT", "550 5.1.1 User unknown", "no_mailbox", True),
    ("RCPT", "550 Mailbox not found", "no_mailbox", True),
    ("RCPT", "550 <li.lei@example.com>: Recipient address rejected: User unknown", "no_mailbox", True),
    ("RCPT", "551 5.1.6 Moved", "no_mailbox", True),
    ("RCPT", "553 sorry", "rejected", False),
    ("RCPT", "550 Denied by our blocklist, see https://example.org/why", "rejected", False),
    ("RCPT", "550 SPF check failed, address not found in our list", "rejected", False),
    ("RCPT", "550 unknown client host", "rejected", False),
    ("RCPT", "550 5.4.1 Access denied", "rejected", False),
    ("RCPT", "550 5.2.1 Mailbox disabled", "no_mailbox", True),
    ("RCPT", "552 5.2.2 Mailbox full", "mailbox_full", False),
    ("RCPT", "550 Mailbox is full", "mailbox_full", False),
    ("RCPT", "550 5.7.1 Blocked by policy", "rejected", False),
    ("DATA", "554 5.7.1 Looks like spam", "rejected", False),
    ("DATA", "552 5.3.4 Message too big", "too_large", False),
    ("DATA", "550 5.1.1 No such user here", "no_mailbox", True),
]


@pytest.mark.parametrize(("stage", "answer", "reason", "gone"), NEVER)
async def test_a_refusal_for_good_fails_and_says_why(
    delivery, server, engine, clock, stage, answer, reason, gone
):
    server.answers[stage, LI] = [answer]
    say(engine, "第一句", "第二句")
    say(engine, "您好", to="han@example.com")
    await delivery.deliver()
    assert column(engine, "state") == ["failed", "failed" if gone else "sent", "sent"]
    assert column(engine, "reason")[0] == reason
    with db.reading(engine) as session:
        left = session.scalar(select(conversations.c.left_at).where(conversations.c.address == LI))
    assert (left is not None) is gone


@pytest.mark.usefixtures("lingering")
async def test_a_server_that_hangs_up_between_mails_is_called_again(delivery, server, engine):
    """Many servers take so many mails over a connection and then say 421: none of them is to be late."""
    server.answers["MAIL", ""] = ["", "421 4.7.0 Too many messages", "", "drop", ""]
    say(engine, *(f"第{number}句" for number in range(5)))
    await delivery.deliver()
    assert server.texts(LI) == [f"第{number}句" for number in range(5)]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("greeting", ["drop", "421 4.3.2 Not now", "554 No mail from you"])
async def test_a_server_that_takes_nobody_holds_up_all_until_it_does(
    delivery, server, engine, clock, greeting
):
    server.answers["connect", ""] = [greeting] * 3
    for number in range(3):
        say(engine, "您好", to=f"c{number}@example.com")
    await delivery.deliver()
    assert column(engine, "state") == ["waiting"] * 3
    for _ in range(5):
        clock.forward(seconds=1000)
        await delivery.deliver()
    assert column(engine, "state") == ["sent"] * 3


async def test_an_outage_is_knocked_at_once_in_a_while(email, server, engine, clock, monkeypatch):
    """Not by every mail that waits."""
    monkeypatch.setattr(circuit, "pause", lambda *_: 60.0)  # longer than ten mails take here
    delivery = Delivery(engine, [email])
    await server.down(for_now=True)
    for number in range(10):
        say(engine, "您好", to=f"c{number}@example.com")
    with capture_logs() as logs:
        await delivery.deliver()
    assert column(engine, "state") == ["waiting"] * 10
    told = [each for each in logs if each["event"] == "the mail server takes nothing"]
    assert 1 <= len(told) <= 4
    assert all("example.com" not in str(each) for each in logs)


# Who we are


@pytest.fixture
def trusted(tmp_path, monkeypatch) -> ssl.SSLContext:
    """A server whose certificate this machine trusts."""
    file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(file)
    return made


def at(engine, settings, server: StandIn, url: str) -> Delivery:
    settings = settings.model_copy(update={"smtp_url": url.format(port=server.port)})
    return Delivery(engine, [Email(engine, Inbox(engine, settings, lambda: None), settings, lambda: None)])


async def test_we_log_in_once_the_connection_is_encrypted(engine, mail_settings, clock, trusted):
    async with StandIn(("service@qinghe.example", "ge@heim")) as server:
        server._tls = trusted
        url = "smtp://service%40qinghe.example:ge%40heim@127.0.0.1:{port}"
        say(engine, "您好")
        await at(engine, mail_settings, server, url).deliver()
    assert server.secure == [True]
    assert server.mails[0][0] == "service@qinghe.example"  # hosts insist on the account's own address


async def test_a_wrong_password_waits_for_the_right_one_and_is_not_told(
    engine, mail_settings, clock, trusted
):
    async with StandIn(("service", "right"), trusted) as server:
        say(engine, "您好")
        with capture_logs() as logs:
            await at(engine, mail_settings, server, "smtp://service:geheim@127.0.0.1:{port}").deliver()
        assert (column(engine, "state"), column(engine, "reason")) == (["waiting"], ["login"])
        assert "geheim" not in str(logs)
        clock.forward(seconds=100)
        await at(engine, mail_settings, server, "smtp://service:right@127.0.0.1:{port}").deliver()
    assert column(engine, "state") == ["sent"]


async def test_who_is_not_who_they_say_is_told_no_password(engine, mail_settings, clock, tmp_path):
    """The certificate is nobody's that this machine trusts."""
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(certificate(tmp_path))
    async with StandIn(("service", "right"), made) as server:
        say(engine, "您好")
        await at(engine, mail_settings, server, "smtp://service:right@127.0.0.1:{port}").deliver()
    assert (column(engine, "state"), column(engine, "reason")) == (["waiting"], ["certificate"])


async def test_an_own_server_is_spoken_with_in_secret_whoever_signed_its_certificate(
    engine, mail_settings, clock, tmp_path
):
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(certificate(tmp_path))
    async with StandIn(None, made) as server:
        say(engine, "您好")
        await at(engine, mail_settings, server, "smtp://127.0.0.1:{port}").deliver()
    assert server.secure == [True]


# What a mail stands on


async def test_a_name_of_any_kind_stands_in_the_header_and_breaks_nothing(delivery, server, engine):
    say(engine, "您好")
    with db.writing(engine) as session:
        evil = 'O"Brien, 李雷\r\nBcc: all@example.com'
        session.execute(update(customers).values(name=evil))
    await delivery.deliver()
    (mail,) = server.read
    assert mail["Bcc"] is None
    assert [each.addr_spec for each in mail["To"].addresses] == [LI]
    assert mail["To"].addresses[0].display_name == 'O"Brien, 李雷 Bcc: all@example.com'


async def test_an_address_that_is_none_fails_and_holds_up_nobody(delivery, server, engine):
    say(engine, "您好", to="a b@example.com")
    say(engine, "您好")
    await delivery.deliver()
    assert sorted(column(engine, "state")) == ["failed", "sent"]
    assert "bad_address" in column(engine, "reason")


async def test_questions_are_numbered_with_their_choices_and_the_ways_out(delivery, server, engine):
    levels = (Choice("5", "满意"), Choice("3", "一般"), Choice("1", "不满意"))
    asks = (
        Asked(1, "1.q", "【安装】\n稳不稳？", levels),
        Asked(2, "1.w", "哪样最好？", (Choice("a", "颜色"), Choice("b", "手感"))),
    )
    say(engine, Outbound("想请您说说新柜子。", asks=asks, subject="回访"), unasked=True)
    await delivery.deliver()
    (mail,) = server.read
    said = mail.get_body(("plain",)).get_content()
    for wanted in (
        "【安装】",
        "1. 稳不稳？",
        "   5 满意",
        "2. 哪样最好？",
        "   A 颜色",
        "一题一行",
        "在网页上继续",
    ):
        assert wanted in said
    assert "https://chat.qinghe.example/mail/" in said
    assert str(mail["List-Unsubscribe"]).startswith("<https://chat.qinghe.example/mail/")
    assert "mailto:service+" in str(mail["List-Unsubscribe"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


async def test_what_staff_write_is_theirs_and_no_robots(delivery, server, engine):
    say(engine, Outbound("明天下午上门，可以吗？", by="小王"), speaker="staff")
    await delivery.deliver()
    (mail,) = server.read
    assert mail["Auto-Submitted"] is None
    assert mail["List-Unsubscribe"] is None
    assert "小王（青禾家居）" in mail.get_body(("plain",)).get_content()


async def test_whatever_the_server_says_of_us_is_named_by_a_verdict():
    assert isinstance(verdicts.verdict("sender", 553, "must be the same as the login"), verdicts.Later)
    assert verdicts.verdict("sender", 550, "5.7.1 not yours").reason == "sender"
    assert verdicts.verdict("recipient", 550, "5.1.8 Sender address rejected: not found").reason == "sender"
    assert verdicts.verdict("sender", 552, "too large").reason == "too_large"


@pytest.mark.parametrize(
    "said", ["没有这个用户", "帐号已停用", "查無此人", "No such user here", "Invalid recipient"]
)
def test_that_nobody_is_there_is_said_in_many_words(said):
    assert isinstance(verdicts.verdict("recipient", 550, said), Gone)


@pytest.mark.parametrize("said", ["拒收", "发件人地址不存在", "mail from unknown address refused", ""])
def test_what_says_nothing_of_them_leaves_the_address(said):
    assert isinstance(verdicts.verdict("recipient", 550, said), Refused)

"""Mails that came back: who failed and whether for good, from reports and from a server's own words."""

import pytest

from bot.mail import read
from bot.mail.mail import Failure, Mail

DAEMON = "MAILER-DAEMON@mx.b.example"
LI = "li@b.example"


def report(fields: str, kind: str = "multipart/report; report-type=delivery-status") -> Mail:
    return read(
        f"From: {DAEMON}\nTo: reply@a.example\nSubject: Undelivered Mail\n"
        f'Content-Type: {kind}; boundary="b"\n\n--b\nContent-Type: text/plain\n\nNot delivered.\n'
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.b.example\n\n"
        f"{fields}\n--b--\n".encode()
    )


def notice(subject: str, body: str, sender: str = DAEMON, headers: str = "X-Mailer: x") -> Mail:
    head = f"From: {sender}\nTo: <reply@a.example>\nSubject: {subject}\n{headers}"
    return read(f"{head}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n".encode())


@pytest.mark.parametrize(
    ("fields", "address", "status", "permanent"),
    [
        ("Final-Recipient: rfc822; li@b.example\nAction: failed\nStatus: 5.1.1", LI, "5.1.1", True),
        ("Final-Recipient: RFC822;<Li@B.example>\nAction: Failed\nStatus: 5.1.1", LI, "5.1.1", True),
        ("Final-Recipient: li@b.example\nAction: failed\nStatus: 4.4.7 (expired)", LI, "4.4.7", False),
        ("Final-Recipient: rfc822; new@c.example\nOriginal-Recipient: rfc822;li@b.example\n"
         "Action: failed\nStatus: 5.2.1", LI, "5.2.1", True),
        ("Final-Recipient: rfc822; li@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 no such user",
         LI, "5.0.0", True),
        ("Final-Recipient: rfc822; li@b.example\nAction: delayed", LI, "4.0.0", False),
        ("Final-Recipient: rfc822; li@b.example\nStatus: 5.7.1", LI, "5.7.1", True),
        ("final-recipient: utf-8; 李@例子.example\naction: failed\nstatus: 5.1.1",
         "李@例子.example", "5.1.1", True),
    ],
)  # fmt: skip
def test_a_report_tells_who_failed_and_whether_for_good(
    fields: str, address: str, status: str, permanent: bool
) -> None:
    mail = report(fields)

    assert mail.kind == "bounce"
    assert list(mail.failures) == [Failure(address, status)]
    assert mail.failures[0].permanent == permanent


def test_a_report_without_its_type_is_a_report() -> None:
    fields = "Final-Recipient: rfc822; li@b.example\nAction: failed\nStatus: 5.1.1"

    assert report(fields, "multipart/mixed").failures == report(fields).failures


def test_a_report_that_cannot_be_read_is_still_a_bounce() -> None:
    assert report("###").kind == "bounce"


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_a_receipt(action: str) -> None:
    mail = report(f"Final-Recipient: rfc822; li@b.example\nAction: {action}\nStatus: 2.0.0")

    assert (mail.kind, mail.reason, mail.failures) == ("receipt", "delivered", ())


@pytest.mark.parametrize(
    ("subject", "body", "status"),
    [
        ("系统退信", "收件人：li@b.example\n退信原因：该用户不存在", "5.1.1"),
        ("来自 b.example 的退信", "收件人：li@b.example\n退信原因：邮箱空间不足", "4.2.2"),
        ("退信通知", "无法投递到 li@b.example：对方服务器拒收", "5.7.1"),
        ("邮件无法送达", "发往 li@b.example 的邮件，因连接对方服务器超时而退回", "4.0.0"),
        ("投递失败", "li@b.example\n返回：550 5.1.1 unknown", "5.1.1"),
        ("未送达: 回访", "收件人: li@b.example\n#5.2.3 邮件过大 #", "5.2.3"),
        ("無法傳遞: 回訪", "收件者 <li@b.example>\n對方信箱已滿", "4.2.2"),
        (
            "failure notice",
            "<li@b.example>:\nSorry, nobody here by that name. 550 unknown user",
            "5.1.1",
        ),
        ("Mail delivery failed", "  li@b.example\n    mailbox is full: retry timeout exceeded", "4.2.2"),
        (
            "DELIVERY FAILURE: User not listed",
            "Recipient: li@b.example\nNo such user",
            "5.1.1",
        ),
        ("Undeliverable: a visit", "Your message did not reach: li@b.example", "5.0.0"),
        ("Warning: could not send message for past 4 hours", "To: li@b.example, no connection yet", "4.0.0"),
        ("退信", "收件人：li@b.example\n552 容量超过限制，邮箱已满", "5.2.2"),
        (
            "Mail failure",
            "li@b.example: 450 greylisted\n--- Below this line is a copy of the message.\n它不存在",
            "4.0.0",
        ),
        ("Returned mail: Host unknown", "<li@b.example>... 550 Host unknown", "5.0.0"),
        ("Mail System Error - Returned Mail", "The address <li@b.example> does not exist.", "5.1.1"),
    ],
)
@pytest.mark.parametrize(
    "sender", [DAEMON, "Postmaster <postmaster@b.example>", "系统退信 <system@b.example>"]
)
def test_a_notice_in_a_servers_own_words(subject: str, body: str, status: str, sender: str) -> None:
    mail = notice(subject, body, sender)

    assert (mail.kind, [tuple(each) for each in mail.failures]) == ("bounce", [("li@b.example", status)])


def test_the_header_of_exim_and_gmail_names_who_failed() -> None:
    mail = notice(
        "a visit",
        "It did not work: x@y.example",
        headers="X-Failed-Recipients: li@b.example,\n wang@b.example",
    )

    assert [each.address for each in mail.failures] == ["li@b.example", "wang@b.example"]


def test_our_own_addresses_have_not_failed() -> None:
    mail = notice("系统退信", "发件人 reply@a.example，postmaster@b.example 代为通知：li@b.example 不存在")

    assert [each.address for each in mail.failures] == ["li@b.example"]


@pytest.mark.parametrize(
    ("subject", "body", "sender"),
    [
        ("Re: 请评价", "4 分，上次的邮件被退回来了", "Postmaster <postmaster@b.example>"),
        ("系统退信太多", "每次都无法送达", "li@b.example"),
        ("包裹被退回", "包裹未送达，快递被退回了", "li@b.example"),
    ],
)
def test_a_person_is_no_mail_system(subject: str, body: str, sender: str) -> None:
    assert notice(subject, body, sender).kind == "reply"


def test_the_null_sender_returns_mails() -> None:
    assert notice("退信", "没有这个人", "a@b.example", "Return-Path: <>").kind == "bounce"


def test_the_null_sender_is_away_too() -> None:
    assert notice("自动回复：您的包裹被退回", "出差", "a@b.example", "Return-Path: <>").kind == "auto_reply"


def test_ip_addresses_and_dates_are_no_status() -> None:
    mail = notice("系统退信", "2026.11.20 连接 4.5.2.1 后得知 li@b.example 不存在")

    assert [each.status for each in mail.failures] == ["5.1.1"]

"""The servers that these tests start do what mail servers do."""

import smtplib
from collections.abc import Callable

import pytest
from imapclient import IMAPClient

from bot.mail import read
from tests.mail.dovecot import PASSWORD
from tests.mail.programs import waited
from tests.mail.servers import SERVICE, Servers

pytestmark = pytest.mark.mail

Start = Callable[..., Servers]
WANG, LI = "wang@qq.example", "li@163.example"


def test_mail_goes_from_one_to_the_other_and_wakes_who_waits(servers: Start) -> None:
    mail = servers(WANG)
    with IMAPClient("127.0.0.1", mail.dovecot.imap, ssl=False) as inbox:
        inbox.login(SERVICE, PASSWORD)
        inbox.select_folder("INBOX")
        inbox.idle()
        mail.customer(WANG, "qq").writes(SERVICE.replace("@", "+abc@"), "请问", "几点开门？")
        assert inbox.idle_check(timeout=30)
        inbox.idle_done()
        (found,) = inbox.search("UNSEEN")
        raw = inbox.fetch([found], ["BODY.PEEK[]"])[found][b"BODY[]"]
    assert read(raw).text == "几点开门？"
    assert b"Authentication-Results: mail.example; spf=pass; dmarc=pass" in raw


def test_who_forges_a_sender_fails(servers: Start) -> None:
    mail = servers(WANG)
    mail.customer(WANG, "qq").sends(b"From: wang@qq.example\r\n\r\nhi", SERVICE, "forged@qq.example")
    (raw,) = waited(lambda: mail.dovecot.kept(SERVICE), "the mail")
    assert b"dmarc=fail" in raw


def test_who_hands_in_mail_logs_in(servers: Start) -> None:
    mail = servers(WANG)
    said = f"From: {SERVICE}\r\nTo: {WANG}\r\n\r\nhello"
    with smtplib.SMTP("127.0.0.1", mail.postfix.submission) as server:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            server.sendmail(SERVICE, WANG, said)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            server.login(SERVICE, "wrong")
        server.login(SERVICE, PASSWORD)
        server.sendmail(SERVICE, WANG, said)
    assert waited(lambda: mail.dovecot.kept(WANG), "the mail")


def test_a_mail_to_nobody_comes_back(servers: Start) -> None:
    mail = servers(WANG)
    with smtplib.SMTP("127.0.0.1", mail.postfix.submission) as server:
        server.login(SERVICE, PASSWORD)
        server.sendmail(
            SERVICE, LI.replace("163", "qq"), f"From: {SERVICE}\r\nTo: li@qq.example\r\n\r\nhello"
        )
    (raw,) = waited(lambda: mail.dovecot.kept(SERVICE), "the bounce")
    back = read(raw)
    assert (back.kind, back.failures) == ("bounce", (("li@qq.example", "5.1.1"),))

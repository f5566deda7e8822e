"""What the web mails of QQ and 网易 send by themselves, in their own words."""

import pytest

from tests.bot.mail.test_kinds import HEADER, OURS, mail


@pytest.mark.parametrize("below", ["", HEADER.format("主题: 请评价")], ids=["alone", "above the old mail"])
def test_a_holiday_reply_that_names_its_program(below):
    found = mail(f"Subject: Re: 请评价\n{OURS}", f"这是来自某某邮箱的假期自动回复邮件。\n十二月再答。{below}")
    assert (found.kind, found.reason) == ("auto_reply", "text")


def test_who_speaks_of_a_holiday_reply_is_a_person():
    body = "你们那封来自系统的自动回复邮件我没看懂。" + HEADER.format("主题: 请评价")
    assert mail(f"Subject: Re: 请评价\n{OURS}", body).kind == "reply"


@pytest.mark.parametrize("outcome", ["成功", "失败", "部分成功"])
def test_the_outcome_of_a_recall(outcome):
    found = mail(
        f"Subject: 通知：[撤回邮件{outcome}]请评价",
        "您对邮件进行了撤回操作，结果如下。",
        "postmaster@b.example",
    )
    assert found.kind == "recall"


def test_a_server_that_has_a_name_and_no_address():
    found = mail("Subject: Mail delivery failed", "There was an error with your letter.", "MAILER-DAEMON <>")
    assert found.kind == "bounce"


def test_who_tells_of_a_returned_mail_is_a_person():
    body = "我上次回信被退了，退信这样写：\n\n您的邮件被退回来了\n退信原因：对方不存在"
    assert mail(f"Subject: Re: 请评价\n{OURS}", body).kind == "reply"

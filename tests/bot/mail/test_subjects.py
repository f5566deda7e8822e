"""Subjects that call a mail a complaint, and those that only speak of one."""

import pytest

from bot.mail.subjects import complaint


@pytest.mark.parametrize(
    ("subject", "head"),
    [
        ("投诉", "投诉"),
        ("我要投诉", "投诉"),
        ("投诉：沙发塌了", "投诉：沙发塌了"),
        ("【投诉】沙发塌了", "投诉：沙发塌了"),
        ("关于沙发的投诉", "投诉：关于沙发的投诉"),
        ("投訴信", "投訴"),
        ("Complaint about my sofa", "Complaint: about my sofa"),
        ("Re: 投诉", ""),
        ("投诉进度", ""),
        ("投诉 T261123-0001", ""),
        ("怎么投诉", ""),
        ("感谢处理我的投诉", ""),
        ("你们的投诉处理得很好", ""),
        ("沙发塌了", ""),
    ],
)
def test_what_stands_above_the_words(subject: str, head: str) -> None:
    assert complaint(subject, "上周买的，昨天塌了") == head


def test_what_the_words_say_themselves_is_not_said_twice() -> None:
    assert complaint("投诉", "您好，我要投诉，沙发塌了") == ""

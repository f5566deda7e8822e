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
        ("关于沙发的投诉", "投诉：沙发"),
        ("投诉你们的售后", "投诉：你们的售后"),
        ("投诉：上次买的床塌了", "投诉：上次买的床塌了"),
        ("投诉：对你们的服务不满意", "投诉：对你们的服务不满意"),
        ("投訴信", "投訴"),
        ("Complaint about my sofa", "Complaint: about my sofa"),
        ("Re: 投诉", ""),
        ("投诉进度", ""),
        ("投诉 T261123-0001", ""),
        ("怎么投诉", ""),
        ("感谢处理我的投诉", ""),
        ("你们的投诉处理得很好", ""),
        ("沙发塌了", ""),
        ("No complaint", ""),
        ("Without complaint", ""),
        ("无投诉", ""),
        ("我不是投诉", ""),
        ("投诉已经解决", ""),
        ("投诉处理满意度", ""),
        ("投诉建议", ""),
        ("回复投诉", ""),
        ("投诉：补充我的投诉", ""),
        ("投诉：上次的投诉没人管", ""),
        ("补充我的投诉", ""),
        ("这次没有投诉", ""),
    ],
)
def test_what_stands_above_the_words(subject: str, head: str) -> None:
    assert complaint(subject, "上周买的，昨天塌了") == head


def test_what_the_words_say_themselves_is_not_said_twice() -> None:
    assert complaint("投诉", "您好，我要投诉，沙发塌了") == ""


@pytest.mark.parametrize(
    "body",
    [
        "all good, the sofa is great",
        "一切都好",
        "只是问问几点开门",
        "谢谢你们，已经修好了",
        "很满意",
        "建议多开店",
        "收到，谢谢",
        "great service",
        "我不是投诉，只是问问几点开门",
        "都很好，謝謝",
    ],
)
@pytest.mark.parametrize("subject", ["投诉", "投诉：售后", "Complaint"])
def test_where_nothing_is_wrong_there_is_none(subject: str, body: str) -> None:
    assert complaint(subject, body) == ""


@pytest.mark.parametrize(
    "body",
    [
        "已经修好了又坏",
        "送货晚了三天",
        "很不满意",
        "都两周了还没收到",
        "床塌了，谢谢",
        "收到的床有股味",
        "师傅很好，但床塌了",
    ],
)
def test_what_is_wrong_beside_something_good_is_one(body: str) -> None:
    assert complaint("投诉", body) == "投诉"

"""What every contender of `bench conv` says and hears: five questions, five levels, 256 customers at once."""

from collections.abc import Iterator
from random import Random

AT_ONCE = 256
CONSENT = [("agree", "可以，开始"), ("refuse", "不用了")]
LEVELS = [("1", "非常不满意"), ("2", "不满意"), ("3", "一般"), ("4", "满意"), ("5", "非常满意")]
OFFERS = [("complaint", "投诉"), ("promises", "服务承诺"), ("human", "找人工"), ("repeat", "再填一次问卷")]
WELCOME = (
    "您好，这里是满意。测量每秒能处理多少条消息。"
    "一共 5 题，大约 1 分钟，用您自己的话回答就行，不想答的可以跳过。\n"
    "您的话只用来改进产品和服务，只有负责的同事看得到；随时可以停下，也可以要求删除。\n可以开始吗？"
)
QUESTIONS = [f"您对{item}满意吗？" for item in ("产品质量", "交货", "服务", "价格", "沟通")]
THANKS = "谢谢您。"
MENU = "有什么可以帮您？"


WATCHED = 8
"""The talks of the first so many customers are compared word for word."""


def answers_of(customer: int) -> str:
    """The customer's five answers, the same in every run and for every contender."""
    return "".join(Random(customer).choices("12345", k=len(QUESTIONS)))


def watched(customers: int) -> range:
    """Those whose talks are compared."""
    return range(1, min(WATCHED, customers) + 1)


def customers_of(customers: int) -> Iterator[range]:
    """Customers in cohorts of those who are there at once."""
    for first in range(1, customers + 1, AT_ONCE):
        yield range(first, min(first + AT_ONCE, customers + 1))

"""What every contender of `bench conv` says and hears: five questions, five levels, 256 customers at once."""

from collections.abc import Callable, Iterator, Sequence
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


IN_WORDS = {
    "1": (
        "非常不满意",
        "非常的不满意",
        "真的非常不满意",
        "我非常不满意",
        "说实话非常不满意",
        "太差了",
        "差极了",
    ),
    "2": ("不满意", "不太满意", "不怎么满意", "我不满意", "说实话不满意", "不是很满意", "有点不满意"),
    "3": ("一般", "一般般", "感觉一般", "马马虎虎", "还行吧", "我觉得一般", "说实话一般"),
    "4": ("满意", "挺满意的", "比较满意", "还算满意", "我满意", "总体满意", "蛮满意的"),
    "5": ("非常满意", "特别满意", "很满意", "十分满意", "我非常满意", "真的很满意", "满意极了"),
}
WHO = (
    "我们车间",
    "仓库的老周",
    "采购部",
    "分公司",
    "我同事",
    "门店那边",
    "财务小陈",
    "班组长",
    "项目组",
    "质检员",
)
WHEN = ("上周", "前天", "这个月", "年初", "昨天下午", "月底", "放假前", "夏天", "开会时", "交接时")
WHAT = (
    "提过这件事",
    "也这么说",
    "写了一份记录",
    "打过一次电话",
    "拍了照片",
    "问过我一次",
    "跟我聊起过",
    "做了比较",
)
WATCHED = 8
"""The talks of the first so many customers are compared word for word."""


Answers = Callable[[int], Sequence[str]]
"""A customer's five answers."""


def answers_of(customer: int) -> str:
    """The customer's five answers, the same in every run and for every contender."""
    return "".join(Random(customer).choices("12345", k=len(QUESTIONS)))


def in_words(customer: int) -> list[str]:
    """The same five answers, each in words of the customer's own: few are ever said twice."""
    random = Random(-customer)
    return [
        f"{random.choice(IN_WORDS[digit])}，"
        f"{random.choice(WHEN)}{random.choice(WHO)}{random.choice(WHAT)}，{random.randint(1, 28)}号"
        for digit in answers_of(customer)
    ]


def watched(customers: int) -> range:
    """Those whose talks are compared."""
    return range(1, min(WATCHED, customers) + 1)


def customers_of(customers: int) -> Iterator[range]:
    """Customers in cohorts of those who are there at once."""
    for first in range(1, customers + 1, AT_ONCE):
        yield range(first, min(first + AT_ONCE, customers + 1))

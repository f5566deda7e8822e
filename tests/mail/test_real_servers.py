"""Customers answer by mail, through Dovecot and Postfix, each in the manner of their program."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.mail.customer import Customer
from tests.mail.organisation import Organisation
from tests.mail.programs import waited
from tests.mail.servers import SERVICE, Servers

pytestmark = pytest.mark.mail

Start = Callable[..., Servers]
Begin = Callable[[Servers], Organisation]
PROGRAMS = {
    "wang@qq.example": "qq",
    "li@163.example": "163",
    "zhang@corp.example": "outlook",
    "chen@gmail.example": "gmail",
    "zhao@icloud.example": "apple",
}
NOBODY = "nobody@qq.example"


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """An organisation that works with these servers."""
    with ExitStack() as stack:
        yield lambda servers: stack.enter_context(Organisation(tmp_path, servers))


def follows(mail: EmailMessage, customer: Customer) -> bool:
    """Whether this mail answers the last one of the customer, in the thread that the first one began."""
    first, last = next(iter(customer.seen)), customer.sent[-1]
    thread = str(mail["References"]).split()
    begun = first if str(mail["Message-ID"]) != first else last
    return mail["In-Reply-To"] == last and thread[0] == begun and thread[-1] == last


def settled(organisation: Organisation) -> Counter[str]:
    """How the mails stand when none waits any more: an answer may be read before that is written."""
    waited(lambda: not organisation.mails()["waiting"], "the mails to be taken")
    return organisation.mails()


def test_five_customers_answer_each_in_another_way(servers: Start, begin: Begin) -> None:
    mail = servers(*PROGRAMS)
    organisation = begin(mail)
    organisation.invite([*PROGRAMS, NOBODY])
    wang, li, zhang, chen, zhao = (mail.customer(*each) for each in PROGRAMS.items())

    wang.answers(wang.reads("1. 您用下来"), "1. 5\n2. 4\n3. 满意\n4. 一般\n5. 非常满意")
    li.answers(li.reads("1. 您用下来"), "1、满意\n3、非常满意")
    zhang.answers(zhang.reads(), "您好，\n\n质量满意，物流一般，服务态度非常满意，价格满意，沟通也满意。")
    asked = {"1. ": "4", "2. ": "3，到得有点晚", "3. ": "5", "4. ": "4", "5. ": "4"}
    chen.answers_between(chen.reads("2. 交货和物流"), asked)
    zhao.answers(zhao.reads(), "3. 2分，前台没人理我\n1. 5\n2. 5\n4. 4\n5. 5")

    second = li.reads("2. 交货和物流")
    assert follows(second, li)
    li.answers(second, "2. 4\n4. 3\n5. 4")
    for customer in (wang, li, zhang, chen, zhao):
        mail_of_words = customer.reads("最后，还有什么想告诉我们的")
        assert follows(mail_of_words, customer)
        customer.answers(mail_of_words, "包装很结实。")
    for customer in (wang, li, zhang, chen, zhao):
        assert follows(customer.reads("谢谢您抽时间"), customer)

    told = {address: "".join(each[key][0] for key in KEYS) for address, each in given(organisation).items()}
    assert told == {
        "wang@qq.example": "54435",
        "li@163.example": "44534",
        "zhang@corp.example": "43544",
        "chen@gmail.example": "43544",
        "zhao@icloud.example": "55245",
    }
    waited(lambda: organisation.invited()[NOBODY] == "bounced", "the bounce")
    assert {state for address, state in organisation.invited().items() if address != NOBODY} == {"returned"}
    assert settled(organisation) == {"taken": 11, "noted": 1}


KEYS = ("quality", "delivery", "service", "price", "communication")


def given(organisation: Organisation) -> dict[str, dict[str, str]]:
    """The answers of those who are through."""
    return {
        address: {key: str(value) for key, value in each.items()}
        for address, each in organisation.answered().items()
    }


def test_a_complaint_begins_with_a_mail_that_postfix_brings(servers: Start, begin: Begin) -> None:
    mail = servers("wang@qq.example", by_lmtp=True)
    organisation = begin(mail)
    wang = mail.customer("wang@qq.example", "qq")
    wang.writes(SERVICE, "投诉", "我要投诉：上周买的书架少了一层板，打电话也没有人管。")
    assert follows(wang.reads("投诉号是 T"), wang)
    assert settled(organisation) == {"taken": 1}


def test_nobody_comes_in_under_another_name(servers: Start, begin: Begin) -> None:
    mail = servers("wang@qq.example", "li@qq.example")
    organisation = begin(mail)
    organisation.invite(["wang@qq.example"])
    wang, li = (mail.customer(f"{name}@qq.example", "qq") for name in ("wang", "li"))
    invitation = wang.reads()
    wang.answers(invitation, "1. 1", envelope="forged@qq.example")
    li.answers(invitation, "2. 1")
    waited(lambda: organisation.mails().total() == 2 and not organisation.mails()["waiting"], "the mails")
    assert organisation.mails() == {"held": 2}
    assert organisation.answered("begun") == {}
    assert wang.look() == li.look() == []

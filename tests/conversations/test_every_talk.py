"""Every state and every wish in a talk, on each road: a table for each, in which none may be missing."""

import re
from typing import NamedTuple

import pytest

from bot.conversation import step
from bot.conversation.states import STATES
from bot.conversation.turn import Turn, Wish
from bot.conversation.wishes import AFTER_CONSENT, BEFORE_CONSENT
from tests.conversations.conftest import Comes
from tests.conversations.customer import Customer

pytestmark = pytest.mark.roads("webchat", "telegram")

COMPLAINS = ["我要投诉", "沙发腿断了", "沙发", "跳过", "昨天", "退款"]

REACHED = {
    "welcome": ["你好"],
    "declined": ["你好", "不用了"],
    "asking": ["你好", "可以"],
    "confirming": ["你好", "可以", "4.5分"],
    "reason": ["你好", "可以", "2"],
    "menu": ["你好", "可以", "菜单"],
    "story": ["你好", "可以", "4", "我要投诉"],
    "facts": ["你好", "可以", "4", "我要投诉", "沙发腿断了"],
    "summary": ["你好", "可以", "4", *COMPLAINS],
    "correcting": ["你好", "可以", "4", *COMPLAINS, "修改"],
    "waiting": ["你好", "可以", "4", "人工"],
    "resting": ["你好", "可以", "等会儿再说"],
    "leaving": ["你好", "可以", "4分，别再给我发了"],
    "erasing": ["你好", "可以", "4", "删除我的信息"],
    "restarting": ["你好", "可以", "4", "重新开始"],
    "case": ["你好", "可以", "4", *COMPLAINS, "匿名提交", "查投诉 {case}"],
    "amending": ["你好", "可以", "5", "5", "5", "5", "5", "没有了", "想改一下答案"],
    "reopening": ["你好", "可以", "4", *COMPLAINS, "提交", "{closed}", "投诉没解决"],
}
"""State: what leads there from the first word on. `{closed}`: meanwhile staff close the complaint."""

LEFT = {
    "welcome": ("可以", "产品质量"),
    "declined": ("回来", "可以开始吗"),
    "asking": ("4", "交货和物流"),
    "confirming": ("是", "交货和物流"),
    "reason": ("用着难受，退也没处退", "交货和物流"),
    "menu": ("继续", "产品质量"),
    "story": ("沙发腿断了", "哪个产品"),
    "facts": ("沙发", "订单号"),
    "summary": ("提交", "投诉号"),
    "correcting": ("产品改成床", "床"),
    "waiting": ("继续", "交货和物流"),
    "resting": ("明天上午", "再来找您"),
    "leaving": ("是", "不打扰"),
    "erasing": ("先不要", "什么都没有动"),
    "restarting": ("是", "产品质量"),
    "case": ("好了", "交货和物流"),
    "amending": ("不改了", "有什么可以帮您"),
    "reopening": ("是", "重新"),
}
"""State: a word said there, and what is heard."""


class Said(NamedTuple):
    """What is said for a wish, what is heard in the middle of a survey, and what before consent; empty where
    it can't be said there."""

    words: str
    asked: str
    before: str


FIRST = "要您先同意"
NO_MORE = "不打扰您了"
WISHES = {
    "help": Said("帮助", "随时可以说", "您同意了才开始"),
    "human": Said("转人工", "已经告诉同事", "已经告诉同事"),
    "erase": Said("删除我的信息", "找不回来", "再说一次"),
    "export": Said("把我的数据给我", "编号 R", "编号 R"),
    "crisis": Said("我不想活了", "12356", "12356"),
    "status": Said("查进度", "还没有登记过投诉", "还没有登记过投诉"),
    "case_file": Said("我要案卷", "还没有登记过投诉", "还没有登记过投诉"),
    "promises": Said("服务承诺", "有问必答", "有问必答"),
    "language": Said("换语言", "Which language", "Which language"),
    "abuse": Said("傻逼机器人", "让您这么生气", "让您这么生气"),
    "question": Said("你们几点下班？", "这个我答不上来", "这个我答不上来"),
    "offtopic": Said("你喜欢吃啥", "这个我帮不上忙", "这个我帮不上忙"),
    "complaint": Said("我要投诉", "发生了什么", "这就帮您登记"),
    "suggestion": Said("我想提个建议", "有什么建议", "这就帮您登记"),
    "praise": Said("我要表扬安装的王师傅", "要表扬吗", "这就帮您登记"),
    "menu": Said("菜单", "有什么可以帮您", FIRST),
    "later": Said("等会儿再说", "什么时候", "您先忙"),
    "elsewhere": Said("换个地方继续", "把这个代码发给我", "还没有开始"),
    "cancel": Said("停止", "就到这里", NO_MORE),
    "unsubscribe": Said("不用再发了", "都不想再收到", NO_MORE),
    "leave": Said("4分，别再给我发了", "都不想再收到", ""),
    "survey": Said("/survey", "交货和物流", FIRST),
    "go_on": Said("/go_on", "交货和物流", FIRST),
    "skip": Said("跳过", "服务态度", FIRST),
    "back": Said("上一题", "产品质量", FIRST),
    "edit": Said("我选错了", "产品质量", FIRST),
    "restart": Said("重新开始", "都要重来吗", FIRST),
    "pass": Said("/pass", "交货和物流", FIRST),
    "refuse_consent": Said("我不同意你们收集我的信息", NO_MORE, NO_MORE),
    "wrong_person": Said("打错了，我不是你们的顾客", NO_MORE, NO_MORE),
}
"""A word with a stroke before it is a button of the menu, perhaps of long ago."""


def test_no_state_and_no_wish_is_without_a_talk() -> None:
    assert set(REACHED) == set(LEFT) == set(STATES)
    assert set(WISHES) == set(AFTER_CONSENT) == set(BEFORE_CONSENT)


@pytest.mark.parametrize("state", REACHED)
def test_a_state_is_reached_and_answers(comes: Comes, state: str) -> None:
    customer = comes("satisfaction")
    for words in REACHED[state]:
        says(customer, words)
    assert customer.line.talk.state == state
    said, heard = LEFT[state]
    customer.says(said).hears(heard)


@pytest.mark.parametrize("intent", WISHES)
def test_a_wish_is_granted_in_a_survey(
    comes: Comes, monkeypatch: pytest.MonkeyPatch, road: str, intent: str
) -> None:
    customer = comes("satisfaction").says("你好").says("可以").says("4").hears("交货和物流")
    granted = noting(monkeypatch)
    says(customer, WISHES[intent].words).hears(WISHES[intent].asked)
    assert granted[:1] == [intent] or road != "step"  # a step remembered from another talk is not made again


@pytest.mark.parametrize("intent", [intent for intent, said in WISHES.items() if said.before])
def test_a_wish_is_granted_before_consent(
    comes: Comes, monkeypatch: pytest.MonkeyPatch, road: str, intent: str
) -> None:
    customer = comes("satisfaction").says("你好").hears("可以开始吗")
    granted = noting(monkeypatch)
    says(customer, WISHES[intent].words).hears(WISHES[intent].before)
    assert granted[:1] == [intent] or road != "step"


def noting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The wishes that are granted from now on."""
    granted: list[str] = []
    grant = step.grant

    def noted(turn: Turn, wish: Wish) -> None:
        granted.append(wish.intent)
        grant(turn, wish)

    monkeypatch.setattr(step, "grant", noted)
    return granted


def says(customer: Customer, words: str) -> Customer:
    """Says it; or picks what stands there after a stroke."""
    if words == "{closed}":
        customer.line.close(customer.line.complaints[-1].number)
        return customer
    if words.startswith("/"):
        return customer._hear(customer.line.send("choice", keys=(words[1:],), of="menu"))
    return customer.says(words.replace("{case}", noted_down(customer)))


def noted_down(customer: Customer) -> str:
    """The number and the code of a complaint without a name, if they have just been told them."""
    found = re.search(r"查投诉 (T\d{6}-\d+ \S+-[0-9A-Z]{4})", "\n".join(each.text for each in customer.heard))
    return found[1] if found else ""

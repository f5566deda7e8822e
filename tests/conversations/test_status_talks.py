"""Talks in which customers ask how their complaint stands, and there is none on record."""

import pytest

from storage import definitions
from storage.domain.complaint import LIFE
from tests.conversations.conftest import Comes
from tests.conversations.customer import Customer

NONE = {"zh-CN": "还没有登记过投诉", "zh-TW": "還沒有登記過投訴", "en": "haven't made a complaint"}
BEGUN = {"zh-CN": "这件还没登记", "zh-TW": "這件還沒登記", "en": "isn't registered yet"}
HOW = {"zh-CN": "说「投诉」", "zh-TW": "說「投訴」", "en": "say “complaint”"}

ASKED = [
    ("zh-CN", "我的投诉怎么样了"),
    ("zh-CN", "请问我的投诉处理得怎么样了？"),
    ("zh-CN", "投诉到哪一步了"),
    ("zh-CN", "我之前的投诉处理好了吗"),
    ("zh-TW", "我的投訴怎麼樣了"),
    ("zh-TW", "我的客訴處理得如何"),
    ("zh-TW", "投訴有結果了嗎"),
    ("en", "what's the state of my complaint"),
    ("en", "any news about my complaint?"),
    ("en", "has my complaint been handled yet"),
]

WORDS = {
    "zh-CN": ("你好", "可以", "1", "投诉", "柜子门板裂了一道口子", "人工", "晚点再说", "菜单"),
    "zh-TW": ("說繁體", "可以", "1", "投訴", "櫃子門板裂了一道口子", "專人", "晚點再說", "選單"),
    "en": ("speak English", "yes", "1", "complaint", "A cabinet door is cracked", "person", "later", "menu"),
}
"""Hello, yes, a low score, and so on, in each language."""
HELLO, YES, LOW, COMPLAINT, STORY, PERSON, LATER, MENU = range(8)

STATES = {
    "new": (),
    "welcome": (HELLO,),
    "asking": (HELLO, YES),
    "reason": (HELLO, YES, LOW),
    "menu": (HELLO, YES, MENU),
    "waiting": (HELLO, YES, PERSON),
    "resting": (HELLO, YES, LATER),
    "story": (HELLO, YES, COMPLAINT),
    "facts": (HELLO, YES, COMPLAINT, STORY),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("language", "asked"), ASKED)
def test_there_is_none_and_how_to_make_one(comes: Comes, language: str, asked: str, state: str) -> None:
    customer = comes("satisfaction")
    for said in STATES[state]:
        customer.says(WORDS[language][said])
    before = customer.line.talk
    assert before.state == state
    customer.says(asked)
    if state in ("story", "facts"):
        customer.hears(BEGUN[language])
    else:
        customer.hears(NONE[language], HOW[language])
    after = customer.line.talk
    assert (after.state, after.draft) == ("welcome" if state == "new" else state, before.draft)
    assert not customer.line.reasons()


@pytest.mark.parametrize("asked", ["我的投诉怎么样了", "any news about my complaint?"])
def test_one_that_there_is_is_told(visitor: Customer, asked: str) -> None:
    visitor.opens().picks_first().says("投诉").says("柜子门板裂了一道口子，昨天送来的")
    for _ in range(5):
        visitor.says("跳过" if visitor.line.talk.state == "facts" else "提交")
    number = visitor.line.complaints[-1].number
    visitor.says(asked).hears(number)


@pytest.mark.parametrize(
    "said", ["投诉处理得太慢", "上次投诉到现在没人管", "my complaint was never answered", "投诉没结果"]
)
def test_what_tells_of_a_complaint_asks_for_nothing(surveyed: Customer, said: str) -> None:
    surveyed.says("1").says(said).hears_not("还没有登记过", "haven't made")
    assert surveyed.line.reasons()


@pytest.mark.parametrize("state", LIFE.states)
def test_every_state_of_a_complaint_is_told_by_its_name(
    comes: Comes, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = comes("satisfaction")
    customer.line.close()  # type: ignore[attr-defined]
    monkeypatch.setattr(customer.line, "state_of", lambda _: state)
    customer.says("你好").says("可以").says("我的投诉怎么样了")
    texts = definitions.texts("zh-CN")
    next_one = "" if state == "referred" else texts(f"chat.status.next.{state}")
    customer.hears("T261123-0001", texts(f"chat.status.now.{state}"), next_one)

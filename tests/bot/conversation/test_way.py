"""Whatever is said, changed, skipped or published: the open question is one to ask, to the end."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import way
from bot.conversation.effects import Answer, Finish, Renew, Say
from bot.conversation.life import IN_SURVEY
from bot.conversation.step import step
from bot.conversation.talk import Talk
from bot.message import Attachment, Inbound
from storage import definitions
from storage.surveys import check
from tests.bot.conversation.test_total import coherent
from tests.conversations.customer import Customer
from tests.conversations.direct import MONDAY, DirectLine
from tests.conversations.written import HEAD, SECTION, asked, options, scale

LOW = 'show_if = [{question = "quality", below = 60}]\n'
JUMP = 'jump = [{if = [{question = "mood", above = 70}], to = "sign"}]\n'
CLOSED = [
    scale("quality", "质量怎么样？", "reason_below = 60\n"),
    scale("delivery", "物流怎么样？", LOW),
    asked("products", "multi", "买过哪些？", options("台灯", "书桌")),
]
BRANCHING = (
    HEAD
    + SECTION
    + "".join(CLOSED)
    + f'[[section]]\nper = "products"\n{scale("good", "{about}好用吗？")}'
    + f"[[section]]\nrandom = true\n{scale('care', '服务怎么样？')}{scale('price', '价格怎么样？')}"
    + SECTION
    + scale("mood", "心情怎么样？", JUMP)
    + asked("day", "date", "哪天买的？")
    + asked("order", "order", "订单号是多少？")
    + asked("many", "number", "买了几件？", "low = 0\nhigh = 50")
    + asked("photo", "photo", "发一张照片？")
    + asked("rank", "ranking", "排一排", options("快", "好", "省"))
    + asked("sign", "signature", "您的姓名？")
)
SHORTER = (
    HEAD + SECTION + CLOSED[0] + asked("delivery", "nps", "物流推荐吗？") + asked("new", "text", "还有吗？")
)
VERSIONS = [
    check(BRANCHING),
    check(SHORTER),
    check((definitions.DATA / "templates" / "kinds.toml").read_text("utf-8")),
]

SAID = [
    *[
        "1",
        "2",
        "4",
        "5",
        "满意",
        "一点也不好",
        "都没有",
        "台灯和书桌",
        "台灯",
        "昨天",
        "3件",
        "A12345678",
        "张三",
    ],
    *[
        "第一题改成5分",
        "第一题改成2分",
        "第三题改成台灯",
        "上一题",
        "跳过",
        "是的",
        "不是",
        "质量2分，服务5分",
    ],
    *[
        "质量其实是5分",
        "继续",
        "菜单",
        "重新开始",
        "都是4分",
        "2、1、3",
        "13812345678",
        "5 4 3 2 1",
        "回到第二题",
    ],
]


def something(data: Any, shown: Any) -> dict[str, Any]:
    kind = data.draw(st.sampled_from(["text", "text", "text", "pick", "file", "edit"]))
    if kind == "pick" and shown is not None:
        most = len(shown.choices) if shown.many else 1
        keys = [choice.key for choice in shown.choices]
        picked = data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=most, unique=True))
        return {"kind": "choice", "keys": tuple(picked), "of": shown.of}
    if kind == "file":
        return {"kind": "file", "attachment": Attachment("照片.jpg", "image/jpeg", b"x")}
    return {"kind": "edit" if kind == "edit" else "text", "text": data.draw(st.sampled_from(SAID))}


def walk(data: Any, line: DirectLine, shown: Any, steps: int) -> None:
    for number in range(steps):
        if not data.draw(st.integers(0, 12)):
            publish(line, data.draw(st.sampled_from(VERSIONS)))
        before, context = line.talk, line.context()
        inbound = Inbound("test", "a", str(number), at=MONDAY, **something(data, shown))
        if inbound.kind == "edit":
            keys = data.draw(st.sets(st.sampled_from(["quality", "products", "day"])))
            context = replace(context, edited=dict.fromkeys(keys, "4"))
        after, effects = step(before, inbound, context, MONDAY)
        line.stored = after.dump()
        obeys(line, before, after, effects)
        said = [effect.outbound for effect in effects if isinstance(effect, Say)]
        shown = next((each for each in reversed(said) if each.choices), shown)


def publish(line: DirectLine, survey: Any) -> None:
    if line.talk.version_id in (0, line.version_id):
        line.former = line.version_id, line.offered
        line.offered, line.version_id = survey, line.version_id + 1


def obeys(line: DirectLine, before: Talk, after: Talk, effects: list[Any]) -> None:
    coherent(after)
    context = line.context()
    assert after.version_id in (0, line.version_id), "left in the old version"
    questions = context.survey.questions
    if after.state in IN_SURVEY[:2]:
        assert after.at < len(questions), "nothing is open"
        assert after.at in way.way(after, context), "a question that is not on the way is open"
    assert all(key in {each.key for each in questions} for key in after.scores)
    renewed = any(isinstance(effect, Renew) for effect in effects)
    assert renewed == (bool(before.version_id) and before.version_id != line.version_id)
    for finish in (each for each in effects if isinstance(each, Finish) and each.state == "completed"):
        complete(before, finish, context, [each for each in effects if isinstance(each, Answer)])


def complete(before: Talk, finish: Finish, context: Any, answers: list[Answer]) -> None:
    """All that was on the way was answered; what is set aside was."""
    known = {*before.scores, *(answer.question for answer in answers)}
    assert set(finish.aside) <= known
    if context.former is None and context.survey.straight:
        assert {each.key for each in context.survey.questions} <= known


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(range(len(VERSIONS))))
def test_any_way_leads_on(data: st.DataObject, first: int) -> None:
    line = DirectLine(VERSIONS[first])
    customer = Customer(line).opens().picks_first()
    walk(data, line, customer.shown, data.draw(st.integers(5, 40)))


@pytest.mark.parametrize("first", range(len(VERSIONS)))
def test_who_skips_and_confirms_everything_gets_to_the_end(first: int) -> None:
    customer = Customer(DirectLine(VERSIONS[first])).opens().picks_first()
    for _ in range(60):
        if customer.line.ends():
            break
        customer.says("跳过").says("4") if customer.line.talk.state == "asking" else customer.says("跳过")
    assert customer.line.ends()[0][0] == "completed"

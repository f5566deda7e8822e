"""What a channel and the bot share: what goes out is kept as JSON and comes back the same."""

import json

import pytest

from bot.message import Asked, Choice, Outbound

MAIL = Outbound(
    "记下了。",
    of="7.quality",
    details=(("web", True),),
    language="zh-CN",
    asks=(
        Asked(
            1, "7.quality", "质量怎么样？", (Choice("1", "不满意"), Choice("5", "满意", "☺")), hint="选一个"
        ),
        Asked(4, "7.matters", "看重什么？", (Choice("a", "质量"),), many=True),
    ),
    subject="青禾家居：问卷",
)


@pytest.mark.parametrize(
    "said", [MAIL, Outbound("好的。"), Outbound("您好", by="小林", plain="您好", many=True)]
)
def test_what_was_said_comes_back_from_the_outbox(said: Outbound) -> None:
    assert Outbound.load(json.loads(json.dumps(said.dump()))) == said


def test_what_is_empty_is_left_out() -> None:
    assert Outbound("好的。").dump() == {"text": "好的。"}

"""What staff read of a message that was picked, not typed."""

from datetime import UTC, datetime

import pytest

from bot.conversation.picked import labels
from bot.message import Inbound
from storage import definitions

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "keys", "text", "read"),
    [
        ("text", (), "挺好的", "挺好的"),
        ("choice", ("agree",), "", "可以，开始"),
        ("choice", ("refund", "repair"), "", "退款、修好"),
        ("choice", ("x7",), "", "x7"),
        ("choice", ("complaint",), "我的电饭煲坏了", "投诉 我的电饭煲坏了"),
    ],
)
def test_as_staff_read_it(kind, keys, text, read):
    inbound = Inbound("telegram", "7", "c1", kind, NOW, text, keys, "menu" if keys else "")
    assert labels(inbound, definitions.texts("zh-CN")) == read

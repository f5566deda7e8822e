"""Facts read from a story: only what stands there plainly."""

import pytest

from bot.conversation.finding import facts_in
from storage import definitions


@pytest.mark.parametrize(
    ("story", "facts"),
    [
        ("订单号：20261118001，少发一件", {"order_number": "20261118001"}),
        ("单号是 SF-1234567 的包裹昨天到了", {"order_number": "SF-1234567", "occurred": "昨天"}),
        ("2026年11月2日装的空调不制冷，希望你们赔偿", {"occurred": "2026年11月2日", "remedy": "赔偿"}),
        ("上周三买的，请给我换货", {"occurred": "上周三", "remedy": "换货"}),
        ("退款退了半个月还没到", {}),
        ("我下了三个订单都没发货", {}),
        ("手机号 13800000000 打不通", {}),
        ("", {}),
        ("慢" * 1_000_000, {}),
    ],
)
def test_facts(story: str, facts: dict[str, str]) -> None:
    assert facts_in(story, definitions.texts("zh-CN")) == facts

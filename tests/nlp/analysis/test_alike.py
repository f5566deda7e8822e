"""Like complaints: a copy is nearly the same, the same matter comes before others."""

import numpy as np
import pytest

from nlp.analysis.alike import SIZE, likeness, signature

LEAK = "我家厨房的天花板从上周开始漏水,楼上说是水管老化,物业来看过两次都没有修,墙皮已经掉了一大块"
OTHER_LEAK = "卫生间天花板滴水,找了楼上也找了物业,一直说水管要换,到现在没人来修"
CLASS = "报名的书法课换了老师,上课时间也改了,打电话问退费的事没有人答复"
PARCEL = "快递放在驿站三天没有通知,水果全烂了"


@pytest.mark.parametrize(
    "copy",
    [
        LEAK,
        f"您好,{LEAK},谢谢!",
        LEAK.replace("上周", "上个星期").replace("一大块", "好大一块"),
        LEAK.replace("已经", "都").replace(",", "。"),
        "我家廚房的天花板從上周開始漏水,樓上說是水管老化,物業來看過兩次都沒有修,牆皮已經掉了一大塊",
    ],
)
def test_a_copy_is_nearly_the_same(copy: str) -> None:
    (like,) = likeness(signature(LEAK), [signature(copy)])
    assert like >= 0.8


def test_the_same_matter_comes_before_others() -> None:
    same, *others = likeness(signature(LEAK), [signature(text) for text in (OTHER_LEAK, CLASS, PARCEL)])
    assert 0.8 > same > 0.15
    assert max(others) < same / 2


def test_likeness_is_the_same_both_ways() -> None:
    one, other = signature(LEAK), signature(OTHER_LEAK)
    assert likeness(one, [other]) == likeness(other, [one])
    assert likeness(one, [one]) == [1.0]


@pytest.mark.parametrize("text", ["", "   ", "。。。!", "\ud800", "\0"])
def test_what_says_nothing_is_like_nothing(text: str) -> None:
    nothing = signature(text)
    assert len(nothing) == SIZE
    assert likeness(nothing, [nothing, signature(LEAK)]) == [0.0, 0.0]


def test_what_is_no_signature_is_like_nothing() -> None:
    one = signature(LEAK)
    assert likeness(one, [b"", b"abc", one]) == [0.0, 0.0, 1.0]
    assert likeness(b"", [one]) == [0.0]
    assert likeness(one, []) == []


def test_a_signature_is_kept_for_years_so_it_never_changes() -> None:
    kept = np.frombuffer(signature("电梯坏了"), np.int8)
    assert {int(place): int(kept[place]) for place in np.flatnonzero(kept)} == {
        169: 14,
        189: -14,
        210: 14,
        240: 127,
    }

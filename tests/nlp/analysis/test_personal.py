"""Personal data in a text, by place."""

import random
from itertools import pairwise

import pytest

from nlp.analysis.personal import personal
from tests.effort import cost
from tests.seeds import some_seed


def told(text: str) -> list[tuple[str, str]]:
    return [(kind, text[start:end]) for kind, start, end in personal(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请打13812345678", [("phone", "13812345678")]),
        ("请打138-1234-5678或者138 1234 5678", [("phone", "138-1234-5678"), ("phone", "138 1234 5678")]),
        ("电话+86 138 1234 5678", [("phone", "+86 138 1234 5678")]),
        ("座机010-62781234转801", [("phone", "010-62781234")]),
        ("座机(0571)87654321", [("phone", "(0571)87654321")]),
        ("手機0912-345-678", [("phone", "0912-345-678")]),
        ("全角１３８１２３４５６７８", [("phone", "１３８１２３４５６７８")]),
        ("身份证11010519491231002X", [("id", "11010519491231002X")]),
        ("号码11010519491231002x丢了", [("id", "11010519491231002x")]),
        ("卡号6222 0200 0000 0000 003", [("card", "6222 0200 0000 0000 003")]),
        ("4111111111111111被刷了", [("card", "4111111111111111")]),
        ("发到li.lei+a@mail.example.cn吧", [("email", "li.lei+a@mail.example.cn")]),
        ("加微信lilei_2008", [("wechat", "lilei_2008")]),
        ("微信号：lilei-2008", [("wechat", "lilei-2008")]),
        ("我QQ号是12345678", [("qq", "12345678")]),
        ("车牌粤B12345", [("plate", "粤B12345")]),
        ("新能源沪AD12345停这里", [("plate", "沪AD12345")]),
        ("车牌京A·88X88", [("plate", "京A·88X88")]),
        ("地址：杭州市西湖区文三路12号3幢2单元501室", [("address", "杭州市西湖区文三路12号3幢2单元501室")]),
        ("请寄到北京市朝阳区建国路88号", [("address", "北京市朝阳区建国路88号")]),
        ("王经理很耐心", [("name", "王经理")]),
        ("感谢欧阳医生", [("name", "欧阳医生")]),
        ("我叫李雷，住三楼", [("name", "李雷")]),
        ("联系人韩梅梅，请来电", [("name", "韩梅梅")]),
        ("小陈师傅手艺好", [("name", "小陈师傅")]),
        ("感谢王医生", [("name", "王医生")]),
        ("王建国师傅很好", [("name", "王建国师傅")]),
        ("李小红经理态度差", [("name", "李小红经理")]),
        ("张伟医生", [("name", "张伟医生")]),
        ("找陳靜老師退的課", [("name", "陳靜老師")]),
        ("欧阳文静护士长和刘志强店长都在", [("name", "欧阳文静护士长"), ("name", "刘志强店长")]),
        ("谢谢林芳教练，感谢赵明主任", [("name", "林芳教练"), ("name", "赵明主任")]),
        ("感谢李明先生", [("name", "李明先生")]),
    ],
)
def test_found(text: str, found: list[tuple[str, str]]):
    assert told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "订单号13812345678",
        "快递单号622202000000000000",
        "打400-820-8820没人接",
        "我要打12315",
        "客服95588",
        "一共12345678元",
        "2024年12月31日",
        "11010519491231002",
        "型号AB-1234567890",
        "卫生间很干净",
        "外面在施工",
        "高级经理来了",
        "谢谢师傅",
        "感谢老师",
        "谢谢先生",
        "高兴的是师傅来了",
        "安装师傅",
        "黄色经理",
        "周三医生不在",
        "白天医生多",
        "卫生院长来过",
        "金融经理",
        "文艺老师",
        "高三老师",
        "游泳教练",
        "项目经理",
        "总经理不在",
        "",
    ],
)
def test_none(text: str):
    assert told(text) == []


def test_an_id_with_a_wrong_check_digit_is_none_unless_it_is_called_one():
    assert told("110105194912310021") == []
    assert told("身份证110105194912310021") == [("id", "110105194912310021")]


def test_spans_are_in_order_and_apart_and_nothing_raises():
    seed = some_seed()
    chance = random.Random(seed)
    pieces = [
        "138",
        "1234",
        "5678",
        "-",
        " ",
        "王",
        "先生",
        "我叫",
        "李",
        "雷",
        "微信",
        "a1_b2c",
        "@",
        "x.cn",
    ]
    pieces += ["京", "A", "路", "12号", "身份证", "\ud800", "\0", "😀", "，"]
    for _ in range(300):
        text = "".join(chance.choices(pieces, k=chance.randint(0, 30)))
        spans = personal(text)
        assert all(0 <= start < end <= len(text) for _, start, end in spans), f"seed {seed}"
        assert all(a[2] <= b[1] for a, b in pairwise(spans)), f"seed {seed}"


@pytest.mark.parametrize("piece", ["1", "1-", "王", "路1号", "a@", "我叫", "1栋", "市"])
def test_time_is_bounded(piece: str):
    assert cost(lambda: personal(piece * (20_000 // len(piece))))[1] < 200  # yards

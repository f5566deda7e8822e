"""One text that answers several questions, from several.toml."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from nlp import read_answers
from tests.effort import cost, in_pairs
from tests.nlp.test_answers import SATISFACTION, TODAY, as_expected

TABLE = tomllib.loads((Path(__file__).parent / "several.toml").read_text("utf-8"))
OPTIONS = {
    "scale": SATISFACTION,
    "nps": [(str(n), str(n)) for n in range(11)],
    "order": [("pattern", r"[A-Z]{2}\d{8}")],
}
CASES = [
    pytest.param(group["questions"], text, expected, id=f"{text or 'empty'}-{why}")
    for group in TABLE["group"]
    for text, expected, why in group["cases"]
]


def question(key: str) -> dict[str, Any]:
    kind, text = TABLE["questions"][key]
    return {"key": key, "kind": kind, "text": text, "options": OPTIONS.get(kind, []), "rules": None}


def spelled(key: str, reading: Any) -> str:
    kind = "*" if key == "*" else question(key)["kind"]
    return f"!{reading.intent}" if reading.outcome == "intent" else as_expected(reading, "\0", kind)


@pytest.mark.parametrize(("keys", "text", "expected"), CASES)
def test_each_question_gets_its_part(keys: list[str], text: str, expected: dict[str, str]) -> None:
    found = read_answers([question(key) for key in keys], text, TODAY)
    assert {key: spelled(key, reading) for key, reading in found.items()} == expected


def test_what_follows_a_row_is_kept() -> None:
    text = "4 5 3 2，就是包装破了"
    found = read_answers([question(key) for key in ("quality", "delivery", "service", "price")], text, TODAY)
    assert found["price"].comment == text


def test_a_sneer_before_praise_is_no_top_score() -> None:
    found = read_answers([question("quality"), question("delivery")], "呵呵，质量真好，物流真快", TODAY)
    assert {reading.value for reading in found.values()} == {None}


MATTERS = (
    "产品质量 物流配送 客服态度 价格 售后 包装 安装 响应速度 环境 味道 "
    "软件 位置 活动 会员 发票 停车 支付 退货 宣传 教程"
)
TWENTY = [
    {"key": matter, "kind": "scale", "text": f"您对{matter}满意吗？", "options": SATISFACTION}
    for matter in MATTERS.split()
]


@pytest.mark.parametrize(("text", "place"), [("第二十题5分", 19), ("第十一题5分", 10), ("第三题5分", 2)])
def test_a_question_is_called_by_its_number(text: str, place: int) -> None:
    found = read_answers(TWENTY, text, TODAY)
    assert {key: reading.value for key, reading in found.items()} == {MATTERS.split()[place]: "5"}


LONG = {
    "no matter named": "红花山水，青鸟鱼虫，天地之间，门口楼下，",
    "each named": "质量很好，物流一般，客服没接触过，价格有点贵，",
    "all": "除了价格都5分，",
    "joints": "但是",
    "conditions": "要是早点，就好了，",
    "figures": "4分，5分，",
    "names": "质量、客服、",
}


@pytest.mark.parametrize("unit", LONG.values(), ids=LONG)
def test_twice_the_text_takes_about_twice_the_time(unit: str) -> None:
    def read(length: int) -> None:
        read_answers(TWENTY, (unit * 1000)[:length], TODAY)

    read_answers(TWENTY, "都挺好", TODAY)  # lexicons loaded
    taken = in_pairs(lambda: read(1000), lambda: read(2000))
    assert any(whole < max(3 * half, 0.02) for half, whole in taken)
    assert cost(lambda: read(2000))[1] < 100  # yards

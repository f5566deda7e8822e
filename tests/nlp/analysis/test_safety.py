"""Whether a text tells of danger to body, food or house."""

import tomllib
from pathlib import Path

import pytest

from tests.nlp.analysis.reading import unsafe

TABLE = tomllib.loads((Path(__file__).parent / "signs.toml").read_text("utf-8"))
ROWS = [line.split(" ", 3) for line in TABLE["sentences"].strip().split("\n")]


@pytest.mark.parametrize(("safety", "text"), [(safety, text) for _, _, safety, text in ROWS])
def test_sentences(safety: str, text: str):
    assert unsafe([text]) == [safety == "unsafe"]


@pytest.mark.parametrize("text", TABLE["harmless"].strip().split("\n"))
def test_manner_of_speaking_is_no_danger(text: str):
    assert unsafe([text]) == [False]


@pytest.mark.parametrize(
    ("danger", "none"),
    [
        ("有人受伤", "没有人受伤"),
        ("插座冒烟了", "插座没有冒烟"),
        ("充电器发烫冒火花", "充电器不发烫，也没有冒火花"),
        ("手上起泡了", "餐桌桌面起泡了"),
        ("充电宝鼓包了", "地板鼓包了"),
    ],
)
def test_denial_or_a_thing_lifts_danger(danger: str, none: str):
    assert unsafe([danger, none]) == [True, False]

"""What a text wants."""

import tomllib
from pathlib import Path

import pytest

from tests.nlp.analysis.reading import intents

TABLE = tomllib.loads((Path(__file__).parent / "signs.toml").read_text("utf-8"))
ROWS = [line.split(" ", 3) for line in TABLE["sentences"].strip().split("\n")]


@pytest.mark.parametrize(("intent", "text"), [(intent, text) for intent, _, _, text in ROWS])
def test_sentences(intent: str, text: str):
    assert intents([text]) == [intent]


@pytest.mark.parametrize("text", ["", "   ", "。。。", "🙂"])
def test_what_says_nothing_wants_nothing(text: str):
    assert intents([text]) == ["other"]


def test_either_script_is_read_alike():
    assert intents(["請幫我把收貨地址改成公司", "麻煩開一張電子發票"]) == ["request", "request"]

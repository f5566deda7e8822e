"""How urgent a text is: own sentences of many trades, and what must not change it."""

import random
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from tests.nlp.analysis.reading import signs, urgencies
from tests.seeds import some_seed

TABLE = tomllib.loads((Path(__file__).parent / "signs.toml").read_text("utf-8"))
ROWS = [line.split(" ", 3) for line in TABLE["sentences"].strip().split("\n")]


@pytest.mark.parametrize(("urgency", "text"), [(urgency, text) for _, urgency, _, text in ROWS])
def test_sentences(urgency: str, text: str):
    assert urgencies([text]) == [urgency]


@pytest.mark.parametrize("text", TABLE["alarming"].strip().split("\n"))
def test_what_cannot_wait_is_now_and_unsafe(text: str):
    found = signs([text])
    assert (found.urgencies.tolist(), found.unsafe.tolist()) == ([2], [True])


@pytest.mark.parametrize("text", TABLE["harmless"].strip().split("\n"))
def test_manner_of_speaking_calls_nobody(text: str):
    assert urgencies([text])[0] != "now"


@pytest.mark.parametrize("text", [text for _, *signs, text in ROWS if signs == ["now", "unsafe"]])
@pytest.mark.parametrize("courtesy", ["您好，{}", "{}，谢谢", "你好，打扰了，{}。辛苦了"])
def test_courtesy_makes_no_danger_less_urgent(text: str, courtesy: str):
    assert urgencies([courtesy.format(text)]) == ["now"]


def test_a_danger_is_seen_at_the_end_of_a_long_text():
    story = "酒店在市中心，房间不大，早餐有粥和包子，服务员会帮忙拿行李。" * 20
    assert urgencies([story, f"{story}现在房间着火了，孩子昏迷没有呼吸，快叫救护车！"]) == ["routine", "now"]


def test_a_text_alone_is_read_as_among_others():
    texts = [text for *_, text in ROWS]
    assert urgencies(texts) == [urgencies([text])[0] for text in texts]


@pytest.mark.parametrize("asked", ["urgency", "safety"])
def test_evidence_lies_in_the_text(asked: str):
    texts = [text for *_, text in ROWS]
    found = signs(texts)
    for row, text in enumerate(texts):
        spans = found.evidence(row, asked)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(a[1] <= b[0] for a, b in pairwise(sorted(spans)))


def test_urgent_words_are_the_evidence():
    text = "你们好，电梯里有人昏迷了"
    assert "昏迷" in {text[start:end] for start, end in signs([text]).evidence(0, "urgency")}


def test_evidence_begins_where_a_word_does():
    text = "家里有老人，请尽快来修"
    told = {text[start:end] for start, end in signs([text]).evidence(0, "urgency")}
    assert {"家里有", "老人"} <= told
    assert not told & {"里有", "快来"}


def test_routine_has_no_evidence():
    assert signs(["请问几点开门？"]).evidence(0, "urgency") == []


def test_nothing_raises():
    seed = some_seed()
    chance = random.Random(seed)
    alphabet = "不没救命着火,。!?\n\t\0 😀a1１\ud800急请"
    texts = ["".join(chance.choices(alphabet, k=chance.randint(0, 300))) for _ in range(60)]
    for some in (texts, ["", ""], ["。" * 5000], ["火" * 20_000]):
        found = signs(some)
        assert len(found.intents) == len(found.urgencies) == len(found.unsafe) == len(some), f"seed {seed}"
        for row, text in enumerate(some):
            assert all(0 <= a <= b <= len(text) for a, b in found.evidence(row, "urgency")), f"seed {seed}"

"""How models are made: the same data gives the same bytes, and nothing kept for checking is learnt."""

import csv
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy")

from nlp.analysis.batch import Batch
from nlp.analysis.grams import grams
from nlp.analysis.model import Head
from nlp.train import own
from nlp.train.adapting import adapted
from nlp.train.heads import made
from nlp.train.temperature import temperature
from nlp.train.texts import Example, labelled, letters

RECIPE = {"classes": ["bad", "good"], "bits": 16, "freedom": 5, "least": 1}
SOURCE = {"set": "shop", "column": "polarity", "labels": {"1": "good", "-1": "bad"}}
THINGS = ["房间", "早餐", "态度", "物流", "味道", "价格", "包装", "环境"]


def examples() -> list[Example]:
    good = [Example(f"{thing}{word}", "good", 1, "a") for thing in THINGS for word in ("很好", "不错", "棒")]
    bad = [Example(f"{thing}{word}", "bad", 1, "a") for thing in THINGS for word in ("太差", "糟糕", "坏了")]
    return good + bad


def logit(head: Head, text: str) -> float:
    return float(head.logits(grams(Batch([text])))[0, 0])


def write(folder: Path, part: str, rows: list[tuple[str, str]]) -> None:
    folder.mkdir(exist_ok=True)
    with (folder / f"{part}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "polarity"), *rows])


def test_what_was_learnt_is_told() -> None:
    head = made(RECIPE, examples())
    assert logit(head, "交期很好") > 0 > logit(head, "交期太差")


def test_the_same_examples_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        made(RECIPE, examples()).save(tmp_path / f"{name}.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_head_survives_its_file(tmp_path: Path) -> None:
    head = made(RECIPE, examples())
    head.save(tmp_path / "head.npz")
    assert logit(Head.load(tmp_path / "head.npz"), "味道很好") == logit(head, "味道很好")


def test_a_class_without_examples_is_an_error() -> None:
    with pytest.raises(ValueError, match="bad"):
        made(RECIPE, [each for each in examples() if each.label == "good"])


def test_nothing_that_is_kept_for_checking_is_learnt(tmp_path: Path) -> None:
    write(tmp_path / "shop", "train", [("很好！", "1"), ("很好", "1"), ("太差", "-1"), ("一般", "0")])
    write(tmp_path / "shop", "dev", [("不错", "1")])
    write(tmp_path / "other", "train", [("x", "1")])
    write(tmp_path / "other", "dev", [("太差。", "-1")])
    assert [each.text for each in labelled(tmp_path, [SOURCE])] == ["很好！"]
    assert [each.text for each in labelled(tmp_path, [SOURCE], "dev")] == ["不错"]


def test_copies_differ_in_signs_width_and_script_only() -> None:
    assert letters("服務很好！ＡＢＣ") == letters("服务 很好，abc。")


def test_an_organisation_moves_a_head_without_our_data() -> None:
    head = made(RECIPE, examples())
    before = logit(head, "这批货太顶了")
    moved = adapted(head, [Example("太顶了", "good", 1, "own")] * 5, 5)
    assert logit(moved, "这批货太顶了") > before
    assert logit(moved, "味道太差") < 0
    with pytest.raises(ValueError, match="strength"):
        adapted(head, examples(), 0)
    with pytest.raises(ValueError, match="no example"):
        adapted(head, [Example("好", "elsewhere", 1, "own")])


def test_temperature_cools_what_is_too_sure() -> None:
    labels = np.array([1, 1, 1, 0] * 50)
    logits = np.full((200, 1), 5, np.float32)
    cooled = 5 / temperature(logits, labels, np.ones(200, np.float32))
    assert 1 / (1 + np.exp(-cooled)) == pytest.approx(0.75, abs=0.01)


def test_our_own_sentences_are_the_same_each_time_and_whole() -> None:
    found = list(own.sentences())
    assert found == list(own.sentences())
    assert {label for _, label in found} == {"positive", "negative", "ironic", "neutral"}
    assert not any("{" in text or not text.strip() for text, _ in found)

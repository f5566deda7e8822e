"""How models are made: the same data gives the same bytes, and nothing kept for checking is learnt."""

import csv
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy")

import scipy.sparse as sp

from nlp.analysis.batch import Batch
from nlp.analysis.grams import grams
from nlp.analysis.model import LENGTHS, Head, Models
from nlp.train import __main__ as training
from nlp.train import own, signs
from nlp.train.adapting import adapted
from nlp.train.fitting import fit
from nlp.train.heads import made
from nlp.train.temperature import temperature
from nlp.train.texts import Example, labelled, letters
from tests.nlp import test_polarity as moods
from tests.nlp.analysis import test_urgency as signs_told

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
    said = Example("这批货太铁锅了", "positive", 1, "own")
    before = logit(Models().head("polarity"), said.text)
    moved = adapted("polarity", [said] * 5, 5)
    assert logit(moved, said.text) > before
    assert logit(moved, "味道太差") < 0
    with pytest.raises(ValueError, match="strength"):
        adapted("polarity", [said], 0)
    with pytest.raises(ValueError, match="no example"):
        adapted("polarity", [Example("好", "elsewhere", 1, "own")], 5)


def test_what_is_written_elsewhere_changes_nothing_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lessons = [each for each, _ in zip(signs.sentences(), range(40), strict=False)]
    monkeypatch.setattr(training, "recipes", dict)
    monkeypatch.setattr(signs, "sentences", lambda: lessons)
    monkeypatch.setattr(signs, "reviews", lambda _: [])
    before = (signs.LISTS / "signs.toml").read_bytes()
    monkeypatch.setattr(training, "use", lambda _: None)
    assert training.main(tmp_path, tmp_path / "made", ()) == 0
    assert (signs.LISTS / "signs.toml").read_bytes() == before
    assert {file.name for file in (tmp_path / "made").iterdir()} == {"folded.npz", "signs.npz", "signs.toml"}


@pytest.mark.parametrize("line", ["X-. 门坏了", "C?. 门坏了", "C-.门坏了", "C-. ", "C"])
def test_a_line_that_is_no_sentence_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    (tmp_path / "shop.txt").write_text(f"C-. 门关不上\n\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=r"shop\.txt:3"):
        list(signs.sentences(tmp_path))


def test_only_runs_that_are_denied_may_go_further() -> None:
    """Where none count, the highest buckets are as good as the others."""
    counted = sp.csr_matrix(np.repeat([[1, 0], [0, 1]], 20, axis=0).astype(np.float32))
    counted = sp.hstack([counted[:, :1], sp.csr_matrix((40, 30), dtype=np.float32), counted[:, 1:]]).tocsr()
    second, weights = np.repeat([False, True], 20), np.ones(40, np.float32)
    plain = fit(counted, second, weights, 1, 1, LENGTHS).weights
    raised = fit(counted, second, weights, 1, 1, (*LENGTHS, 5, 6)).weights
    assert plain[31] == pytest.approx(-plain[0])
    assert raised[31] > -1.2 * raised[0] > 0


def test_temperature_cools_what_is_too_sure() -> None:
    labels = np.array([1, 1, 1, 0] * 50)
    logits = np.full((200, 1), 5, np.float32)
    cooled = 5 / temperature(logits, labels, np.ones(200, np.float32))
    assert 1 / (1 + np.exp(-cooled)) == pytest.approx(0.75, abs=0.01)


def test_what_models_are_tested_with_was_not_taught() -> None:
    rows = [line.split(" ", 3)[3] for line in signs_told.TABLE["sentences"].strip().split("\n")]
    lists = [signs_told.TABLE["harmless"], signs_told.TABLE["alarming"], *moods.SENTENCES]
    asked = {letters(text): text for text in [*rows, *"\n".join(lists).split("\n")]}
    pairs = (*own.sentences(), *own.cases())
    taught = {
        letters(text) for text in [*(text for text, _ in pairs), *(each.text for each in signs.sentences())]
    }
    assert [text for key, text in asked.items() if key and key in taught] == []


def test_our_own_sentences_are_the_same_each_time_and_whole() -> None:
    found = list(own.sentences())
    assert found == list(own.sentences())
    assert {label for _, label in found} == {"positive", "negative", "ironic", "neutral"}
    assert not any("{" in text or not text.strip() for text, _ in found)

"""Wishes in the middle of a question, from wishes.toml."""

import tomllib
from pathlib import Path

import pytest

from nlp import Reading, read_answer

TABLE = tomllib.loads((Path(__file__).parent / "wishes.toml").read_text("utf-8"))
LEVELS = [("1", "非常不满意"), ("2", "不满意"), ("3", "一般"), ("4", "满意"), ("5", "非常满意")]


def read(text: str, kind: str = "scale") -> Reading:
    return read_answer(kind, "您对产品质量满意吗？", LEVELS if kind == "scale" else [], text)


@pytest.mark.parametrize(("text", "intent"), TABLE["bare"])
@pytest.mark.parametrize("kind", ["scale", "yes_no", "text"])
def test_a_bare_wish(kind: str, text: str, intent: str) -> None:
    reading = read(text, kind)
    assert (reading.outcome, reading.intent, reading.value) == ("intent", intent, None)


@pytest.mark.parametrize("text", TABLE["none"])
@pytest.mark.parametrize("kind", ["scale", "text"])
def test_words_that_only_look_like_a_wish(kind: str, text: str) -> None:
    assert read(text, kind).intent is None


@pytest.mark.parametrize("text", TABLE["stories"])
def test_a_story_is_no_wish(text: str) -> None:
    reading = read(text, "text")
    assert (reading.outcome, reading.value, reading.intent) == ("answer", text, None)


def test_a_wish_beside_a_score_keeps_the_score() -> None:
    reading = read("2分，我要投诉")
    assert (reading.outcome, reading.value, reading.intent) == ("answer", "2", "complaint")
    assert reading.comment == "2分，我要投诉"


def test_a_wish_beside_an_open_answer_keeps_the_answer() -> None:
    reading = read("物流太慢，我要投诉", "text")
    assert (reading.outcome, reading.value, reading.intent) == ("answer", "物流太慢，我要投诉", "complaint")


def test_a_wish_beside_what_is_no_answer_is_what_is_wanted() -> None:
    reading = read("气死我了，转人工")
    assert (reading.outcome, reading.intent, reading.comment) == ("intent", "human", "气死我了，转人工")


def test_someone_in_danger_comes_before_any_score() -> None:
    reading = read("1分，我真的不想活了")
    assert (reading.outcome, reading.intent, reading.value) == ("intent", "crisis", None)
    assert reading.comment == "1分，我真的不想活了"


def test_an_option_of_that_name_is_no_wish() -> None:
    reading = read_answer("single", "您找我们做什么？", [("a", "咨询"), ("b", "投诉")], "投诉")
    assert (reading.value, reading.intent) == ("b", None)

"""Wishes in the middle of a question, from wishes.toml."""

import tomllib
from pathlib import Path

import pytest

from nlp import Reading, grieves, pleads, read_answer

TABLE = tomllib.loads((Path(__file__).parent / "wishes.toml").read_text("utf-8"))
LEVELS = [("1", "非常不满意"), ("2", "不满意"), ("3", "一般"), ("4", "满意"), ("5", "非常满意")]


def read(text: str, kind: str = "scale") -> Reading:
    return read_answer(kind, "您对产品质量满意吗？", LEVELS if kind == "scale" else [], text)


CASES = [(kind, *case) for case in TABLE["bare"] for kind in ("scale", "yes_no", "text")]
CASES += [("scale", *case) for case in TABLE["scale_only"]]


@pytest.mark.parametrize(("kind", "text", "intent", "why"), CASES)
def test_a_bare_wish(kind: str, text: str, intent: str, why: str) -> None:
    reading = read(text, kind)
    assert (reading.outcome, reading.intent, reading.value) == ("intent", intent, None), why


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
    reading = read("家里停电了，转人工")
    assert (reading.outcome, reading.intent, reading.comment) == ("intent", "human", "家里停电了，转人工")


def test_someone_in_danger_comes_before_any_score() -> None:
    reading = read("1分，我真的不想活了")
    assert (reading.outcome, reading.intent, reading.value) == ("intent", "crisis", None)
    assert reading.comment == "1分，我真的不想活了"


def test_an_option_of_that_name_is_no_wish() -> None:
    reading = read_answer("single", "您找我们做什么？", [("a", "咨询"), ("b", "投诉")], "投诉")
    assert (reading.value, reading.intent) == ("b", None)


def test_abuse_beside_a_score_keeps_the_score() -> None:
    reading = read("2分，一群王八蛋")
    assert (reading.outcome, reading.value, reading.intent) == ("answer", "2", "abuse")


def test_a_request_beside_a_score_keeps_the_score() -> None:
    reading = read("满意，另外发票能改抬头吗")
    assert (reading.outcome, reading.value, reading.intent) == ("answer", "4", "question")


def test_a_person_wanted_where_there_is_nothing_to_say() -> None:
    assert read("没意见，转人工，有事要问", "text").intent == "human"


@pytest.mark.parametrize("text", ["F", "f", "T"])
def test_a_letter_on_show_is_an_option(text: str) -> None:
    letters = [
        (letter, f"{letter.upper()}. {label}") for letter, label in zip("ft", ("包装", "价格"), strict=True)
    ]
    assert read_answer("single", "您最看重什么？", letters, text).value == text.lower()


STORIES_OF_COMPLAINT = [
    "投诉：沙发塌了",
    "投訴：沙發塌了",
    "投诉 沙发塌了",
    "投诉，柜门关不上",
    "我要投诉沙发坏了",
    "我要投诉师傅骂人",
    "我想表扬一下，另外投诉：送货太慢",
    "Complaint: the sofa broke",
    "I want to complain about your rude driver",
]


@pytest.mark.parametrize("text", STORIES_OF_COMPLAINT)
def test_a_complaint_with_what_happened_keeps_it(text: str) -> None:
    reading = read(text, "text")
    assert (reading.outcome, reading.value, reading.intent) == ("answer", text, "complaint")


@pytest.mark.parametrize("text", ["我要投诉你们的客服", "我要投诉快递员"])
def test_whom_a_complaint_is_about_is_no_story(text: str) -> None:
    reading = read(text, "text")
    assert (reading.outcome, reading.intent, reading.comment) == ("intent", "complaint", "")


@pytest.mark.parametrize("text", ["投诉：满意", "投诉处理得很快", "投诉电话打不通"])
def test_the_handling_of_complaints_is_no_complaint(text: str) -> None:
    assert read(text, "text").intent is None


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("沙发塌了，另外客服态度差，还有发票没给", True),
        ("沙發塌了，而且客服不接電話", True),
        ("沙发塌了", False),
        ("质量不错，另外物流有点慢", False),
        ("另外加一句，都挺好", False),
    ],
)
def test_several_matters_that_went_wrong(text: str, several: bool) -> None:
    assert grieves(text) is several


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("沙发塌了，你们怎么赔我", "怎么赔"),
        ("椅子腿断了有没有人管", "有没有人管"),
        ("洗衣机漏水怎么办，才买一个月", "怎么办"),
        ("为什么我的订单还没到，都两周了", "为什么"),
        ("洗衣机漏水怎么办", ""),
        ("如果沙发坏了，你们怎么赔", ""),
        ("坏了怎么退", ""),
        ("为什么我的订单还没到", ""),
    ],
)
def test_a_grievance_put_as_a_question(text: str, asked: str) -> None:
    assert pleads(text) == asked

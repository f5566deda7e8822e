"""What answers mean: the table in answers.toml, and what the table cannot show."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from nlp import Reading, read_answer
from nlp.answers import kinds

TABLE = tomllib.loads((Path(__file__).parent / "answers.toml").read_text("utf-8"))
SCHEMES = {name: [tuple(option) for option in options] for name, options in TABLE["schemes"].items()}
SATISFACTION = SCHEMES["satisfaction"]

CASES = [
    pytest.param(group, text, expected, id=f"{group['kind']}-{text or 'empty'}-{why}")
    for group in TABLE["group"]
    for text, expected, why in group["cases"]
]


def spelled(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "+".join(value) if isinstance(value, list) else str(value or "")


def as_expected(reading: Reading, text: str) -> str:
    """A reading in the table's shorthand."""
    if reading.outcome == "ask":
        return f"?{spelled(reading.guess)}"
    if reading.missing:
        return f"-{reading.missing}"
    wish = f"!{reading.intent}" if reading.intent else ""
    return f"{'=' if reading.value == text else spelled(reading.value)}{wish}"


@pytest.mark.parametrize(("group", "text", "expected"), CASES)
def test_is_understood(group: dict[str, Any], text: str, expected: str) -> None:
    reading = read_answer(
        group["kind"], group["question"], SCHEMES[group["options"]], text, rules=group.get("rules")
    )
    found = as_expected(reading, text if group["kind"] == "text" else "\0")
    assert found[0] == "?" if expected == "?*" else found == expected, reading


def test_the_table_is_large_and_without_doubles() -> None:
    seen = [
        (group["kind"], group["question"], group["options"], case[0])
        for group in TABLE["group"]
        for case in group["cases"]
    ]
    assert len(seen) >= 150
    assert len(seen) == len(set(seen))


def test_every_kind_has_cases() -> None:
    assert {group["kind"] for group in TABLE["group"]} == set(kinds())


def test_a_kind_without_reader_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match=r"'smell'.*multi, nps, scale, single, text, yes_no"):
        read_answer("smell", "？", [], "香")


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("4", ""),
        ("满意", ""),
        ("我觉得4分吧，谢谢", ""),
        ("挺好的", ""),
        ("4分，就是慢", "4分，就是慢"),
        ("物流慢，其他挺好", "物流慢，其他挺好"),
        ("４分，　就是慢", "４分，　就是慢"),
        ("等了5天", "等了5天"),
    ],
)
def test_what_else_was_said_is_kept_as_written(text: str, comment: str) -> None:
    assert read_answer("scale", "您对产品质量满意吗？", SATISFACTION, text).comment == comment


def test_a_long_answer_is_read_at_its_start_and_kept_whole() -> None:
    text = "4分，" + "东西用了一个月，" * 100_000
    reading = read_answer("scale", "您对产品质量满意吗？", SATISFACTION, text)
    assert (reading.value, reading.comment) == ("4", text)


def test_says_what_it_rests_on() -> None:
    read = read_answer("scale", "您对产品质量满意吗？", SATISFACTION, "物流慢，其他挺好")
    assert read.because == ("挺好",)


def test_out_of_range_names_the_range() -> None:
    assert read_answer("scale", "您对产品质量满意吗？", SATISFACTION, "6分").because == ("6分", "1~5")


def test_an_organisation_has_words_of_its_own() -> None:
    rules = {"words": {"六翻了": "5", "拉胯": "1"}}
    assert read_answer("scale", "质量？", SATISFACTION, "六翻了！", rules=rules).value == "5"
    assert read_answer("scale", "质量？", SATISFACTION, "拉胯", rules=rules).value == "1"


def test_numbers_in_labels_are_what_the_customer_sees() -> None:
    options = [("1", "5分"), ("2", "4分"), ("3", "3分"), ("4", "2分"), ("5", "1分")]
    assert read_answer("scale", "请打分", options, "5").value == "1"
    assert read_answer("scale", "请打分", options, "4分").value == "2"

"""What answers mean: the tables in answers/, and what a table cannot show.

A case is ``[text, what is understood, why, level]``, level easy | medium | hard. What is understood:
"4" the value · "1+3" several · "a>b>c" a ranking · "yes", "no" · "2026-11-20" · "12.5" · "=" the text ·
"-unknown" an answer that there is none · "!complaint" a wish · "2!complaint" a value and a wish ·
"?" ask again · "?4" ask again, guessing 4 · "?*" ask again, whatever is guessed.
A group's ``options`` are named in [schemes] or written out; ``rules`` and ``today`` may be left out.
"""

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from nlp import Reading, read_answer
from nlp.answers import kinds

TODAY = dt.date(2026, 11, 21)
FILES = sorted((Path(__file__).parent / "answers").glob("*.toml"))


def groups_of(path: Path) -> list[dict[str, Any]]:
    """The groups of a file, with their options written out."""
    table = tomllib.loads(path.read_text("utf-8"))
    groups: list[dict[str, Any]] = table["group"]
    for group in groups:
        named = group["options"]
        options = table["schemes"][named] if isinstance(named, str) else named
        group["options"] = [tuple(option) for option in options]
    return groups


GROUPS = [group for path in FILES for group in groups_of(path)]
CASES = [
    pytest.param(group, text, expected, id=f"{group['kind']}-{text or 'empty'}-{why}")
    for group in GROUPS
    for text, expected, why, _ in group["cases"]
]
SATISFACTION = [("1", "非常不满意"), ("2", "不满意"), ("3", "一般"), ("4", "满意"), ("5", "非常满意")]


def spelled(value: Any, kind: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return (">" if kind == "ranking" else "+").join(value)
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def as_expected(reading: Reading, text: str, kind: str) -> str:
    """A reading in the tables' shorthand."""
    if reading.outcome == "ask":
        return f"?{spelled(reading.guess, kind)}"
    wish = f"!{reading.intent}" if reading.intent else ""
    if reading.missing:
        return f"-{reading.missing}{wish}"
    return ("=" if kind == "text" and reading.value == text else spelled(reading.value, kind)) + wish


@pytest.mark.parametrize(("group", "text", "expected"), CASES)
def test_is_understood(group: dict[str, Any], text: str, expected: str) -> None:
    kind, today, rules = group["kind"], group.get("today", TODAY), group.get("rules")
    reading = read_answer(kind, group["question"], group["options"], text, today, rules=rules)
    found = as_expected(reading, text, kind)
    assert found[:1] == "?" if expected == "?*" else found == expected, reading


def asked(group: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(group.get(key)) for key in ("kind", "question", "options", "rules", "today"))


def test_the_tables_are_large_and_without_doubles() -> None:
    seen = [(*asked(group), case[0]) for group in GROUPS for case in group["cases"]]
    assert len(seen) >= 600
    assert sorted({case for case in seen if seen.count(case) > 1}) == []


SCORES = ("scale", "nps")
POLITE = re.compile(r"谢谢|麻烦|请|您好|你好|[!！。]+$")


def shape(text: str, expected: str) -> tuple[str, str]:
    """The same for two cases that differ in a number or in politeness alone, and come out alike."""
    outcome = expected[:1] if expected[:1] in "?-!" else "value"
    return re.sub(r"[1-9]", "#", POLITE.sub("", text)) or text, outcome


def test_no_two_scores_are_alike_but_for_a_number_or_politeness() -> None:
    seen = [
        (*asked(group), *shape(*case[:2]))
        for group in GROUPS
        if group["kind"] in SCORES
        for case in group["cases"]
    ]
    assert sorted({case for case in seen if seen.count(case) > 1}) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_case_says_why_and_how_hard_it_is(path: Path) -> None:
    for group in groups_of(path):
        for _, _, why, level in group["cases"]:
            assert why
            assert level in ("easy", "medium", "hard")


def test_every_kind_has_cases() -> None:
    assert {group["kind"] for group in GROUPS} == set(kinds())


@pytest.mark.parametrize("text", ["香", "转人工", ""])
def test_a_kind_without_reader_is_asked_again(text: str) -> None:
    assert read_answer("smell", "？", [], text) == Reading("ask")


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


def test_a_place_beyond_the_list_names_the_range() -> None:
    read = read_answer("scale", "您对产品质量满意吗？", SATISFACTION, "第六个")
    assert (read.outcome, read.guess, read.because) == ("ask", None, ("第六个", "1~5"))


def test_an_organisation_has_words_of_its_own() -> None:
    rules = {"words": {"六翻了": "5", "拉胯": "1"}}
    assert read_answer("scale", "质量？", SATISFACTION, "六翻了！", rules=rules).value == "5"
    assert read_answer("scale", "质量？", SATISFACTION, "拉胯", rules=rules).value == "1"


def test_numbers_in_labels_are_what_the_customer_sees() -> None:
    options = [("1", "5分"), ("2", "4分"), ("3", "3分"), ("4", "2分"), ("5", "1分")]
    assert read_answer("scale", "请打分", options, "5").value == "1"
    assert read_answer("scale", "请打分", options, "4分").value == "2"

"""A reading says what it rests on in the customer's own words, however they were written."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import Reading, read_answer, read_answers
from nlp.answers import kinds
from tests.nlp.test_answers import GROUPS, SATISFACTION, TODAY

QUESTION = "您对产品质量满意吗？"
RANGE = re.compile(r"-?[\d.]*~-?[\d.]*")
PIECES = [
    "唔系",
    "幾",
    "滿意",
    "hen hao",
    "４",
    "④分",
    "ＯＫ",
    "慢意",
    "他妈的",
    "❤️",
    "，",
    "　",
    "bu",
    "冇",
    "１万２",
    "1,200",
    "扣俩",
]


def unwritten(reading: Reading, text: str) -> list[str]:
    """The words that the text does not hold, but for the range that a question allows."""
    said = reading.because
    last = said[-1:] if reading.outcome == "ask" and said and RANGE.fullmatch(said[-1]) else ()
    return [words for words in said[: len(said) - len(last)] if words not in text]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group['kind']}-{group['question']}")
def test_it_is_part_of_the_text(group: dict[str, Any]) -> None:
    kind, today, rules = group["kind"], group.get("today", TODAY), group.get("rules")
    for text, *_ in group["cases"]:
        reading = read_answer(kind, group["question"], group["options"], text, today, rules=rules)
        assert unwritten(reading, text) == [], (text, reading)


ASKED = [
    {"key": str(place), "kind": "scale", "text": f"您对{matter}满意吗？", "options": SATISFACTION}
    for place, matter in enumerate(("质量", "物流", "客服"))
]


@pytest.mark.parametrize(
    "text", ["質量滿意，物流慢意，客服唔好", "１.４ ２.３ ３.hen hao", "都係５分，除咗物流", "４，５，３"]
)
def test_of_several_too(text: str) -> None:
    found = read_answers([*ASKED, {"key": "*", "kind": "text", "text": "还有什么要说？"}], text, TODAY)
    assert found
    assert [words for reading in found.values() for words in unwritten(reading, text)] == []


@given(st.sampled_from(kinds()), st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=6))
def test_whatever_is_written(kind: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    assert unwritten(read_answer(kind, QUESTION, SATISFACTION, text, TODAY), text) == []


@pytest.mark.parametrize(
    ("kind", "text", "because"),
    [
        ("scale", "唔系幾滿意", ("唔系幾滿意",)),
        ("scale", "hen hao", ("hen hao",)),
        ("scale", "东西慢意，快递慢", ("慢意",)),
        ("scale", "４", ("４",)),
        ("scale", "６分", ("６分", "1~5")),
        ("scale", "5分吧，等了三天，扣两分", ("5分", "扣两分")),
        ("number", "大概花了1万2吧，记不清了", ("大概花了1万2吧",)),
        ("yes_no", "還沒解決呢", ("還沒解決呢",)),
    ],
)
def test_it_is_as_short_as_what_was_heard(kind: str, text: str, because: tuple[str, ...]) -> None:
    asked = "解决了吗？" if kind == "yes_no" else QUESTION
    options = SATISFACTION if kind == "scale" else []
    assert read_answer(kind, asked, options, text, TODAY).because == because

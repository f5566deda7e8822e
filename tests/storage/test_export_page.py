"""The page of what is kept of a customer, made of values alone."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from storage import definitions
from storage.exporting.page import page

AT = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
TEMPLATE = "{{ organisation }} {{ at | moment }} {{ name }} {{ answer | said | join('/') }}"
ANSWER = {"label": "满意", "text": "满意", "comment": "", "reason": "送得快"}


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "跳过"), ("zh-TW", "跳過"), ("en", "Skipped")])
def test_a_skipped_question_is_said_to_be(language: str, words: str) -> None:
    kept: dict[str, Any] = {
        "at": AT,
        "name": "",
        "answer": {**ANSWER, "label": "", "text": "skip", "reason": ""},
    }
    kept["answer"]["missing"] = "skipped"
    told = page("{{ answer | said | join('/') }}", kept, definitions.texts(language), "青禾", ZoneInfo("UTC"))
    assert told == words


def test_words_beside_what_is_missing_stay() -> None:
    kept: dict[str, Any] = {"at": AT, "answer": {"label": "", "text": "没用过", "comment": "", "reason": ""}}
    kept["answer"]["missing"] = "unknown"
    told = page("{{ answer | said | join('/') }}", kept, definitions.texts("zh-CN"), "青禾", ZoneInfo("UTC"))
    assert told == "不清楚/没用过"


def test_moments_are_those_of_the_place_and_nothing_is_said_twice() -> None:
    kept = {"at": AT, "name": "<b>", "answer": ANSWER}
    told = page(TEMPLATE, kept, definitions.texts("zh-CN"), "青禾", ZoneInfo("Asia/Shanghai"))
    assert told == "青禾 2026-11-24 04:30 &lt;b&gt; 满意/送得快"

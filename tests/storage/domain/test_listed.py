"""Several options told in one line are listed as their script lists things."""

import pytest

from storage.domain.question import Question
from storage.domain.questions import kind
from storage.surveys import check
from tests.conversations.written import HEAD, SECTION, WORDS, asked, options


def bought(*labels: str) -> Question:
    return check(HEAD + SECTION + asked("bought", "multi", "买了什么？", options(*labels)) + WORDS).questions[
        0
    ]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("灯", "床"), "灯、床"),
        (("燈", "床"), "燈、床"),
        (("Lamp", "Bed"), "Lamp, Bed"),
        (("iPad", "手机"), "iPad、手机"),
    ],
)
def test_options_are_listed_as_they_are_written(labels: tuple[str, ...], told: str) -> None:
    assert kind("multi").label(bought(*labels), ["a", "b"]) == told

"""What a question is told about the day: only where its answer depends on it."""

from datetime import UTC, datetime

from bot.conversation import understanding
from bot.conversation.turn import Turn
from bot.message import Inbound
from storage.domain.question import Question
from tests.bot.conversation.roads import at

LATE = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""24 November 2026, 1:00 in Shanghai."""


def turn(text: str) -> Turn:
    line, _ = at("asking")
    return Turn(line.talk, Inbound("test", "a", "x", "text", LATE, text), line.context(), LATE)


def test_yesterday_is_that_of_the_organisation_and_the_step_is_not_remembered() -> None:
    asked, made = Question("bought", "date", "购买日期", "您是哪天买的？"), turn("昨天")
    vars(asked).update(reads="date", choices=())
    assert understanding.read(made, asked, "昨天").value == "2026-11-23", "as it is kept"
    assert not made.timeless


def test_a_level_is_the_same_on_any_day() -> None:
    made = turn("4")
    survey = made.context.survey
    assert survey is not None
    assert understanding.read(made, survey.questions[0], "4").value == "4"
    assert made.timeless

"""Steps remembered: the same as made anew, and nobody's own words among them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation import memory
from bot.conversation.talk import Talk
from bot.message import Inbound
from tests.conversations.direct import DirectLine, survey

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(memory, "_young", {})
    monkeypatch.setattr(memory, "_old", {})


@pytest.fixture
def context():
    return replace(DirectLine(survey("satisfaction")).context(), number="", wanted=None)


def talked(context, *said, at=NOW):
    """What came of each of these, said one after another by somebody new."""
    kept, outcomes = Talk().dump(), []
    for number, words in enumerate(said):
        outcomes.append(memory.step(kept, Inbound("test", "a", str(number), "text", at, words), context, at))
        kept = outcomes[-1].kept
    return outcomes


def remembered():
    return [outcome for known in (memory._young, memory._old) for outcome in known.values()]


def test_the_second_to_say_the_same_gets_the_same(context):
    first = talked(context, "你好", "可以", "4", "不满意")
    again = talked(context, "你好", "可以", "4", "不满意", at=NOW + timedelta(days=3))
    assert all(one is other for one, other in zip(first, again, strict=True))


def test_what_another_answers_is_another_step(context):
    four, two = talked(context, "你好", "可以", "4")[-1], talked(context, "你好", "可以", "2")[-1]
    assert four != two


def test_a_story_is_not_remembered(context):
    talked(context, "你好", "可以", "投诉", "沙发腿断了，孩子差点摔着", "沙发", "没有", "昨天", "退款")
    assert "沙发腿断了" not in str(remembered())
    assert all(outcome.talk.draft is None for outcome in remembered())


def test_a_guess_is_not_remembered(context):
    talked(context, "你好", "可以", "都坏了", "是的")
    assert "都坏了" not in str(remembered())


def test_a_step_that_asks_for_the_time_is_made_each_time(context, monkeypatch):
    real = memory.stepped

    def looks_at_the_clock(*known):
        turn = real(*known)
        assert turn.now
        return turn

    monkeypatch.setattr(memory, "stepped", looks_at_the_clock)
    first, later = talked(context, "你好")[0], talked(context, "你好", at=NOW + timedelta(days=30))[0]
    assert (first == later, first is later, remembered()) == (True, False, [])


def test_what_is_known_of_one_customer_alone_is_not_remembered(context):
    talked(replace(context, number="T261123-0001"), "你好", "可以")
    assert remembered() == []


def test_the_memory_has_an_end_and_what_is_asked_for_again_stays(context, monkeypatch):
    monkeypatch.setattr(memory, "MOST", 4)
    common = talked(context, "你好", "可以")
    for level in "12345":
        talked(context, "你好", "可以", level)
    assert len(remembered()) <= 2 * 4
    assert talked(context, "你好", "可以")[1] is common[1]

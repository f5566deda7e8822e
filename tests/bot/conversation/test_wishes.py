"""Whatever `nlp.read_answer` can hear as a wish is granted or answered, on both sides of consent."""

import pytest

from bot.conversation.effects import Say
from bot.conversation.life import AGREED, LIFE
from bot.conversation.turn import Turn, Wish
from bot.conversation.wishes import AFTER_CONSENT, BEFORE_CONSENT, grant
from bot.message import Inbound
from tests.bot.conversation.roads import ROADS, at
from tests.conversations.direct import MONDAY

INTENTS = [
    *["help", "human", "complaint", "cancel", "later", "skip", "back", "edit", "restart", "unsubscribe"],
    *["abuse", "offtopic", "question", "erase", "export", "wrong_person", "refuse_consent", "language"],
    *["status", "promises", "menu", "crisis"],
]


def test_every_intent_has_its_place_on_both_sides_of_consent() -> None:
    assert set(INTENTS) <= set(AFTER_CONSENT)
    assert set(AFTER_CONSENT) == set(BEFORE_CONSENT)


@pytest.mark.parametrize("intent", [*AFTER_CONSENT, "something new"])
@pytest.mark.parametrize("state", [state for state in ROADS if state != "new"])
def test_every_wish_is_answered_in_every_state(state: str, intent: str) -> None:
    line, _ = at(state)
    turn = Turn(line.talk, Inbound("test", "a", "x", "text", MONDAY, "…"), line.context(), MONDAY)
    grant(turn, Wish(intent))
    assert any(isinstance(effect, Say) for effect in turn.effects)
    assert turn.talk.state in LIFE.states
    assert (turn.talk.state in AGREED) == bool(turn.talk.consent)


@pytest.mark.parametrize("state", AGREED)
def test_consent_is_withdrawn_at_any_time(state: str) -> None:
    line, _ = at(state)
    turn = Turn(line.talk, Inbound("test", "a", "x", "text", MONDAY, "撤回同意"), line.context(), MONDAY)
    grant(turn, Wish("refuse_consent"))
    assert (turn.talk.state, turn.talk.version_id, turn.talk.draft) == ("declined", 0, None)


def test_a_survey_under_another_notice_asks_for_consent_again() -> None:
    line, customer = at("menu")
    customer.says("不答了")
    line.stored = line.stored.replace('"consent":"2026-11"', '"consent":"2020-01"')
    customer.picks("填问卷").hears("可以开始吗").says("可以").hears("产品质量")
    assert line.consents() == [True, True]

"""The ledger: what an effect comes to is written once the batch knows its ids."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.conversation import effects
from bot.conversation.talk import Talk
from bot.ledger import Ledger
from bot.turn import Turn
from storage import conversations, db
from storage.tables import asked_again, responses

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def turn(engine):
    with db.writing(engine) as session:
        (conversation,) = conversations.load(session, [("webchat", "a")], NOW).values()
    made = Turn(conversation, Talk(), "", None)
    made.heard = made.next_seq()
    return made


def test_a_question_asked_again_is_kept_under_the_response_of_the_same_batch(engine, turn):
    ledger = Ledger(NOW)
    ledger.perform(turn, effects.Begin(1))
    ledger.perform(turn, effects.AskedAgain("quality", "scale", "3", ("马马虎虎",)))
    ledger.perform(turn, effects.AskedAgain("price", "scale"))
    with db.writing(engine) as session:
        ledger.write(session)
        (response,) = session.scalars(select(responses.c.id))
        found = session.execute(select(asked_again).order_by(asked_again.c.id)).all()
    assert [tuple(row)[1:] for row in found] == [
        (response, "quality", "scale", turn.heard, "3", ["马马虎虎"], NOW),
        (response, "price", "scale", turn.heard, None, None, NOW),
    ]


def test_without_a_response_nothing_is_asked_again(turn):
    with pytest.raises(LookupError):
        Ledger(NOW).perform(turn, effects.AskedAgain("quality", "scale"))

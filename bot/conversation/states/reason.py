"""A score was low, and the customer is asked why. They need not say."""

from bot.conversation import hearing, surveying
from bot.conversation.effects import Reason
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn, Wish


def text(turn: Turn) -> None:
    """The reason in the customer's words, or a wish, or both."""
    reading = hearing.words(turn)
    turn.wish = hearing.wish(reading)
    if isinstance(reading.value, str):
        turn.do(Reason(sheet(turn.talk, turn.context, turn.talk.about).question.key, reading.value))
        turn.say("reason.kept")
    if reading.outcome == "ask":
        turn.puzzled()
    elif reading.outcome == "answer":
        passed(turn)


def passed(turn: Turn) -> None:
    """On, unless the customer wants something else first."""
    if turn.wish:
        turn.move("ask")
    else:
        surveying.go_on(turn)


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Not saying why, or saying it as a complaint."""
    if keys in (("skip",), ("complaint",)):
        turn.wish = Wish(keys[0])
    else:
        turn.puzzled()

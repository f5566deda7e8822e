"""Beside an answer the customer asked for no more messages: 4分，别打电话. Is it goodbye for good?"""

from bot.conversation import hearing
from bot.conversation.turn import Turn, Wish
from nlp import read_answer


def text(turn: Turn) -> None:
    """Yes or no, a word to go on, the wish once more, or another."""
    reading = read_answer("yes_no", "", [], turn.inbound.text)
    heard = hearing.wish(hearing.words(turn))
    if heard:
        turn.wish = heard
    elif hearing.heard(turn, "go_on"):
        picked(turn, ("no",))
    elif isinstance(reading.value, bool):
        picked(turn, ("yes" if reading.value else "no",))
    else:
        turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Goodbye, or on where the talk was."""
    if keys == ("yes",):
        turn.wish = Wish("unsubscribe")
    elif keys == ("no",):
        turn.say("leaving.stays")
        turn.wish = Wish("go_on")
    else:
        turn.puzzled()

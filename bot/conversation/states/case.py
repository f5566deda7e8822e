"""The owner of an anonymous complaint has shown its code: what they write is added to it."""

from bot.conversation import cases, hearing
from bot.conversation.turn import Turn, Wish


def text(turn: Turn) -> None:
    """That it is all, a wish, or more to the complaint."""
    key, reading = hearing.picked(turn, turn.open), hearing.words(turn)
    if key or hearing.heard(turn, "all_told") or hearing.courtesy(turn):
        picked(turn, ("all_told",))
    elif isinstance(reading.value, str):
        cases.added(turn, reading.value)
    elif reading.intent and reading.intent != "complaint":
        turn.wish = hearing.wish(reading)
    else:
        turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """That is all: on where the talk was."""
    if keys == ("all_told",):
        turn.wish = Wish("go_on")
    else:
        turn.puzzled()

"""A complaint, first in the customer's own words."""

from bot.conversation import complaining, hearing, purposes
from bot.conversation.turn import Turn, Wish


def text(turn: Turn) -> None:
    """The story. What is nothing but a wish is none; a person asked for beside the story comes after it."""
    reading = hearing.words(turn)
    other = turn.talk.draft is not None and turn.talk.draft.purpose
    if wish := purposes.other(turn):
        turn.wish = wish
    elif hearing.no_complaint(turn) or (other and purposes.declined(turn)):
        turn.wish = Wish("cancel")
    elif isinstance(reading.value, str):
        complaining.told(turn, reading.value)
        turn.wish = Wish("human") if reading.intent == "human" else None
    elif reading.intent == "complaint":
        turn.ask()
    elif reading.intent:
        turn.wish = hearing.wish(reading)
    else:
        turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Rather not."""
    if keys in (("cancel",), ("not_needed",)):
        turn.wish = Wish("cancel")
    else:
        turn.puzzled()

"""The customer is asked which answer of what they handed in is to be corrected."""

from bot.conversation import amending, hearing, mending
from bot.conversation.turn import Turn


def text(turn: Turn) -> None:
    """A question, by number or name, perhaps with its new answer; that all stays as it is; or a wish."""
    key = hearing.picked(turn, turn.open)
    if key:
        picked(turn, (key,))
    elif hearing.no_change(turn):
        picked(turn, (amending.NOTHING,))
    elif not mending.mended(turn):
        turn.wish = hearing.wish(hearing.words(turn))
        if not turn.wish:
            turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """That question is asked once more; or nothing is to be changed."""
    if keys == (amending.NOTHING,):
        amending.leave(turn)
    elif len(keys) != 1 or not amending.asked(turn, keys[0]):
        turn.puzzled()

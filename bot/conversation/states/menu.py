"""Nothing is open: the customer picks what they came for."""

from bot.conversation import hearing
from bot.conversation.turn import Turn, Wish
from bot.conversation.wishes import BY_BUTTON


def text(turn: Turn) -> None:
    """An entry of the menu in words, or any wish."""
    key = hearing.picked(turn, turn.open)
    turn.wish = Wish(BY_BUTTON[key]) if key else hearing.wish(hearing.words(turn))
    if not turn.wish:
        turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """An entry of the menu."""
    if len(keys) == 1 and keys[0] in BY_BUTTON:
        turn.wish = Wish(BY_BUTTON[keys[0]])
    else:
        turn.puzzled()

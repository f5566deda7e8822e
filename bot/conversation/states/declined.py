"""The customer said no: they are left in peace, and can come back with a word."""

from bot.conversation import hearing, purposes
from bot.conversation.turn import Turn, Wish


def text(turn: Turn) -> None:
    """A wish, a word to come back, or something else, which is answered politely: 好的 only takes note."""
    if hearing.picked(turn, turn.open) or hearing.heard(turn, "changed_mind"):
        turn.wish = Wish("go_on")
    else:
        turn.wish = purposes.heard(turn, hearing.wish(hearing.words(turn)))
    if not turn.wish:
        turn.ask()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:  # noqa: ARG001  there is but one to pick
    """Coming back."""
    turn.wish = Wish("go_on")

"""The customer said no: they are left in peace, and can come back with a word."""

from bot.conversation import hearing
from bot.conversation.turn import Turn, Wish
from nlp import read_answer


def text(turn: Turn) -> None:
    """A wish, a word to come back, or something else, which is answered politely."""
    reading = read_answer("yes_no", "", [], turn.inbound.text)
    yes = reading.value is True and not reading.comment and not reading.intent
    if yes or hearing.picked(turn, turn.open) or hearing.heard(turn, "changed_mind"):
        turn.wish = Wish("go_on")
    else:
        turn.wish = hearing.wish(hearing.words(turn))
    if not turn.wish:
        turn.ask()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:  # noqa: ARG001  there is but one to pick
    """Coming back."""
    turn.wish = Wish("go_on")

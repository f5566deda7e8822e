"""A person was called. What the customer writes meanwhile is kept for them; the talk goes on at a word."""

from bot.conversation import expected, hearing
from bot.conversation.turn import Turn, Wish
from bot.conversation.wishes import calling


def text(turn: Turn) -> None:
    """That nobody is needed after all, a word to go on, a wish, or something for the person who comes."""
    if hearing.heard_in_any(turn, "called_off"):
        calling.off(turn)
    elif hearing.heard_in_any(turn, "waits"):
        turn.wish = Wish("human")
    else:
        _meanwhile(turn)


def _meanwhile(turn: Turn) -> None:
    key = "go_on" if hearing.heard(turn, "go_on") else hearing.picked(turn, turn.open)
    turn.wish = Wish(key) if key else hearing.wish(hearing.words(turn))
    if not turn.wish and not (hearing.told(hearing.words(turn), least=1) and expected.taken(turn)):
        turn.ask()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Going on, or the menu."""
    if keys in (("go_on",), ("menu",)):
        turn.wish = Wish(keys[0])
    else:
        turn.ask()

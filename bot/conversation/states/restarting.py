"""The customer wants to begin anew: are the answers given until now to be set aside?"""

from bot.conversation import hearing, surveying
from bot.conversation.turn import Turn, Wish
from nlp import read_answer


def text(turn: Turn) -> None:
    """Yes or no, the wish once more, which is a yes, a word to go on, or another wish."""
    reading = read_answer("yes_no", "", [], turn.inbound.text)
    heard = hearing.wish(hearing.words(turn))
    if heard and heard.intent == "restart":
        picked(turn, ("yes",))
    elif hearing.heard(turn, "go_on") or (heard and heard.intent in ("cancel", "skip", "back")):
        picked(turn, ("no",))
    elif heard:
        turn.wish = heard
    elif isinstance(reading.value, bool) and not hearing.beside(reading):
        picked(turn, ("yes" if reading.value else "no",))
    else:
        turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """From the first question, or on where the talk was."""
    if keys == ("yes",):
        turn.move("rest")
        surveying.restart(turn)
    elif keys == ("no",):
        turn.wish = Wish("go_on")
    else:
        turn.puzzled()

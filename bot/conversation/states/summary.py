"""The complaint as it was understood: the customer confirms it, corrects it or lets it be."""

from bot.conversation import complaining, hearing
from bot.conversation.draft import FACTS
from bot.conversation.prompts import corrections
from bot.conversation.turn import Turn, Wish
from nlp import read_answer


def text(turn: Turn) -> None:
    """A choice in words, a yes or no, a wish; whatever else is said belongs to the story."""
    key = hearing.picked(turn, turn.open) or hearing.picked(turn, corrections(turn.talk, turn.context))
    reading = read_answer("yes_no", turn.open.outbound.text, [], turn.inbound.text)
    if key:
        picked(turn, (key,))
    elif isinstance(reading.value, bool) and not reading.comment:
        picked(turn, ("submit" if reading.value else "edit",))
    else:
        added(turn)


def added(turn: Turn) -> None:
    """More of the story, with what it corrects."""
    reading = hearing.words(turn)
    if isinstance(reading.value, str):
        complaining.told(turn, reading.value)
    elif reading.intent:
        turn.wish = hearing.wish(reading)
    else:
        turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Hand it in, correct it (then: what of it), or drop it."""
    match keys:
        case ("submit",):
            complaining.register(turn)
        case ("edit" | "cancel" as wish,):
            turn.wish = Wish(wish)
        case ("story",):
            turn.move("complain")
            turn.ask()
        case (fact,) if fact in FACTS:
            turn.move("inquire", fact=fact)
            turn.ask()
        case _:
            turn.puzzled()

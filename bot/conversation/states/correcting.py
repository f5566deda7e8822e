"""The customer is asked which part of the summary to correct."""

from bot.conversation import complaining, hearing, stating
from bot.conversation.draft import FACTS
from bot.conversation.prompts import corrections, summary
from bot.conversation.turn import Turn, Wish
from nlp import Reading

_SHORT = 6  # characters up to which words that name no part are asked about


def text(turn: Turn) -> None:
    """A part, by number or name; a part with its new words; or back to the summary."""
    key = hearing.picked(turn, turn.open)
    if hearing.no_complaint(turn):
        turn.wish = Wish("cancel")
    elif key:
        picked(turn, (key,))
    elif hearing.picked(turn, summary(turn.talk, turn.context)) and not turn.inbound.text.strip().isdecimal():
        complaining.inquire(turn)
    elif not stating.corrected(turn, turn.inbound.text):
        other(turn, hearing.words(turn))


def other(turn: Turn, reading: Reading) -> None:
    """Nothing to correct, a wish, or more of the story. A word or two may be any part; not under a photo."""
    if reading.missing or reading.intent == "skip":
        complaining.inquire(turn)
    elif reading.intent:
        turn.wish = hearing.wish(reading)
    elif isinstance(reading.value, str) and (turn.inbound.kind == "file" or _long(reading.value)):
        complaining.told(turn, reading.value)
    else:
        turn.puzzled()


def _long(words: str) -> bool:
    return len(words.strip()) > _SHORT


def labelled(turn: Turn) -> str:
    """The key of the part whose very name was said; a number is none, for it was not asked which part."""
    choices = corrections(turn.talk, turn.context).outbound.choices
    return next((each.key for each in choices if each.label == turn.inbound.text.strip(" 。.!！")), "")


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """What is to be corrected is asked for."""
    match keys:
        case ("story",):
            turn.move("complain")
            turn.ask()
        case (fact,) if fact in FACTS:
            turn.move("inquire", fact=fact)
            turn.ask()
        case _:
            turn.puzzled()

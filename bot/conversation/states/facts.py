"""What the story left open, one small step each; every one may be skipped."""

from bot.conversation import hearing, purposes, stating, steering
from bot.conversation.finding import kinds
from bot.conversation.prompts import REMEDIES
from bot.conversation.turn import Turn, Wish


def text(turn: Turn) -> None:
    """The fact, that there is none, or a wish."""
    if steering.heard(turn):
        return
    reading = hearing.words(turn)
    if wish := purposes.other(turn):
        turn.wish = wish
    elif hearing.no_complaint(turn):
        turn.wish = Wish("cancel")
    elif isinstance(reading.value, str):
        told(turn, reading.value)
    elif reading.missing:
        stating.fill(turn, "")
    elif reading.intent:
        turn.wish = hearing.wish(reading)
    else:
        turn.puzzled()


def told(turn: Turn, words: str) -> None:
    """The words under a photo belong to the story, unless they are the fact and nothing else."""
    if turn.inbound.kind == "file" and turn.talk.fact not in kinds(words, turn.context.texts):
        stating.captioned(turn, words)
    else:
        stating.fill(turn, words)


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Skipped, or one of the remedies on show."""
    if keys == ("skip",):
        turn.wish = Wish("skip")
    elif turn.talk.fact == "remedy" and len(keys) == 1 and keys[0] in REMEDIES:
        stating.fill(turn, turn.context.texts(f"chat.choice.{keys[0]}"))
    else:
        turn.puzzled()

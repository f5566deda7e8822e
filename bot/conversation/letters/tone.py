"""What kind of words these are, whatever they are about."""

from bot.conversation import hearing
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import clauses
from nlp import read_answer


def asks(turn: Letter, words: str) -> bool:
    """Whether they ask something."""
    intent = read_answer("text", "", [], words).intent
    put_so = (hearing.put(turn, "enquires", each) for each in clauses(words))
    return intent == "question" or (not intent and any(put_so))


def praises(words: str) -> bool:
    """Whether they would be a high score."""
    reading = read_answer("scale", "", [(each, each) for each in "12345"], words)
    return (reading.value if reading.outcome == "answer" else reading.guess) in ("4", "5")

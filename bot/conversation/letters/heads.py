"""Words under a heading of their own: 投诉：灯不亮."""

from bot.conversation import hearing
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import tells
from nlp import read_answer


def happened(turn: Letter, words: str) -> bool:
    """Whether these words tell what happened, and not only that a complaint is wished for."""
    reading = read_answer("text", "", [], words)
    return isinstance(reading.value, str) and tells(turn, words)


def headed(turn: Letter, text: str) -> bool:
    """Whether that it is a complaint stands above what happened, and does not ask where one stands."""
    found = hearing.way_to_say(turn.context.texts, "complaint_head").match(text.strip())
    return found is not None and happened(turn, found["told"])

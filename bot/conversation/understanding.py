"""What a text says to a question of the survey: read in the same way wherever the talk reads an answer."""

from bot.conversation.effects import AskedAgain
from bot.conversation.turn import Turn
from nlp import Reading, read_answer
from storage.domain.question import Question

_BY_THE_DAY = frozenset(("date",))
"""Kinds of answer that mean something else on another day (昨天)."""


def read(turn: Turn, question: Question, text: str) -> Reading:
    """The reading of this text as an answer to the question. The day is asked for only where it matters."""
    if question.reads not in _BY_THE_DAY:
        return read_answer(question.reads, question.text, question.choices, text, rules=question.rules)
    rules = {**question.rules, "timezone": str(turn.context.calendar.timezone)}
    return read_answer(question.reads, question.text, question.choices, text, turn.today, rules=rules)


def doubt(turn: Turn, question: Question, reading: Reading) -> None:
    """Have it noted that an answer to this question has to be asked for again, and why."""
    guess = reading.value if reading.outcome == "answer" else reading.guess
    turn.do(AskedAgain(question.key, question.kind, None if guess == [] else guess, reading.because))

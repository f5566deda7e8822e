"""A message said before now reads differently: its answer is mended, never behind the customer's back."""

from typing import Any

from bot.conversation import answering, hearing, understanding
from bot.conversation.guess import Guess
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn
from nlp import Reading
from storage.domain.question import Question
from storage.domain.questions import kind


def says_anew(turn: Turn) -> bool:
    """Whether this is most likely what was not understood, or only guessed, put in other words."""
    open_still = turn.talk.tries > 0 or turn.talk.state == "confirming"
    return open_still and not turn.context.edited and bool(turn.inbound.text.strip())


def taken(turn: Turn) -> None:
    """The new words of an answered question are read for it; all others are kept as they are.

    Whoever needs a person is heard at once. Other wishes may have been granted when they were first written.
    """
    turn.wish = hearing.wished(turn, ("crisis", "human"))
    if turn.wish:
        return
    position = _position(turn)
    if position is None:
        turn.ask_after("edit.kept")
    else:
        _reread(turn, position)


def _position(turn: Turn) -> int | None:
    """Where the question stands whose answer came from this message, if the talk can go back to it."""
    talk, context = turn.talk, turn.context
    if talk.state not in IN_SURVEY or context.survey is None:
        return None
    before = enumerate(context.survey.questions[: talk.front])
    return next((place for place, question in before if question.key == context.edited), None)


def _reread(turn: Turn, position: int) -> None:
    question = sheet(turn.talk, turn.context, position).question
    reading = understanding.read(turn, question, turn.inbound.text)
    if reading.outcome == "ask":
        understanding.doubt(turn, question, reading)
    value = reading.value if reading.outcome == "answer" else reading.guess
    if _same(turn, question, value):
        _stay(turn, position)
    elif question.kind == "text" and _plain(reading):
        _replace(turn, position, reading)
    else:
        _offer(turn, position, value, reading)


def _same(turn: Turn, question: Question, value: Any) -> bool:
    """Whether the score stays as it is: a slip of the pen was mended."""
    known = turn.talk.scores.get(question.key)
    if known is None or value in (None, []):
        return False
    return kind(question.kind).score(question, value) == known


def _stay(turn: Turn, position: int) -> None:
    """The answer stands; where the talk had gone back to its question, it goes on."""
    turn.say("edit.kept")
    if turn.talk.at == position:
        answering.onward(turn)
    answering.proceed(turn)


def _plain(reading: Reading) -> bool:
    return reading.outcome == "answer" and reading.value is not None and not reading.intent


def _replace(turn: Turn, position: int, reading: Reading) -> None:
    """An answer in the customer's own words is what they make of it."""
    turn.move("ask", at=position, guess=None)
    turn.say("edit.replaced")
    answering.record(turn, reading, text=turn.inbound.text)
    answering.proceed(turn)


def _offer(turn: Turn, position: int, value: Any, reading: Reading) -> None:
    """Back to the question; the value read from the new words is to be confirmed."""
    turn.move("ask", at=position, guess=None)
    if value not in (None, []) and not reading.intent:
        turn.move("doubt", guess=Guess(value, turn.inbound.text, reading.comment, reading.because))
    turn.ask_after("edit.asked")

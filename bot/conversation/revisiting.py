"""Back to a question that was asked before.

Called by its number: 第一题改成5分 is never a value for the question that is open. Or because two messages
arrived the wrong way round.
"""

from bot.conversation import hearing, understanding
from bot.conversation.guess import Guess
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import sheet
from bot.conversation.talk import Talk
from bot.conversation.turn import Turn

_NUMERALS = "一二三四五六七八九十"
_AT_ONCE = frozenset(
    ("crisis", "human", "complaint", "erase", "export", "refuse_consent", "wrong_person", "unsubscribe")
)
"""Wishes that are granted however late they come."""


def wanted(turn: Turn) -> int:
    """The number, from 1, of another question than the open one; 0 where none is called."""
    found = hearing.heard(turn, "question") if turn.talk.state in IN_SURVEY else None
    if found is None:
        return 0
    said = found["number"]
    number = int(said) if said.isdecimal() else _NUMERALS.index(said) + 1
    return 0 if number == turn.talk.at + 1 and turn.talk.state != "reason" else number


def go_to(turn: Turn, number: int) -> None:
    """To that question, if it was asked; a value said with it is offered, to be confirmed."""
    position = number - 1
    if not 0 <= position < turn.talk.front:
        turn.ask_after("asking.not_yet", number=number)
        return
    turn.move("ask", at=position, guess=None)
    offered(turn)
    turn.ask()


def offered(turn: Turn) -> None:
    """The value that was said with the number, as a guess."""
    found, question = hearing.heard(turn, "question"), sheet(turn.talk, turn.context, turn.talk.at).question
    rest = found["rest"].strip() if found else ""
    if not rest or question.kind == "text":
        return
    reading = understanding.read(turn, question, rest)
    value = reading.value if reading.outcome == "answer" else reading.guess
    if reading.outcome == "ask":
        understanding.doubt(turn, question, reading)
    if value not in (None, []):
        turn.move("doubt", guess=Guess(value, turn.inbound.text, "", reading.because))


def too_late(turn: Turn) -> None:
    """What it was said to is over: it stays readable, and only a wish is heard in it."""
    turn.wish = hearing.wished(turn, _AT_ONCE)
    if not turn.wish:
        turn.ask_after("menu.heard")


def again(turn: Turn) -> None:
    """What was written after this has been taken for an answer already: that question is asked again, and
    stays open however many come late.

    Of what came late only a wish is heard, no value.
    """
    turn.wish = hearing.wished(turn, _AT_ONCE)
    if turn.wish:
        return
    turn.move("ask", at=_taken_last(turn.talk), guess=None)
    turn.ask_after("asking.late")


def _taken_last(talk: Talk) -> int:
    """The question whose answer may be another's."""
    if talk.state == "reason":
        return talk.about
    is_asked_again = talk.at < talk.front
    return talk.at if talk.state == "confirming" or is_asked_again else max(talk.at - 1, 0)

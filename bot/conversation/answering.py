"""An answer is kept, and the survey goes on: to the reason of a low score, the next question, the end."""

from typing import Any

from bot.conversation import surveying
from bot.conversation.effects import Answer
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn
from storage.domain.rules import acts


def record(
    turn: Turn,
    value: Any,
    *,
    text: str,
    comment: str = "",
    because: tuple[str, ...] = (),
    missing: str = "",
    ask_why: bool = False,
) -> None:
    """Keep the answer to the open question, then on.

    `ask_why` is False where the customer said why already, or wants something else first.
    """
    asked = sheet(turn.talk, turn.context, turn.talk.at)
    question, kind = asked.question, asked.kind
    score = None if value is None else kind.score(question, value)
    label = "" if value is None else kind.label(question, value)
    turn.do(Answer(question.key, question.kind, value, label, score, text, comment, because, missing))
    turn.keep(scores={**turn.talk.scores, question.key: score})
    low = question.wants_reason(score) and "ask_reason" in acts(("low_score",), turn.context.policy)
    onward(turn, why=ask_why and low)


def onward(turn: Turn, *, why: bool = False) -> None:
    """Past the open question: open is then why it scored low, else the first one not answered."""
    talk = turn.talk
    front = max(talk.front, talk.at + 1)
    turn.move("ask_why" if why else "ask", at=front, front=front, about=talk.at, guess=None)


def all_asked(turn: Turn) -> bool:
    """Whether the talk is in a survey that has no question left."""
    survey = turn.context.survey
    return turn.talk.version_id > 0 and survey is not None and turn.talk.at >= len(survey.questions)


def proceed(turn: Turn) -> None:
    """Say what is open now; when every question was asked, complete the response."""
    if turn.talk.state == "asking" and all_asked(turn):
        surveying.complete(turn)
    turn.ask()

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
    """Keep the answer to the open question. Open is then the first one not answered, or why this scored low.

    `ask_why` is False where the customer said why already, or wants something else first.
    """
    talk = turn.talk
    asked = sheet(talk, turn.context, talk.at)
    question, kind = asked.question, asked.kind
    score = None if value is None else kind.score(question, value)
    label = "" if value is None else kind.label(question, value)
    again = question.key in talk.scores
    turn.do(Answer(question.key, question.kind, value, label, score, text, comment, because, missing, again))
    front = max(talk.front, talk.at + 1)
    why = (
        ask_why and question.wants_reason(score) and "ask_reason" in acts(("low_score",), turn.context.policy)
    )
    turn.move(
        "ask_why" if why else "ask",
        at=front,
        front=front,
        about=talk.at,
        scores={**talk.scores, question.key: score},
        guess=None,
    )


def all_asked(turn: Turn) -> bool:
    """Whether the talk is in a survey that has no question left."""
    survey = turn.context.survey
    return turn.talk.version_id > 0 and survey is not None and turn.talk.at >= len(survey.questions)


def proceed(turn: Turn) -> None:
    """Say what is open now; when every question was asked, complete the response."""
    if turn.talk.state == "asking" and all_asked(turn):
        surveying.complete(turn)
    turn.ask()

"""An answer is kept, and the survey goes on: to the reason of a low score, the next question, the end."""

from bot.conversation import surveying
from bot.conversation.effects import Answer
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn
from nlp import Reading
from storage.domain.rules import acts


def record(turn: Turn, reading: Reading, *, text: str, ask_why: bool = False) -> None:
    """Keep this as the answer to the open question, then on.

    `ask_why` is False where the customer said why already, or wants something else first.
    """
    at = turn.talk.at
    keep(turn, at, reading, text)
    onward(turn, why=at if ask_why and low(turn, at) else None)


def keep(turn: Turn, position: int, reading: Reading, text: str) -> None:
    """Keep the value read, or that it is missing, for the question there, beside the words as written."""
    asked, value = sheet(turn.talk, turn.context, position), reading.value
    question, kind = asked.question, asked.kind
    score = None if value is None else kind.score(question, value)
    label = "" if value is None else kind.label(question, value)
    said = (text, reading.comment, reading.because, reading.missing or "")
    turn.do(Answer(question.key, question.kind, value, label, score, *said))
    turn.keep(scores={**turn.talk.scores, question.key: score})


def low(turn: Turn, position: int) -> bool:
    """Whether the score kept there is one whose reason is asked for."""
    question = sheet(turn.talk, turn.context, position).question
    score = turn.talk.scores.get(question.key)
    return question.wants_reason(score) and "ask_reason" in acts(("low_score",), turn.context.policy)


def onward(turn: Turn, *, why: int | None = None) -> None:
    """Past the open question, to why the one at `why` scored low, else to the first one not answered."""
    talk = turn.talk
    front = _first_open(turn, max(talk.front, talk.at + 1))
    about = talk.at if why is None else why
    turn.move("ask" if why is None else "ask_why", at=front, front=front, about=about, guess=None)
    if why is None:
        surveying.anticipate(turn)


def _first_open(turn: Turn, position: int) -> int:
    """From there on, the first question whose answer is not recorded ahead of its turn."""
    ahead, survey = turn.talk.ahead, turn.context.survey
    if not ahead or survey is None:
        return position
    later = survey.questions[position:]
    done = next((n for n, each in enumerate(later) if ahead.get(each.key, True)), len(later))
    left = {each.key for each in later[done:]}
    turn.keep(ahead={key: guess for key, guess in ahead.items() if key in left})
    return position + done


def all_asked(turn: Turn) -> bool:
    """Whether the talk is in a survey that has no question left."""
    survey = turn.context.survey
    return turn.talk.version_id > 0 and survey is not None and turn.talk.at >= len(survey.questions)


def proceed(turn: Turn) -> None:
    """Say what is open now; when every question was asked, complete the response."""
    if turn.talk.state == "asking" and all_asked(turn):
        surveying.complete(turn)
    turn.ask()

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
    at, front = _next(turn)
    about = turn.talk.at if why is None else why
    turn.move("ask" if why is None else "ask_why", at=at, front=front, about=about, guess=None)
    if why is None:
        surveying.anticipate(turn)


def _next(turn: Turn) -> tuple[int, int]:
    """Where to go on, and the first question whose answer is not recorded ahead of its turn. A guess at a
    question asked before, made from words that were edited, is confirmed first."""
    talk, survey = turn.talk, turn.context.survey
    front = max(talk.front, talk.at + 1)
    if not talk.ahead or survey is None:
        return front, front
    later = survey.questions[front:]
    front += next((n for n, each in enumerate(later) if talk.ahead.get(each.key, True)), len(later))
    places = {each.key: place for place, each in enumerate(survey.questions)}
    left = {
        key: guess
        for key, guess in talk.ahead.items()
        if places[key] >= front or (guess and places[key] != talk.at)
    }
    turn.keep(ahead=left)
    return min([front, *(places[key] for key, guess in left.items() if guess)]), front


def all_asked(turn: Turn) -> bool:
    """Whether the talk is in a survey that has no question left."""
    survey = turn.context.survey
    return turn.talk.version_id > 0 and survey is not None and turn.talk.at >= len(survey.questions)


def proceed(turn: Turn) -> None:
    """Say what is open now; when every question was asked, complete the response."""
    if turn.talk.state == "asking" and all_asked(turn):
        surveying.complete(turn)
    turn.ask()

"""An answer is kept, and the survey goes on: to the reason of a low score, the next question, the end."""

from typing import Any

from bot.conversation import surveying, understanding, way
from bot.conversation.effects import Amended, Answer
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn
from nlp import Reading
from storage.domain.question import Question
from storage.domain.rules import acts
from storage.domain.survey import Survey


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
    label = "" if value is None else kind.label(_written(turn, position, question), value)
    said = (text, reading.comment, reading.because, reading.missing or "")
    turn.do(Answer(question.key, question.kind, value, label, score, *said, question.about))
    turn.keep(scores={**turn.talk.scores, question.key: score})
    _remember(turn, question, value, text)
    if turn.talk.amends:
        _amended(turn)


def _amended(turn: Turn) -> None:
    """What was handed in is corrected at once: nobody has to go on for that. What is on another branch now is
    forgotten, and asked again should it come back."""
    behind = way.left_behind(turn.talk, turn.context)
    turn.do(Amended(behind))
    scores, values = turn.talk.scores, turn.talk.values
    turn.keep(
        scores={key: score for key, score in scores.items() if key not in behind},
        values={key: each for key, each in values.items() if key not in behind},
    )


def _written(turn: Turn, position: int, question: Question) -> Question:
    """The question in the survey's own language: what is recorded adds up, whatever is spoken."""
    written = turn.context.written
    return written.questions[position] if written else question


def _remember(turn: Turn, question: Question, value: Any, text: str) -> None:
    """What other questions, quotas and texts depend on."""
    talk, survey = turn.talk, turn.context.survey
    if survey is None or question.key not in survey.remembered:
        return
    values = {key: each for key, each in talk.values.items() if key != question.key}
    words = {key: each for key, each in talk.words.items() if key != question.key}
    if value is not None:
        values[question.key] = value
        if question.key in survey.quoted or understanding.own(question):
            words[question.key] = text
    turn.keep(values=values, words=words, full=_full(turn, survey, question.key))


def _full(turn: Turn, survey: Survey, key: str) -> tuple[int, ...]:
    """The quotas that are full for this customer. Who was let in stays: each counts as it was when its
    question was answered."""
    of = {place for place, quota in enumerate(survey.quotas) if quota.question == key}
    return tuple(sorted({*turn.talk.full} - of | turn.context.full & of))


def low(turn: Turn, position: int) -> bool:
    """Whether the score kept there is one whose reason is asked for."""
    question = sheet(turn.talk, turn.context, position).question
    score = turn.talk.scores.get(question.key)
    return question.wants_reason(score) and "ask_reason" in acts(("low_score",), turn.context.policy)


def onward(turn: Turn, *, why: int | None = None) -> None:
    """Past the open question, to why the one at `why` scored low, else to the first one not answered."""
    if turn.talk.ahead:
        _settled(turn)
    at = way.next_open(turn.talk, turn.context)
    about = turn.talk.at if why is None else why
    turn.move("ask" if why is None else "ask_why", at=at, about=about, guess=None)
    if why is None:
        surveying.anticipate(turn)


def _settled(turn: Turn) -> None:
    """What was said before of the question that is open has been asked about."""
    settled = sheet(turn.talk, turn.context, turn.talk.at).question.key
    turn.keep(ahead={key: guess for key, guess in turn.talk.ahead.items() if key != settled})


def all_asked(turn: Turn) -> bool:
    """Whether the talk is in a survey that has no question left."""
    survey = turn.context.survey
    return turn.talk.version_id > 0 and survey is not None and turn.talk.at >= len(survey.questions)


def proceed(turn: Turn) -> None:
    """Say what is open now; when every question was asked, complete the response."""
    if turn.talk.state == "asking" and all_asked(turn):
        surveying.complete(turn)
    turn.ask()

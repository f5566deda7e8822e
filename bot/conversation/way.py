"""The way of this customer through the survey: which questions, in which order, which of them are left."""

from collections.abc import Mapping

from bot.conversation.context import Context
from bot.conversation.talk import Talk
from storage.domain import questions, routing
from storage.domain.condition import Known
from storage.domain.question import Question
from storage.domain.survey import Survey


def way(talk: Talk, context: Context) -> tuple[int, ...]:
    """The positions asked, in order, as far as the answers given until now tell."""
    survey = context.survey
    if survey is None or survey.straight:
        return survey.everything if survey else ()
    return routing.route(survey, known(talk, survey), talk.seed, frozenset(talk.full))


def known(talk: Talk, survey: Survey) -> dict[str, Known]:
    """What is remembered of the answers on which conditions, quotas and texts depend."""
    return {key: _known(talk, survey.question(key)) for key in talk.values if key in survey.remembered}


def _known(talk: Talk, question: Question) -> Known:
    value = talk.values[question.key]
    label = questions.kind(question.kind).label(question, value)
    return Known(value, talk.scores.get(question.key), talk.words.get(question.key, ""), label)


def asked(talk: Talk, context: Context) -> list[tuple[int, Question]]:
    """The questions of the way with their positions."""
    survey = context.survey
    return [(place, survey.questions[place]) for place in way(talk, context)] if survey else []


def answered(talk: Talk, context: Context, position: int) -> bool:
    """Whether the question there has been answered, or skipped."""
    survey = context.survey
    return survey is not None and survey.questions[position].key in talk.scores


def next_open(talk: Talk, context: Context) -> int:
    """The first question on the way that is not answered, or of which more was said than has been confirmed;
    behind all questions where none is left."""
    left = (p for p, each in asked(talk, context) if each.key not in talk.scores or each.key in talk.ahead)
    return next(left, len(context.survey.questions) if context.survey else 0)


def left_behind(talk: Talk, context: Context) -> tuple[str, ...]:
    """The questions that were answered and are not on the way any more."""
    if context.version_id != talk.version_id:
        return ()
    on_it = {each.key for _, each in asked(talk, context)}
    return tuple(key for key in talk.scores if key not in on_it)


def standing(talk: Talk, context: Context) -> Mapping[str, float | None]:
    """The scores that count: those of questions on the way."""
    behind = left_behind(talk, context)
    return {key: score for key, score in talk.scores.items() if key not in behind} if behind else talk.scores


def before(talk: Talk, context: Context) -> int:
    """Where the question before the open one stands, from a reason or a guess that which they are about; -1
    where there is none."""
    if talk.state in ("reason", "confirming"):
        return talk.about if talk.state == "reason" else talk.at
    places = way(talk, context)
    index = places.index(talk.at) if talk.at in places else len(places)
    return places[index - 1] if index else -1


def number(talk: Talk, context: Context, position: int) -> int:
    """The number under which the customer sees this question, from 1; 0: it is not on their way."""
    places = way(talk, context)
    return places.index(position) + 1 if position in places else 0


def numbered(talk: Talk, context: Context, number: int) -> int:
    """Where the question stands that the customer sees under this number; -1 where there is none."""
    places = way(talk, context)
    return places[number - 1] if 0 < number <= len(places) else -1

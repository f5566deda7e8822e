"""The questions of a survey as its mails have them: under which number, and which of them are asked now.

A number stands for the same question in all mails of a response, whatever is answered, branches off or is
drawn by lot meanwhile: so a reply to an older mail says what it said.
"""

from typing import NamedTuple

from bot.conversation.context import Context
from bot.conversation.prompts import sheet
from bot.conversation.talk import Talk
from bot.conversation.way import asked
from storage.domain.question import Question


class Open(NamedTuple):
    """A question that is asked now: its number in the mail, its position, itself."""

    number: int
    place: int
    question: Question


def listed(talk: Talk, context: Context) -> tuple[str, ...]:
    """The questions by their numbers, from 1: those numbered before, then what came onto the way since."""
    now = (question.key for _, question in asked(talk, context))
    return tuple(dict.fromkeys((*talk.listed, *now)))


def numbers(talk: Talk, context: Context) -> dict[int, int]:
    """Number -> position, of the questions on the way of this customer."""
    places = {question.key: place for place, question in asked(talk, context)}
    named = enumerate(listed(talk, context), 1)
    return {number: places[key] for number, key in named if key in places}


def number_of(talk: Talk, context: Context, place: int) -> int:
    """The number of the question there; 0: it has none."""
    found = (number for number, at in numbers(talk, context).items() if at == place)
    return next(found, 0)


def open_ones(talk: Talk, context: Context) -> list[Open]:
    """Those of the section that the talk is in that are not answered, or not surely; by number."""
    survey = context.survey
    if survey is None or talk.at >= len(survey.questions):
        return []
    section = sheet(talk, context, talk.at).section
    found = []
    for number, place in sorted(numbers(talk, context).items()):
        question = survey.questions[place]
        left = question.key not in talk.scores or question.key in talk.ahead or place == talk.at
        if left and sheet(talk, context, place).section == section:
            found.append(Open(number, place, question))
    return found

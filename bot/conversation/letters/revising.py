"""What a reply says anew of questions that are answered already, by their matter: 价格其实偏贵."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.conversation import amending, hearing, mending, understanding, way
from bot.conversation.letter import Letter
from bot.conversation.letters.listing import Open
from bot.conversation.letters.replying import Heard
from nlp import Reading
from storage.domain.question import Question

_LONGEST: Final = 100  # characters: more is a story
_FEWEST: Final = 2  # letters and digits that are words of their own
_SENTENCE: Final = re.compile(r"(?<=[。；;!！?？\n])")


def revised(turn: Letter, found: Heard, asked: list[Open]) -> None:
    """Put it into `found`; what is said so is not said to the open questions. What is plain counts at once,
    what is not is asked about. Words for a question that is answered in free words, or for a reason, are
    theirs, unless they put right an answer plainly."""
    if len(turn.inbound.text) > _LONGEST or found.numbered or not turn.talk.scores:
        return
    free = turn.talk.state == "reason" or all(understanding.free(each.question) for each in asked)
    mends = amending.wished(turn) or bool(hearing.heard(turn, "put_right"))
    if free and not mends:
        return
    said = _said(turn)
    anew = said.keys() - {each.place for each in asked}
    taken: dict[int, Reading] = {}
    for place in anew:
        plain, differs = (
            explicit(_question(turn, place), said[place]),
            mending.differs(turn, place, said[place]),
        )
        if (plain and (mends or differs)) or (differs and not free and mends):
            taken[place] = said[place]
        elif differs and not free and said[place].outcome == "answer":
            taken[place] = replace(said[place], outcome="ask", value=None, guess=said[place].value)
    if taken:
        _left_over(turn, found, asked, said, taken)


def explicit(question: Question, reading: Reading) -> bool:
    """Whether an answer is a number or a label, whatever is said beside it: nobody has to be asked if it is
    meant."""
    if reading.outcome != "answer":
        return False
    labels = question.labels.values()
    return not reading.comment or any(
        each in labels or any(map(str.isnumeric, each)) for each in reading.because
    )


def _said(turn: Letter) -> dict[int, Reading]:
    """By position, what is said of each question by its matter."""
    closed = {
        each.key: place for place, each in way.asked(turn.talk, turn.context) if not understanding.free(each)
    }
    questions = [_question(turn, place) for place in closed.values()]
    told = understanding.read_all(turn, questions, turn.inbound.text)
    return {closed[key]: each for key, each in told.items() if key in closed and each.comment}


def _left_over(
    turn: Letter, found: Heard, asked: list[Open], said: Mapping[int, Reading], taken: Mapping[int, Reading]
) -> None:
    """An open question has what is said of it by name; one in free words the sentences that put nothing
    right."""
    heard = [word for each in taken.values() for word in each.because]
    sentences = _SENTENCE.split(turn.inbound.text)
    rest = "".join(each for each in sentences if not any(word in each for word in heard)).strip()
    for place, question in ((each.place, each.question) for each in asked):
        found.words.pop(place, None)
        found.readings.pop(place, None)
        if place in said:
            found.readings[place], found.words[place] = said[place], turn.inbound.text
        elif understanding.free(question) and sum(map(str.isalnum, rest)) >= _FEWEST:
            found.readings[place], found.words[place] = understanding.read(turn, question, rest), rest
    found.readings |= taken
    found.words |= dict.fromkeys(taken, turn.inbound.text)
    found.rest = ""


def _question(turn: Letter, place: int) -> Question:
    survey = turn.context.survey
    assert survey is not None
    return survey.questions[place]

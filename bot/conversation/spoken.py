"""What one text says to each of several questions of the survey."""

import re
from collections.abc import Sequence

from bot.conversation import understanding
from bot.conversation.turn import Turn
from nlp import Reading
from storage.domain.question import Question

_BREAK = re.compile(r"[\s,，;；、。/|]+")
_NUMBERED = re.compile(r"\s*(?:\d{1,2}\s*[.、:：)）．]|[①-⑳]|[(（]\d|[qQ]\s?\d|第.{1,2}题)")


def numbered(text: str) -> bool:
    """1. 4 2. 满意: by the numbers of the survey."""
    return bool(_NUMBERED.match(text))


def parts(text: str) -> int:
    """How many parts a list of answers would have: 4，5，3."""
    return len(_BREAK.split(text.strip()))


def to_each(turn: Turn, questions: Sequence[Question]) -> dict[str, Reading]:
    """What each of these questions is told, by key; a wish stands under "*".

    An open question takes only what comes after a part for each other one: else it would not be asked any
    more because of an aside.
    """
    text, rated = turn.inbound.text, _rated(questions)
    if parts(text) == len(rated):  # one for each
        questions = rated
    found = understanding.read_all(turn, questions, text)
    complete = all(each.key in found and found[each.key].outcome == "answer" for each in rated)
    if complete and (numbered(text) or parts(text) > len(rated)):
        return found
    open_ = {question.key for question in questions if understanding.free(question)}
    return {key: reading for key, reading in found.items() if key not in open_}


def anew(turn: Turn, questions: Sequence[Question], first: int) -> dict[str, Reading]:
    """What the text says now that once answered the question at `first` and later ones: a list begins there,
    while a number or a name is that of any question."""
    rest = questions[first:]
    in_order = parts(turn.inbound.text) in (len(_rated(rest)), len(rest)) and not numbered(turn.inbound.text)
    return to_each(turn, rest if in_order else questions)


def _rated(questions: Sequence[Question]) -> list[Question]:
    return [question for question in questions if not understanding.free(question)]

"""A level where a reason was asked for."""

from typing import Any, Final

from bot.conversation import understanding
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn
from nlp import Reading
from storage.domain.question import Question
from storage.domain.questions import kind

_SCORE: Final = 3  # characters of a score put in words: 一颗星
_UNITS: Final = "颗顆个個分星点點级級档檔 .~-～"


def level(turn: Turn) -> Reading | None:
    """A level is no reason: it was meant for a question, perhaps before this one was seen."""
    question, written = sheet(turn.talk, turn.context, turn.talk.about).question, turn.inbound.text
    reading = understanding.read(turn, question, written)
    if reading.outcome != "answer" or reading.value is None or reading.comment or reading.intent:
        return None
    told = len(written) > _SCORE and not any(map(str.isdigit, written))  # 一用就坏, 一塌糊涂
    wordless = (_scored(written) and not told) or not any(map(str.isalpha, written))
    named = written.strip(" 。.!！") in question.labels.values()
    return reading if wordless or named or _praised(question, reading.value) else None


def _scored(written: str) -> bool:
    """Whether it is a number, and nothing but what numbers are told in: 五分, but not 一般般."""
    plain = written.strip(" 。.!！")
    return any(map(str.isnumeric, plain)) and all(each.isnumeric() or each in _UNITS for each in plain)


def _praised(question: Question, value: Any) -> bool:
    """Whether this is a level of the better half: 普普通通 tells a reason, 很好 was meant for another one."""
    score, pick = kind(question.kind).score, kind(question.kind).pick
    values = [picked for key in question.labels if (picked := pick(question, (key,))) is not None]
    levels = [found for each in values if (found := score(question, each)) is not None]
    given = score(question, value)
    middle = (min(levels) + max(levels)) / 2 if levels else 0.0
    return given is not None and not question.wants_reason(given) and given > middle

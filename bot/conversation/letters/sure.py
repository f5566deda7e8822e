"""Whether a reply to what is on offer surely answers it: only that agrees to the notice."""

from typing import Final

from bot.conversation import hearing, understanding
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import body, clauses
from bot.conversation.letters.listing import Open, open_ones
from bot.conversation.letters.quoted import named
from bot.conversation.letters.replying import Heard
from nlp import Reading
from storage.domain.question import Question

_PARTICLE: Final = 1  # signs that may stand behind a value: 质量挺好的


def sure_only(turn: Letter, found: Heard) -> None:
    """By number, below a quoted question, or in a clause that says a plain value of a question that it names:
    where nothing is said so, the reply answers nothing."""
    asked = open_ones(turn.talk, turn.context)
    answered = [each for each in asked if _answered(found, each)]
    alone = len(asked) == 1
    if found.numbered or (alone and understanding.free(asked[0].question)):
        return
    said = clauses(body(turn, turn.inbound.text))
    if not any(_plainly(turn, answered, clause, alone=alone) for clause in said):
        for place in [place for place, reading in found.readings.items() if reading.outcome == "answer"]:
            del found.readings[place], found.words[place]


def _answered(found: Heard, each: Open) -> bool:
    reading = found.readings.get(each.place)
    return reading is not None and reading.outcome == "answer" and not reading.missing


def _plainly(turn: Letter, asked: list[Open], clause: str, *, alone: bool) -> bool:
    said = understanding.read_all(turn, [each.question for each in asked], clause)
    readings = [(each.question, said[each.question.key]) for each in asked if each.question.key in said]
    return any((alone or _of(question, reading, clause)) and _ends(reading) for question, reading in readings)


def _of(question: Question, reading: Reading, clause: str) -> bool:
    return named(question, clause) or not hearing.beside(reading)


def _ends(reading: Reading) -> bool:
    """Whether the value ends the clause: not 服务很好的公司."""
    if reading.outcome != "answer" or reading.missing or not reading.because:
        return False
    behind = reading.comment.rpartition(reading.because[-1])[2] if reading.comment else ""
    return sum(map(str.isalnum, behind)) <= _PARTICLE

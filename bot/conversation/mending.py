"""An answer given before is put right by its matter, 物流改成2分: confirmed before it counts."""

from bot.conversation import hearing, understanding, way
from bot.conversation.guess import Guess
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn
from nlp import Reading

_SHORT = 40  # characters: more is a story


def mended(turn: Turn) -> bool:
    """Whether the text names one question asked before, and not the open one, with a value other than the one
    kept: then that is offered. Where a reason is asked for, praise and blame and numbers are one (东西一般,
    客服一分都不值), unless the text says that it puts something right."""
    found = _named(turn)
    if len(found) != 1 or (turn.talk.state != "reason" and turn.talk.at in found):
        return False
    ((place, reading),) = found.items()
    told = turn.talk.state == "reason" and not (_numeric(reading) and hearing.heard(turn, "put_right"))
    if told or not _differs(turn, place, reading):
        return False
    if reading.outcome == "ask":
        understanding.doubt(turn, sheet(turn.talk, turn.context, place).question, reading)
    turn.move("ask", at=place, guess=None)
    turn.move("doubt", guess=_guess(turn, reading))
    turn.ask()
    return True


def remember(turn: Turn) -> None:
    """What the text says in numbers of questions asked before is offered next: 质量其实是3分，物流5分."""
    if not any(map(str.isnumeric, turn.inbound.text)):
        return
    guesses = {
        sheet(turn.talk, turn.context, place).question.key: _guess(turn, reading)
        for place, reading in _named(turn).items()
        if place != turn.talk.at and _numeric(reading) and _differs(turn, place, reading)
    }
    if guesses:
        turn.keep(ahead={**turn.talk.ahead, **guesses})


def _named(turn: Turn) -> dict[int, Reading]:
    """What is said of the questions asked so far in words of their own."""
    survey, talk = turn.context.survey, turn.talk
    if survey is None or not talk.scores or len(turn.inbound.text) > _SHORT:
        return {}
    places = [(place, survey.questions[place]) for place in way.way(talk, turn.context)]
    rated = {question.key: place for place, question in places if not understanding.free(question)}
    asked = [survey.questions[place] for place in rated.values()]
    told = understanding.read_all(turn, asked, turn.inbound.text)
    named = {rated[key]: each for key, each in told.items() if key in rated and each.comment}
    known = {talk.at} | {place for place in named if way.answered(talk, turn.context, place)}
    return {place: each for place, each in named.items() if place in known}


def _differs(turn: Turn, place: int, reading: Reading) -> bool:
    """Whether a value is meant, for a question asked before, whose score is another than the one kept."""
    asked, value = sheet(turn.talk, turn.context, place), understanding.meant(reading)
    scores = turn.talk.scores
    known = value is not None and asked.question.key in scores
    return known and asked.kind.score(asked.question, value) != scores[asked.question.key]


def _numeric(reading: Reading) -> bool:
    return any(map(str.isnumeric, "".join(reading.because)))


def _guess(turn: Turn, reading: Reading) -> Guess:
    return Guess(understanding.meant(reading), turn.inbound.text, "", reading.because)

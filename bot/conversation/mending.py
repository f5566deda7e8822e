"""An answer given before is put right by its matter, 物流改成2分: confirmed before it counts."""

import re
from collections import Counter

from bot.conversation import corrections, hearing, understanding, unfit, way
from bot.conversation.guess import Guess
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn
from nlp import Reading

_SHORT = 40  # characters: more is a story
_WORD = 3  # letters: what is longer may name a question


def mended(turn: Turn) -> bool:
    """Whether the text names one question asked before, and not the open one, with a value other than the one
    kept: then that is offered. Where a reason is asked for, praise and blame and numbers are one (东西一般,
    客服一分都不值), unless the text says that it puts something right."""
    found, mends = _named(turn, turn.inbound.text), _mends(turn)
    if len(found) > 1 and mends:
        return _each(turn, _named(turn, _last_said(turn.inbound.text)) or found)
    if len(found) != 1 or (turn.talk.state != "reason" and turn.talk.at in found):
        return False
    ((place, reading),) = found.items()
    told = turn.talk.state == "reason" and not (_numeric(reading) and hearing.heard(turn, "put_right"))
    if mends and not told and understanding.meant(reading) is None:
        return _unfit(turn, place, reading)
    if told or not differs(turn, place, reading):
        return False
    if reading.outcome == "ask":
        understanding.doubt(turn, sheet(turn.talk, turn.context, place).question, reading)
    turn.move("ask", at=place, guess=None)
    turn.move("doubt", guess=_guess(turn, reading))
    turn.ask()
    return True


def _mends(turn: Turn) -> bool:
    """Whether the text says that it puts something right, or was asked to."""
    return turn.talk.state == "amending" or bool(hearing.heard(turn, "put_right"))


def _unfit(turn: Turn, place: int, reading: Reading) -> bool:
    """Why what was said of the question there does not fit is told, and that is asked: 物流改成6分."""
    line = unfit.line(turn, sheet(turn.talk, turn.context, place).question, reading)
    if line:
        turn.move("ask", at=place, guess=None)
        turn.tell(line)
        turn.ask()
    return bool(line)


_RETRACTS = re.compile(r"不对|不對|[说說]错了?|[说說]錯了?|(?i:no,? wait|scratch that|sorry,)")


def _last_said(text: str) -> str:
    """What stands behind words that take back what was said before them: 物流2分，不对，质量2分."""
    return _RETRACTS.split(text)[-1].strip(" ，,。；;！!") or text


def _each(turn: Turn, found: dict[int, Reading]) -> bool:
    """Several are put right at once: each is offered in its turn."""
    words = Counter(each.because for each in found.values())
    heard = {
        place: _guess(turn, each)
        for place, each in found.items()
        if (words[each.because] == 1 or _titled(turn, place)) and differs(turn, place, each)
    }
    if heard:
        corrections.offer(turn, heard, min(heard))
    return bool(heard)


def remember(turn: Turn, used: tuple[str, ...]) -> None:
    """What the text says in numbers of questions asked before is offered next: 质量其实是3分，物流5分. Words
    said once, and `used` for the question that was open, say nothing of another one."""
    if not any(map(str.isnumeric, turn.inbound.text)):
        return
    guesses = {
        sheet(turn.talk, turn.context, place).question.key: _guess(turn, reading)
        for place, reading in _named(turn, turn.inbound.text).items()
        if said_of(turn, place, reading, used)
        and place != turn.talk.at
        and _numeric(reading)
        and differs(turn, place, reading)
    }
    if guesses:
        turn.keep(ahead={**turn.talk.ahead, **guesses})


def said_of(turn: Turn, place: int, reading: Reading, used: tuple[str, ...]) -> bool:
    """Whether this is said of the question there, and not in the words `used` for another one: these were
    said twice, or the question is named."""
    shared = any(one in other or other in one for one in used for other in reading.because)
    twice = all(turn.inbound.text.count(each) > 1 for each in reading.because)
    return not shared or twice or _titled(turn, place)


def _titled(turn: Turn, place: int) -> bool:
    """Whether the question there is named, in a part of its title at least: 质量, of 产品质量."""
    text, title = turn.inbound.text, sheet(turn.talk, turn.context, place).question.title
    if title.isascii():
        return any(len(word) > _WORD and word in text.lower() for word in title.lower().split())
    return any(title[start : start + 2] in text for start in range(len(title) - 1))


def _named(turn: Turn, text: str) -> dict[int, Reading]:
    """What is said of the questions asked so far in words of their own."""
    survey, talk = turn.context.survey, turn.talk
    if survey is None or not talk.scores or len(text) > _SHORT:
        return {}
    places = [(place, survey.questions[place]) for place in way.way(talk, turn.context)]
    rated = {question.key: place for place, question in places if not understanding.free(question)}
    asked = [survey.questions[place] for place in rated.values()]
    told = understanding.read_all(turn, asked, text)
    named = {rated[key]: each for key, each in told.items() if key in rated and each.comment}
    known = {talk.at} | {place for place in named if way.answered(talk, turn.context, place)}
    return {place: each for place, each in named.items() if place in known}


def differs(turn: Turn, place: int, reading: Reading) -> bool:
    """Whether a value is meant, for a question asked before, whose score is another than the one kept."""
    asked, value = sheet(turn.talk, turn.context, place), understanding.meant(reading)
    scores = turn.talk.scores
    known = value is not None and asked.question.key in scores
    if not known:
        return False
    score = asked.kind.score(asked.question, value)
    return score != scores[asked.question.key] or (score is None and _mends(turn))


def _numeric(reading: Reading) -> bool:
    return any(map(str.isnumeric, "".join(reading.because)))


def _guess(turn: Turn, reading: Reading) -> Guess:
    return Guess(understanding.meant(reading), turn.inbound.text, "", reading.because)

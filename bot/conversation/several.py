"""Several questions answered in one message: 质量很好，物流一般，客服没接触过."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.conversation import answering, hearing, mending, spoken, surveying, understanding, way
from bot.conversation.guess import Guess
from bot.conversation.prompts import sheet, told
from bot.conversation.turn import Turn
from bot.conversation.understanding import free
from nlp import Reading
from storage.domain.question import Question

_SHORTEST, _LONGEST = 4, 120  # characters: less holds one answer, more is a story
_FEWEST_LISTED = 3  # 3、4 may be one answer in doubt
_RATED = ("scale", "nps")

Readings = Mapping[int, Reading]
"""By the question's position."""


class Heard(NamedTuple):
    """What is sure enough to be recorded, and what is to be confirmed in its turn."""

    sure: Readings
    unsure: Readings


def kept(turn: Turn, reading: Reading) -> bool:
    """Keep what the text says to the open question and to later ones, if it plainly says several; else only
    remember, for its turn, what it says of another. `reading` is that of the open question alone."""
    if not _may_be_several(turn, reading):
        return False
    found = spoken.to_each(turn, [question for _, question in _left(turn)])
    wish = found.pop("*", None)
    heard = _heard(turn, reading, {place: found[q.key] for place, q in _left(turn) if q.key in found})
    if not heard.sure:
        own = {p: each for p, each in heard.unsure.items() if mending.said_of(turn, p, each, reading.because)}
        remember(turn, own)
        return False
    _keep(turn, heard)
    mending.remember(turn, tuple(word for each in heard.sure.values() for word in each.because))
    turn.wish = hearing.aside(wish) if wish else None
    _go_on(turn, heard)
    return True


def _may_be_several(turn: Turn, reading: Reading) -> bool:
    """Cheap, for most answers are one: its words say no more than the value, or it is a wish."""
    talk, text = turn.talk, turn.inbound.text.strip()
    again = way.answered(talk, turn.context, talk.at)
    if reading.outcome == "intent" or (reading.outcome == "answer" and not reading.comment):
        return False
    question = sheet(talk, turn.context, talk.at).question
    if text.isdecimal():  # 45321: a figure each; an order number has its own question
        return not again and question.reads in _RATED and len(text) >= _FEWEST_LISTED
    if again or not _SHORTEST <= len(text) <= _LONGEST:
        return False
    return len(_left(turn)) > 1 and not free(question) and not (talk.scores and spoken.numbered(text))


def _left(turn: Turn) -> list[tuple[int, Question]]:
    """The open question and those after it that are not recorded yet, with their positions."""
    survey, talk = turn.context.survey, turn.talk
    places = way.way(talk, turn.context) if survey else ()
    questions = ((place, survey.questions[place]) for place in places) if survey else ()
    return [(place, each) for place, each in questions if place == talk.at or each.key not in talk.scores]


def _heard(turn: Turn, reading: Reading, found: Readings) -> Heard:
    """Sorted by how sure it is. Where the open question and one more were spoken of, that one is confirmed in
    its turn: 4分，就是物流慢 may be no more than why."""
    at, listed = turn.talk.at, _listed(turn.inbound.text, found)
    fit = {place: each for place, each in found.items() if _records(turn, place, each)}
    named = {place for place, each in fit.items() if each.comment}
    rest = bool(named) and len(fit) > len(named | {at})  # 物流2分，其他都好
    sure = {place: each for place, each in fit.items() if place == at or listed or _meant(each)}
    asked = Counter((str(each.guess), each.because) for each in found.values() if each.outcome == "ask")
    unsure = {
        place: each
        for place, each in found.items()
        if each.outcome == "ask" and asked[str(each.guess), each.because] == 1
    }
    if reading.outcome == "answer" and all(reading.because != each.because for each in sure.values()):
        sure.setdefault(at, reading)
        unsure.pop(at, None)
    plain = listed or hearing.heard(turn, "all") or len(named) > 1 or rest
    if plain and len(sure) > 1:
        return Heard(sure, unsure)
    later = {place: each for place, each in unsure.items() if place != at}
    return Heard({}, {place: found[place] for place in named - {at}} | later)


def _records(turn: Turn, place: int, reading: Reading) -> bool:
    """Whether this is an answer that may be kept; a question that is required is not refused."""
    required = sheet(turn.talk, turn.context, place).question.required
    return reading.outcome == "answer" and not (reading.missing == "refused" and required)


def _meant(reading: Reading) -> bool:
    """物流慢，其他挺好 says nothing of a question that the customer has not seen; 其他都是4分 does."""
    return bool(reading.comment) or any(map(str.isnumeric, "".join(reading.because)))


def _listed(text: str, found: Readings) -> bool:
    """1. 4 2. 满意, or 4，5，3, or 453: by number, or a part for each of all that are left."""
    if spoken.numbered(text):
        return len(found) > 1
    plain = all(reading.outcome == "answer" for reading in found.values())
    parts = max(spoken.parts(text), len(text) if text.strip().isdecimal() else 0)
    return plain and parts >= len(found) >= _FEWEST_LISTED


def remember(turn: Turn, unsure: Readings) -> None:
    """To be offered when the question's turn comes."""
    guesses = dict(_guesses(turn, unsure))
    if guesses:
        turn.keep(ahead={**turn.talk.ahead, **guesses})


def _guesses(turn: Turn, unsure: Readings) -> Iterator[tuple[str, Guess]]:
    for place, reading in unsure.items():
        value = understanding.meant(reading)
        if value is not None:
            yield _key(turn, place), Guess(value, turn.inbound.text, reading.comment, reading.because)


def _keep(turn: Turn, heard: Heard) -> None:
    """Record, note what is in doubt, and tell in short what was recorded."""
    lines, texts = [], turn.context.texts
    for place, reading in sorted(heard.sure.items()):
        asked = sheet(turn.talk, turn.context, place)
        answering.keep(turn, place, reading, turn.inbound.text)
        if reading.value is not None or not free(asked.question):
            short = told(asked, reading.value, texts)
            lines.append(texts("chat.asking.noted_one", item=asked.question.title, told=short))
    for place, reading in heard.unsure.items():
        understanding.doubt(turn, sheet(turn.talk, turn.context, place).question, reading)
    remember(turn, heard.unsure)
    done = {_key(turn, place) for place in heard.sure}
    turn.keep(ahead={key: guess for key, guess in turn.talk.ahead.items() if key not in done})
    turn.say("asking.noted", answers=texts("chat.asking.comma").join(lines))


def _go_on(turn: Turn, heard: Heard) -> None:
    """To the reason of the lowest score, where it was not told and nothing else is wanted; else on."""
    scores = turn.talk.scores
    lows = [place for place in heard.sure if answering.low(turn, place)]
    lowest = min(lows, key=lambda place: scores[_key(turn, place)] or 0, default=None)
    silent = lowest is not None and not hearing.told(heard.sure[lowest])
    why = lowest if silent and not turn.wish else None
    if turn.talk.at in heard.sure:
        answering.onward(turn, why=why)
    elif why is not None:
        turn.move("ask_why", about=why, guess=None)
    else:
        turn.move("ask", guess=None)
        surveying.anticipate(turn)
    if not turn.wish:
        answering.proceed(turn)


def _key(turn: Turn, place: int) -> str:
    return sheet(turn.talk, turn.context, place).question.key

"""Several questions called by their numbers in one message: 第一题改成3分，第二题改成2分.

None is dropped: each value is read back in its turn, and what can't be done at once is told.
"""

from collections.abc import Mapping
from typing import NamedTuple

from bot.conversation import hearing, surveying, understanding, unfit, way
from bot.conversation.guess import Guess
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn

_BETWEEN = " ，,。；;、！!"
_JOINS = ("和", "跟", "与", "與", "及", "以及", "还有", "還有", "and", "&")
_ALL = ("都", "全都", "全部", "both", "all")


class Called(NamedTuple):
    """A question by the number the customer sees it under, and what is said of it."""

    number: int
    rest: str


def listed(turn: Turn) -> list[Called]:
    """The questions called, in the order said; what is said once of several is said of each."""
    text = turn.inbound.text.strip()
    found = list(hearing.way_to_say(turn.context.texts, "called").finditer(text))
    if len(found) < 2:
        return []
    ends = [*(each.start() for each in found[1:]), len(text)]
    called: list[Called] = []
    rest = ""
    for each, end in reversed(list(zip(found, ends, strict=True))):
        said = _bare(text[each.end() : end])
        rest = said if said or end == len(text) else rest
        own = hearing.put(turn, "question", f"{each[0]} {rest}" if each[0].isascii() else each[0] + rest)
        called.insert(0, Called(hearing.number_called(turn, each), own["rest"] if own else rest))
    return called


def _bare(said: str) -> str:
    """Without what joins it to the next one, or says that it is meant of all."""
    said = said.strip(_BETWEEN).removesuffix("把").strip(_BETWEEN)
    said = next((said.removesuffix(each) for each in _JOINS if said.endswith(each)), said).strip(_BETWEEN)
    return next((said.removeprefix(each) for each in _ALL if said.startswith(each)), said).strip()


def taken(turn: Turn, called: list[Called]) -> None:
    """To the first of them; the others are offered after it."""
    places = {each.number: way.numbered(turn.talk, turn.context, each.number) for each in called}
    for number in (number for number, place in places.items() if place < 0):
        turn.say("amend.no_such" if turn.talk.amends else "asking.not_yet", number=number)
    guesses = {each.number: _guess(turn, places[each.number], each.rest) for each in called}
    heard = {places[number]: guess for number, guess in guesses.items() if guess}
    left = [n for n, guess in guesses.items() if guess is None and _answered(turn, places[n])]
    first = left.pop(0) if left and not heard else 0
    if left:
        turn.say("amend.left", numbers=turn.context.texts("chat.asking.comma").join(map(str, left)))
    if heard or first:
        offer(turn, heard, _first(turn, heard) if heard else places[first])
    else:
        turn.ask()


def _first(turn: Turn, heard: Mapping[int, Guess]) -> int:
    """Where to begin: what is said of questions that were not asked yet waits for its turn."""
    begun = min(filter(lambda place: _answered(turn, place), heard), default=-1)
    if begun >= 0:
        return begun
    return turn.talk.at if turn.talk.state in IN_SURVEY else min(heard)


def offer(turn: Turn, heard: Mapping[int, Guess], at: int) -> None:
    """Ask the question there, with what was heard of it; the rest comes after it."""
    ahead = {sheet(turn.talk, turn.context, place).question.key: guess for place, guess in heard.items()}
    turn.keep(ahead={**turn.talk.ahead, **ahead})
    turn.move("ask", at=at, guess=None)
    surveying.anticipate(turn)
    turn.ask()


def _answered(turn: Turn, place: int) -> bool:
    return place >= 0 and way.answered(turn.talk, turn.context, place)


def _guess(turn: Turn, place: int, rest: str) -> Guess | None:
    """What is said of the question there; where it does not fit, why is told."""
    if place < 0 or not rest:
        return None
    question = sheet(turn.talk, turn.context, place).question
    reading = understanding.read(turn, question, rest)
    value = understanding.meant(reading)
    if value is None and (line := unfit.line(turn, question, reading)):
        turn.tell(line)
    if value is None or understanding.free(question):
        return None
    return Guess(value, turn.inbound.text, "", reading.because)

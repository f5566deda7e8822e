"""A message said before now reads differently: its answers are mended, never behind the customer's back."""

from collections.abc import Mapping, Sequence

from bot.conversation import answering, hearing, several, spoken, surveying, understanding, way
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn
from nlp import Reading

Readings = Mapping[int, Reading]
"""By the question's position."""


def says_anew(turn: Turn) -> bool:
    """Whether this is most likely what was not understood, or only guessed, put in other words."""
    open_still = turn.talk.tries > 0 or turn.talk.state == "confirming"
    return open_still and not turn.context.edited and bool(turn.inbound.text.strip())


def taken(turn: Turn) -> None:
    """The new words of answered questions are read for them; all others are kept as they are.

    Whoever needs a person is heard at once. Other wishes may have been granted when they were first written.
    """
    turn.wish = hearing.wished(turn, ("crisis", "human"))
    if turn.wish:
        return
    places = _places(turn)
    read = _read(turn, places)
    changed = {place: reading for place, reading in read.items() if not _same(turn, place, reading)}
    _forget(turn)
    if not changed:
        _stay(turn, places)
    elif _own_words(turn, changed):
        _replace(turn, *changed.popitem())
    else:
        _offer(turn, changed)


def _places(turn: Turn) -> list[int]:
    """Where the questions stand whose answers came from this message, if the talk can go back to them."""
    talk, context = turn.talk, turn.context
    if talk.state not in IN_SURVEY or context.survey is None:
        return []
    asked = ((place, context.survey.questions[place].key) for place in way.way(talk, context))
    return [place for place, key in asked if key in talk.scores and key in context.edited]


def _read(turn: Turn, places: Sequence[int]) -> Readings:
    """What these questions are told now. Of several, one that is not spoken of any more is not among them;
    where none is, the first is read alone."""
    questions = {place: sheet(turn.talk, turn.context, place).question for place in places}
    if len(places) > 1 and turn.context.survey:
        numbered = way.way(turn.talk, turn.context)
        all_ = [turn.context.survey.questions[place] for place in numbered]
        found = spoken.anew(turn, all_, numbered.index(places[0]))
        read = {place: found[each.key] for place, each in questions.items() if each.key in found}
        if read:
            return read
    return {place: understanding.read(turn, questions[place], turn.inbound.text) for place in places[:1]}


def _same(turn: Turn, place: int, reading: Reading) -> bool:
    """Whether the answer stays as it is: a slip of the pen was mended."""
    before = turn.context.edited[sheet(turn.talk, turn.context, place).question.key]
    if reading.outcome == "answer":
        return bool(reading.value == before)
    return reading.guess is not None and bool(reading.guess == before)


def _forget(turn: Turn) -> None:
    """What was made of the message when it was edited before."""
    ahead = turn.talk.ahead
    turn.keep(ahead={key: guess for key, guess in ahead.items() if key not in turn.context.edited})


def _stay(turn: Turn, places: Sequence[int]) -> None:
    """The answers stand; where the talk had gone back to one of the questions, it goes on."""
    turn.say("edit.kept")
    if turn.talk.at in places:
        answering.onward(turn)
    if places:
        answering.proceed(turn)
    else:
        turn.ask()


def _own_words(turn: Turn, changed: Readings) -> bool:
    """Whether an open question was answered anew, and nothing else."""
    return all(
        understanding.free(sheet(turn.talk, turn.context, place).question)
        and reading.outcome == "answer"
        and reading.value is not None
        and not reading.intent
        for place, reading in changed.items()
    )


def _replace(turn: Turn, position: int, reading: Reading) -> None:
    """An answer in the customer's own words is what they make of it."""
    turn.move("ask", at=position, guess=None)
    turn.say("edit.replaced")
    answering.record(turn, reading, text=turn.inbound.text)
    answering.proceed(turn)


def _offer(turn: Turn, changed: Readings) -> None:
    """Back to the first of them, the others after it; each value read from the new words is confirmed."""
    for place, reading in changed.items():
        if reading.outcome == "ask":
            understanding.doubt(turn, sheet(turn.talk, turn.context, place).question, reading)
    several.remember(turn, {place: each for place, each in changed.items() if not each.intent})
    turn.move("ask", at=min(changed), guess=None)
    surveying.anticipate(turn)
    turn.ask_after("edit.asked")

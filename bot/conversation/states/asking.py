"""A question of the survey is open."""

import re

from bot.conversation import answering, hearing, mending, several, understanding
from bot.conversation.guess import Guess
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn, Wish
from nlp import Reading

_RANGE = re.compile(r"(-?[\d.]*)~(-?[\d.]*)")
_WRITTEN = frozenset(("text", "signature", "order", "phone"))
"""Kinds of answer whose pickers hand in what was written."""


def text(turn: Turn) -> None:
    """An answer, several, a wish, both, or something that must be asked about."""
    question = sheet(turn.talk, turn.context, turn.talk.at).question
    reading = understanding.read(turn, question, turn.inbound.text)
    if reading.missing == "refused" and question.required:
        turn.wish = Wish("skip")
    elif several.kept(turn, reading):
        return
    elif reading.outcome == "answer":
        answered(turn, reading)
    elif reading.intent:
        turn.wish = hearing.wish(reading)
    elif not mending.mended(turn):
        understanding.doubt(turn, question, reading)
        doubted(turn, reading)


def answered(turn: Turn, reading: Reading) -> None:
    """Understood. A wish said beside it comes first, before anything more is asked; abuse is none, and no
    reason to stop listening."""
    turn.wish, at = hearing.aside(reading) if reading.intent != "abuse" else None, turn.talk.at
    silent = not turn.wish and not reading.comment
    if reading.comment:
        mending.remember(turn)
    answering.record(turn, reading, text=turn.inbound.text, ask_why=silent)
    if turn.wish and turn.wish.intent in ("back", "edit"):  # from the question that was answered with it
        turn.keep(at=at)
    if not turn.wish:
        answering.proceed(turn)


def doubted(turn: Turn, reading: Reading) -> None:
    """Nothing is recorded: a guess is offered where there is one, but none that is on offer or was denied."""
    offered = turn.talk.guess
    nothing_new = reading.guess in (None, []) or (offered is not None and offered.value == reading.guess)
    if turn.talk.state == "confirming" and nothing_new:
        missed(turn)
        return
    out_of_range(turn, reading)
    if nothing_new:
        turn.puzzled()
    else:
        guess = Guess(reading.guess, turn.inbound.text, reading.comment, reading.because)
        turn.move("doubt", guess=guess)
        turn.ask()


def out_of_range(turn: Turn, reading: Reading) -> None:
    """6 of 5: say from where to where, once; after that the choices are written out anyway."""
    limits = _RANGE.fullmatch(reading.because[-1]) if reading.because else None
    if limits and turn.talk.state == "asking" and not turn.talk.tries:
        low, high = limits[1].removesuffix(".0"), limits[2].removesuffix(".0")
        number = sheet(turn.talk, turn.context, turn.talk.at).question.reads == "number"
        key = "range" if not number else "between" if low and high else "least" if low else "most"
        turn.say(f"asking.{key}", low=low, high=high)


def missed(turn: Turn) -> None:
    """Neither yes nor no: the guess once more, then the question itself with its choices."""
    if turn.talk.tries:
        turn.move("ask", guess=None)
        turn.ask_differently(2)
    else:
        turn.puzzled()


def entered(turn: Turn, written: str) -> None:
    """What was written into a picker of its own: a name, a telephone number. It is read like any text."""
    turn.own()
    turn.inbound = turn.inbound._replace(kind="text", text=written, keys=(), of="")
    text(turn)


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """One choice or, where the question allows it, several."""
    asked = sheet(turn.talk, turn.context, turn.talk.at)
    value = asked.kind.pick(asked.question, keys)
    if value is not None:
        if not asked.question.choices:  # a day, a number: entered, not picked of a few
            turn.own()
        answering.record(turn, Reading("answer", value), text="", ask_why=True)
        answering.proceed(turn)
    elif keys == ("skip",):
        turn.wish = Wish("skip")
    elif len(keys) == 1 and asked.question.reads in _WRITTEN:
        entered(turn, keys[0])
    else:
        turn.puzzled()

"""A value was guessed: recorded only when the customer says yes."""

import re
from dataclasses import replace

from bot.conversation import answering, understanding
from bot.conversation.guess import Guess
from bot.conversation.prompts import sheet
from bot.conversation.states import asking
from bot.conversation.turn import Turn, Wish
from nlp import Reading, read_answer


def text(turn: Turn) -> None:
    """Yes, no, or the answer given anew. Options are not given: a number here is an answer, not a place; nor
    is what was asked: 满意 is no yes to 您是说不满意吗, though it has its verb. Where 会 and 不会 are
    the options, each is itself."""
    if chosen := _option(turn):
        answering.record(turn, chosen, text=turn.inbound.text, ask_why=True)
        answering.proceed(turn)
        return
    if asking.stays(turn):
        turn.wish = Wish("skip")
        return
    reading = read_answer("yes_no", "", [], turn.inbound.text)
    plain = reading.outcome == "answer" and not reading.comment and not reading.intent
    if plain and isinstance(reading.value, bool):
        picked(turn, ("yes" if reading.value else "no",))
    elif turn.talk.guess and reading.value is True and not reading.intent and _adds(turn, reading):
        confirmed(turn, replace(turn.talk.guess, comment=turn.inbound.text))
    else:
        asking.text(turn)


_PARTS = re.compile(r"[，,。；;！!\s]+")


def _option(turn: Turn) -> Reading | None:
    """The option that the text ends with: 会的, 不，会. A label that is a plain yes or no is only that."""
    question = sheet(turn.talk, turn.context, turn.talk.at).question
    parts = list(filter(None, _PARTS.split(turn.inbound.text)))
    if question.reads not in ("yes_no", "single") or not parts:
        return None
    plain = [turn.context.texts(f"chat.choice.{key}") for key in ("yes", "no")]
    labels = [
        label for _, label in question.reads_options if not any(each.startswith(label) for each in plain)
    ]
    if not any(label in parts[-1] for label in labels):
        return None
    reading = understanding.read(turn, question, parts[-1])
    whole = reading.outcome == "answer" and not reading.comment and not reading.intent
    return reading if whole and reading.value is not None else None


def _adds(turn: Turn, yes: Reading) -> bool:
    """是的，等了三天: a yes with more, in which no value is said but by that yes."""
    question = sheet(turn.talk, turn.context, turn.talk.at).question
    reading = understanding.read(turn, question, turn.inbound.text)
    return reading.outcome == "ask" and set(reading.because) <= set(yes.because)


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Yes or no. What was denied is kept, not to be offered again."""
    guess = turn.talk.guess
    if keys == ("yes",) and guess:
        confirmed(turn, guess)
    elif keys == ("no",):
        denied = sheet(turn.talk, turn.context, turn.talk.at).question.key
        turn.move("ask", ahead={key: each for key, each in turn.talk.ahead.items() if key != denied})
        turn.ask_differently(1)
    else:
        turn.puzzled()


def confirmed(turn: Turn, guess: Guess) -> None:
    """The guess was right."""
    reading = Reading("answer", guess.value, comment=guess.comment, because=guess.because)
    answering.record(turn, reading, text=guess.text, ask_why=not guess.comment)
    answering.proceed(turn)

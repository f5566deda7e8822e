"""What of a reply is not clear: why it is asked again, and what may have been meant."""

from bot.conversation import understanding
from bot.conversation import unfit as misfit
from bot.conversation.guess import Guess
from bot.conversation.letter import Letter
from bot.conversation.letters.replying import Heard, guessed
from bot.conversation.prompts import sheet
from bot.conversation.prompts.survey import named


def settled(turn: Letter, key: str) -> None:
    """What was thought to be meant there has been told."""
    turn.keep(ahead={name: guess for name, guess in turn.talk.ahead.items() if name != key}, guess=None)


def doubted(turn: Letter, place: int, heard: Heard) -> None:
    """It is asked again, with why; what may be meant is remembered, but for what was denied."""
    asked, reading, words = sheet(turn.talk, turn.context, place), heard.readings[place], heard.words[place]
    key, texts, before = asked.question.key, turn.context.texts, guessed(turn, place)
    settled(turn, key)
    if key in turn.notes:
        return
    understanding.doubt(turn, asked.question, reading)
    value = understanding.meant(reading)
    if value is not None and not (before and before.value == value):
        guess = Guess(value, words, reading.comment, reading.because)
        turn.keep(ahead={**turn.talk.ahead, key: guess})
        offer = texts("chat.mail.guess", guess=named(asked, guess, texts))
        turn.notes[key] = _unfit(turn, place, heard) + offer
    else:
        turn.notes[key] = _unfit(turn, place, heard) or asked.question.again or texts("chat.mail.unclear")


def unfit(turn: Letter, heard: Heard) -> None:
    """Why nothing of it is an answer is noted with each question that has words of its own."""
    texts = turn.context.texts
    for place in heard.readings:
        question = sheet(turn.talk, turn.context, place).question
        turn.notes[question.key] = _unfit(turn, place, heard) or question.again or texts("chat.mail.unclear")


def _unfit(turn: Letter, place: int, heard: Heard) -> str:
    """Why the words do not fit the question there."""
    whole, question = turn.inbound, sheet(turn.talk, turn.context, place).question
    turn.inbound = whole._replace(text=heard.words[place])
    line = misfit.line(turn, question, heard.readings[place])
    turn.inbound = whole
    return line

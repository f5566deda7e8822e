"""A value was guessed: recorded only when the customer says yes."""

from bot.conversation import answering
from bot.conversation.guess import Guess
from bot.conversation.states import asking
from bot.conversation.turn import Turn
from nlp import read_answer


def text(turn: Turn) -> None:
    """Yes, no, or the answer given anew. Options are not given: a number here is an answer, not a place; nor
    is what was asked: 满意 is no yes to 您是说不满意吗, though it has its verb."""
    reading = read_answer("yes_no", "", [], turn.inbound.text)
    plain = reading.outcome == "answer" and not reading.comment and not reading.intent
    if plain and isinstance(reading.value, bool):
        picked(turn, ("yes" if reading.value else "no",))
    else:
        asking.text(turn)


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Yes or no."""
    guess = turn.talk.guess
    if keys == ("yes",) and guess:
        confirmed(turn, guess)
    elif keys == ("no",):
        turn.move("ask", guess=None)
        turn.ask_differently(1)
    else:
        turn.puzzled()


def confirmed(turn: Turn, guess: Guess) -> None:
    """The guess was right."""
    answering.record(
        turn,
        guess.value,
        text=guess.text,
        comment=guess.comment,
        because=guess.because,
        ask_why=not guess.comment,
    )
    answering.proceed(turn)

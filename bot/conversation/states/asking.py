"""A question of the survey is open."""

from bot.conversation import answering, hearing
from bot.conversation.guess import Guess
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn, Wish
from nlp import Reading, read_answer


def text(turn: Turn) -> None:
    """An answer, a wish, both, or something that must be asked about."""
    question = sheet(turn.talk, turn.context, turn.talk.at).question
    reading = read_answer(
        question.reads, question.text, question.choices, turn.inbound.text, rules=question.rules
    )
    if reading.missing == "refused" and question.required:
        turn.wish = Wish("skip")
    elif reading.outcome == "answer":
        answered(turn, reading)
    elif reading.intent:
        turn.wish = hearing.wish(reading)
    else:
        doubted(turn, reading)


def answered(turn: Turn, reading: Reading) -> None:
    """Understood. A wish said beside it comes first, before anything more is asked."""
    turn.wish = hearing.wish(reading)
    answering.record(
        turn,
        reading.value,
        text=turn.inbound.text,
        comment=reading.comment,
        because=reading.because,
        missing=reading.missing or "",
        ask_why=not turn.wish and not reading.comment,
    )
    if not turn.wish:
        answering.proceed(turn)


def doubted(turn: Turn, reading: Reading) -> None:
    """Nothing is recorded: a guess is offered where there is one."""
    offered = turn.talk.guess
    nothing_new = reading.guess in (None, []) or (offered is not None and offered.value == reading.guess)
    if turn.talk.state == "confirming" and nothing_new:
        missed(turn)
    elif reading.guess is None or reading.guess == []:
        turn.puzzled()
    else:
        guess = Guess(reading.guess, turn.inbound.text, reading.comment, reading.because)
        turn.move("doubt", guess=guess)
        turn.ask()


def missed(turn: Turn) -> None:
    """Neither yes nor no: the guess once more, then the question itself with its choices."""
    if turn.talk.tries:
        turn.move("ask", guess=None)
        turn.ask_differently(2)
    else:
        turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """One choice or, where the question allows it, several."""
    asked = sheet(turn.talk, turn.context, turn.talk.at)
    value = asked.kind.pick(asked.question, keys)
    if value is not None:
        answering.record(turn, value, text="", ask_why=True)
        answering.proceed(turn)
    elif keys == ("skip",):
        turn.wish = Wish("skip")
    else:
        turn.puzzled()

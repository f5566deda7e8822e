"""A question of the survey is open."""

from bot.conversation import answering, beside, hearing, mending, purposes, several, understanding, unfit, way
from bot.conversation.guess import Guess
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn, Wish
from nlp import Reading
from storage.domain.question import Question


def text(turn: Turn) -> None:
    """An answer, several, a wish, both, or something that must be asked about."""
    question = sheet(turn.talk, turn.context, turn.talk.at).question
    reading = understanding.read(turn, question, turn.inbound.text)
    kept = stays(turn) and (reading.value is None or understanding.free(question))
    if kept or (reading.missing == "refused" and question.required):
        turn.wish = Wish("skip")
    elif wish := _told_instead(turn, question, reading):
        turn.wish = wish
    elif several.kept(turn, reading):
        return
    elif reading.outcome == "answer":
        answered(turn, reading)
    elif wish := _wished(turn, reading):
        turn.wish = wish
    elif not mending.mended(turn):
        understanding.doubt(turn, question, reading)
        doubted(turn, reading)


def _told_instead(turn: Turn, question: Question, reading: Reading) -> Wish | None:
    """What is outright suggested or praised and is no answer; what is free to say is one."""
    if understanding.free(question) or reading.outcome == "intent":
        return None
    return beside.instead(turn, reading)


def _wished(turn: Turn, reading: Reading) -> Wish | None:
    """A wish, or something suggested or praised that may be no answer to the question."""
    wish = hearing.wish(reading)
    return purposes.heard(turn, wish) if wish or not reading.guess else None


def stays(turn: Turn) -> bool:
    """Whether an answer given before is to stay as it was: 算了, 不改了."""
    talk = turn.talk
    again = way.answered(talk, turn.context, talk.at)
    return again and bool(hearing.heard(turn, "never_mind") or hearing.heard(turn, "no_change"))


def answered(turn: Turn, reading: Reading) -> None:
    """Understood. A wish said beside it comes first, before anything more is asked; abuse is none, and no
    reason to stop listening."""
    turn.wish, at = beside.aside(turn, reading) if reading.intent != "abuse" else None, turn.talk.at
    if not turn.wish and not understanding.free(sheet(turn.talk, turn.context, at).question):
        turn.wish = beside.along(turn, reading)
    silent = not turn.wish and not reading.comment
    if reading.comment:
        mending.remember(turn, reading.because)
    answering.record(turn, reading, text=turn.inbound.text, ask_why=silent)
    if turn.wish and turn.wish.intent in ("back", "edit"):  # from the question that was answered with it
        turn.keep(at=at)
    if not turn.wish:
        answering.proceed(turn)


def doubted(turn: Turn, reading: Reading) -> None:
    """Nothing is recorded. What was heard and does not fit is told so; a guess is offered where there is one,
    but none that is on offer or was denied."""
    question = sheet(turn.talk, turn.context, turn.talk.at).question
    line, offered = unfit.line(turn, question, reading), turn.talk.guess
    nothing_new = reading.guess in (None, []) or (offered is not None and offered.value == reading.guess)
    if line and (nothing_new or question.reads == "single"):
        misfit(turn, line)
    elif nothing_new and turn.talk.state == "confirming":
        missed(turn)
    elif nothing_new:
        turn.puzzled()
    else:
        if line and turn.talk.state == "asking" and not turn.talk.tries:
            turn.tell(line)
        guess = Guess(reading.guess, turn.inbound.text, reading.comment, reading.because)
        turn.move("doubt", guess=guess)
        turn.ask()


def misfit(turn: Turn, line: str) -> None:
    """Say why it does not fit, and ask once more; after that the choices are written out."""
    again, tries = sheet(turn.talk, turn.context, turn.talk.at).question.again, turn.talk.tries
    if turn.talk.state == "confirming":
        turn.move("ask", guess=None)
        tries = 0
    turn.tell(line)
    if tries:
        turn.puzzled()
    else:
        turn.keep(tries=int(bool(again)))  # in other words, where the survey has some
        turn.do(turn.open)
        turn.keep(tries=1)


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


def _may_be_read(question: Question, written: str) -> bool:
    """Whether its picker hands in what is written; that of a number nothing but figures."""
    written_in = bool(question.reads) and not question.choices
    return written_in and (question.reads != "number" or written.lstrip("-").replace(".", "", 1).isdecimal())


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """One choice or, where the question allows it, several."""
    asked = sheet(turn.talk, turn.context, turn.talk.at)
    question = asked.question
    dated = question.reads == "date"  # read like any text: it may be to come, where one gone by is asked for
    value = None if dated else asked.kind.pick(question, keys)
    if value is not None:
        if not question.choices:  # a number: entered, not picked of a few
            turn.own()
        answering.record(turn, Reading("answer", value), text="", ask_why=True)
        answering.proceed(turn)
    elif keys == ("skip",):
        turn.wish = Wish("skip")
    elif len(keys) == 1 and _may_be_read(question, keys[0]):
        entered(turn, keys[0])
    elif line := unfit.line_of(turn, question, keys):
        misfit(turn, line)
    else:
        turn.puzzled()

"""The customer asked to be forgotten: is it truly wanted? Nothing but a plain yes is one."""

from bot.conversation import hearing, requesting
from bot.conversation.life import AGREED
from bot.conversation.prompts import ERASE
from bot.conversation.turn import Turn, Wish
from nlp import read_answer


def text(turn: Turn) -> None:
    """A wish for less or for nothing, yes or no, the wish once more, which is a yes, or another wish."""
    options = [(each.key, each.label) for each in turn.open.outbound.choices]
    reading = read_answer("yes_no", turn.open.outbound.text, options, turn.inbound.text)
    heard, key = hearing.wish(hearing.words(turn)), hearing.picked(turn, turn.open)
    again = heard is not None and heard.intent == ERASE
    if requesting.partly(turn):
        turn.keep(fact="")
        turn.wish = Wish(ERASE)
    elif requesting.hesitant(turn):
        turn.say("request.not_erased")
        _on(turn)
    elif key == "rather_not":
        picked(turn, (key,))
    elif (again or key or hearing.heard(turn, "erase_sure")) and requesting.sure(turn):
        picked(turn, ("erase_me",))
    elif heard and not again:
        turn.wish = heard
    elif isinstance(reading.value, bool) and not hearing.beside(reading) and _plain(turn, yes=reading.value):
        picked(turn, ("erase_me" if reading.value else "rather_not",))
    else:
        turn.puzzled()


def _plain(turn: Turn, *, yes: bool) -> bool:
    """A no may be put in any way."""
    return not yes or requesting.sure(turn)


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """It is registered, or let be; then on where the talk was."""
    if keys == ("erase_me",):
        requesting.register(turn, ERASE)
    elif keys == ("rather_not",):
        turn.say("request.let_be")
    else:
        turn.puzzled()
        return
    _on(turn)


def _on(turn: Turn) -> None:
    """Where the talk was."""
    turn.keep(fact="")
    if turn.talk.state in AGREED:
        turn.wish = Wish("go_on")
    else:
        turn.aside = True
        turn.ask()

"""The customer asked to be forgotten: is it truly wanted? Nothing but a plain yes is one."""

from bot.conversation import hearing, requesting
from bot.conversation.life import AGREED
from bot.conversation.prompts import ERASE
from bot.conversation.turn import Turn, Wish
from nlp import read_answer


def text(turn: Turn) -> None:
    """Yes or no, the wish once more, which is a yes, or another wish."""
    options = [(each.key, each.label) for each in turn.open.outbound.choices]
    reading = read_answer("yes_no", turn.open.outbound.text, options, turn.inbound.text)
    heard, key = hearing.wish(hearing.words(turn)), hearing.picked(turn, turn.open)
    again = heard is not None and heard.intent == ERASE
    plain = reading.value if isinstance(reading.value, bool) and not hearing.beside(reading) else None
    if (again or plain or key == "erase_me" or hearing.heard(turn, "erase_sure")) and requesting.sure(turn):
        picked(turn, ("erase_me",))
    elif heard and not again and not key:
        turn.wish = heard
    elif key == "rather_not" or plain is False:
        picked(turn, ("rather_not",))
    else:
        turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """It is registered, or let be; then on where the talk was."""
    if keys == ("erase_me",):
        requesting.register(turn, ERASE)
    elif keys == ("rather_not",):
        turn.say("request.let_be")
    else:
        turn.puzzled()
        return
    turn.keep(fact="")
    if turn.talk.state in AGREED:
        turn.wish = Wish("go_on")
    else:
        turn.aside = True
        turn.ask()

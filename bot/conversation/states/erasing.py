"""The customer asked to be forgotten: is it truly wanted?"""

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
    if key:
        picked(turn, (key,))
    elif hearing.heard(turn, "erase_sure") or (heard and heard.intent == ERASE):
        picked(turn, ("erase_me",))
    elif heard:
        turn.wish = heard
    elif isinstance(reading.value, bool) and not hearing.beside(reading):
        picked(turn, ("erase_me" if reading.value else "rather_not",))
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

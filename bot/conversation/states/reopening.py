"""A complaint was closed, and the customer says that it is not settled: is it to be taken up again?"""

from bot.conversation import choosing, flatly, hearing, lately, standing, unsettled
from bot.conversation.at_hand import CLOSED, AtHand
from bot.conversation.deciding import noted
from bot.conversation.effects import Reopen
from bot.conversation.turn import Turn, Wish
from nlp import Reading, read_answer


def text(turn: Turn) -> None:
    """Yes, no, or a wish. That it is not solved, or not accepted, is a yes; a no is only what can be none."""
    options = [(each.key, each.label) for each in turn.open.outbound.choices]
    reading = read_answer("yes_no", turn.open.outbound.text, options, turn.inbound.text)
    words = flatly.said(turn)
    if unsettled.says(turn, words) or choosing.refused(turn, words)[0]:
        _again(turn, words)
    elif key := hearing.picked(turn, turn.open) or _plain(turn, reading, words):
        picked(turn, (key,))
    else:
        turn.wish = hearing.wish(reading)
        if not turn.wish:
            turn.puzzled()


def _plain(turn: Turn, reading: Reading, words: str) -> str:
    if hearing.put_in_any(turn, "let_closed", words):
        return "no"
    return "yes" if reading.value is True and not reading.intent else ""


def _again(turn: Turn, words: str) -> None:
    """Yes, with what is told beside it, and with the wish that stands behind it."""
    number, wish = turn.talk.fact, read_answer("text", "", [], words).intent
    if more := unsettled.beside(turn, words):
        noted(turn, AtHand(number), more)
    picked(turn, ("yes",))
    if wish == "human":
        turn.wish = Wish("human")


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Reopened or let be; then on where the talk was. What is not closed any more is told as it stands."""
    number = turn.talk.fact
    if keys not in (("yes",), ("no",)):
        turn.puzzled()
        return
    known = lately.own(turn, number)
    if known is not None and known.state != CLOSED:
        turn.own()
        standing.unnamed(turn, known)
    elif keys == ("yes",):
        turn.do(Reopen(number))
        turn.say("reopen.done", **turn.context.called(number))
    else:
        turn.say("reopen.kept", **turn.context.called(number))
    turn.keep(fact="")
    turn.wish = Wish("go_on")

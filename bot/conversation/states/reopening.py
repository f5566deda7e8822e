"""A complaint was closed, and the customer says that it is not settled: is it to be taken up again?"""

from bot.conversation import hearing
from bot.conversation.draft import PURPOSES
from bot.conversation.effects import Reopen
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn, Wish
from nlp import read_answer

_LISTENING = ("menu", "asking", "waiting", "reopening")


def wanted(turn: Turn) -> str:
    """The number of the closed complaint that the customer says is not settled; else empty.

    Where yes or no is asked, 没有解决 is an answer; in a complaint or a reason it is part of the story.
    """
    own = [each for each in turn.context.complaints if each.kind not in PURPOSES]
    closed = [each.number for each in own if each.state == "closed"]
    if not closed or turn.talk.state not in _LISTENING or _yes_no(turn):
        return ""
    again = turn.talk.state != "asking" and hearing.heard_in_any(turn, "breaks_again")
    return closed[0] if again or hearing.heard(turn, "reopen") else ""


def _yes_no(turn: Turn) -> bool:
    return (
        turn.talk.state == "asking" and sheet(turn.talk, turn.context, turn.talk.at).question.kind == "yes_no"
    )


def offer(turn: Turn, number: str) -> None:
    """Ask before anything is reopened."""
    turn.move("offer_reopening", fact=number)
    turn.ask()


def text(turn: Turn) -> None:
    """Yes, no, or a wish."""
    options = [(each.key, each.label) for each in turn.open.outbound.choices]
    reading = read_answer("yes_no", turn.open.outbound.text, options, turn.inbound.text)
    if isinstance(reading.value, bool) and not reading.intent:
        picked(turn, ("yes" if reading.value else "no",))
    else:
        turn.wish = hearing.wish(reading)
        if not turn.wish:
            turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Reopened or let be; then on where the talk was. What was reopened meanwhile is not reopened twice."""
    number = turn.talk.fact
    if keys not in (("yes",), ("no",)):
        turn.puzzled()
        return
    if keys == ("yes",):
        turn.do(Reopen(number))
    turn.say("reopen.done" if keys == ("yes",) else "reopen.kept", **turn.context.called(number))
    turn.keep(fact="")
    turn.wish = Wish("go_on")

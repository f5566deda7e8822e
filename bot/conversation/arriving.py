"""How a customer comes: by the first word, by a link, or back to a talk that is under way."""

from bot.conversation import (
    alerting,
    filing,
    hearing,
    letters,
    numbered,
    plainly,
    purposes,
    surveying,
    unnamed,
)
from bot.conversation.entries import entry
from bot.conversation.letter import Letter
from bot.conversation.prompts import erased_first
from bot.conversation.turn import Turn, Wish


def followed(turn: Turn) -> None:
    """The link that the customer came by: what it asks for is remembered, unless it is not to be had."""
    if turn.context.turned_away:
        turn.say("invitation.taken")
    elif turn.context.gone:
        turn.say(f"gone.{turn.context.gone}")
        turn.keep(start="")
    elif turn.inbound.start and not alerting.brought(turn.inbound.start):
        turn.led = turn.inbound.start != turn.talk.start
        turn.keep(start=turn.inbound.start)


def greeted(turn: Turn) -> None:
    """The first sign of a customer: welcome, whatever it is; a wish that they came with is heard. Who needs
    help is not asked to anything now, but at their next word."""
    if turn.alarmed and not turn.mailed and not _wish(turn):
        return
    turn.move("greet")
    if turn.inbound.kind == "file":
        filing.noted(turn)
    if isinstance(turn, Letter):
        letters.noted(turn)
    if turn.inbound.kind == "choice":
        turn.wish = entry(turn)
    elif turn.inbound.text and turn.inbound.kind != "open" and not unnamed.heard(turn):
        if numbered.heard(turn) or letters.taken(turn):
            return
        turn.wish = _wish(turn)
    if not turn.wish:
        turn.ask()


def _wish(turn: Turn) -> Wish | None:
    return plainly.outright(turn) or purposes.opening(turn, hearing.wish(hearing.words(turn)))


def came(turn: Turn) -> None:
    """Who comes back finds the talk as it was, unless a link asks for another survey: before consent that is
    offered in its own words, so that nobody agrees to what they have not read."""
    if turn.talk.state == "menu" and surveying.invited(turn):
        surveying.begin(turn)
    elif turn.led and surveying.invited(turn) and not erased_first(turn.talk):
        if turn.talk.state == "welcome":
            turn.keep(fact="")
            turn.ask()
        elif turn.talk.state == "declined":
            turn.wish = Wish("go_on")


def opened(turn: Turn) -> None:
    """Who says that they came is answered, and who had said no is welcome again."""
    came(turn)
    if turn.talk.state == "declined":
        turn.wish = Wish("go_on")
    elif not turn.effects or turn.context.gone:
        turn.ask()

"""One step of a talk: from where it stood and what came in to where it stands and what is to be done.

Pure and total: every state answers everything that can come in.
"""

from datetime import datetime

from bot.conversation import hearing, revisiting, surveying
from bot.conversation.context import Context
from bot.conversation.effects import Effect
from bot.conversation.life import IN_SURVEY
from bot.conversation.states import STATES, reopening
from bot.conversation.talk import Talk
from bot.conversation.turn import Turn, Wish
from bot.conversation.wishes import BY_BUTTON, grant
from bot.message import Inbound


def step(talk: Talk, inbound: Inbound, context: Context, now: datetime) -> tuple[Talk, list[Effect]]:
    """The talk after this message, and the effects in the order in which they are to be performed."""
    turn = Turn(talk, inbound, context, now)
    if inbound.start:
        turn.keep(start=inbound.start)
    handle(turn)
    if turn.wish:
        grant(turn, turn.wish)
    return turn.talk, turn.effects


def handle(turn: Turn) -> None:
    """Take what came in, as the state has it."""
    state, kind = turn.talk.state, turn.inbound.kind
    if state == "new":
        greeted(turn)
    elif kind == "open":
        opened(turn)
    elif state in IN_SURVEY and not surveying.at_hand(turn):
        surveying.lose(turn)
    elif kind == "choice":
        chosen(turn)
    else:
        said(turn)


def greeted(turn: Turn) -> None:
    """The first sign of a customer: welcome, whatever it is; a wish that they came with is heard."""
    turn.move("greet")
    if turn.inbound.kind == "file":
        turn.say("file.kept")
    if turn.inbound.text:
        turn.wish = hearing.wish(hearing.words(turn))
    if not turn.wish:
        turn.ask()


def opened(turn: Turn) -> None:
    """Who comes back finds the talk as it was, unless a link asks for another survey."""
    if turn.talk.state == "menu" and surveying.invited(turn):
        surveying.begin(turn)


def said(turn: Turn) -> None:
    """A text, or a file with or without words."""
    if turn.inbound.kind == "file":
        turn.say("file.kept")
    if not turn.inbound.text.strip():
        turn.ask()
    elif closed := reopening.wanted(turn):
        reopening.offer(turn, closed)
    elif number := revisiting.wanted(turn):
        revisiting.go_to(turn, number)
    elif turn.talk.state != "menu" and hearing.heard(turn, "thanks"):
        turn.ask_after("wish.thanks")
    else:
        STATES[turn.talk.state].text(turn)


def chosen(turn: Turn) -> None:
    """A choice: of what is open now, of a menu (its entries are wishes at any time), or of something past."""
    keys = turn.inbound.keys
    if turn.inbound.of == turn.open.outbound.of:
        STATES[turn.talk.state].picked(turn, keys)
    elif turn.inbound.of == "menu" and len(keys) == 1 and keys[0] in BY_BUTTON:
        turn.wish = Wish(BY_BUTTON[keys[0]])
    else:
        turn.ask_after("stale")

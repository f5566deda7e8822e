"""One step of a talk: from where it stood and what came in to where it stands and what is to be done.

Pure and total: every state answers everything that can come in.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.conversation import editing, hearing, revisiting, surveying
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
    turn = stepped(talk, inbound, context, now)
    return turn.talk, turn.effects


def stepped(talk: Talk, inbound: Inbound, context: Context, now: datetime) -> Turn:
    """The step as it was made."""
    turn = Turn(talk, inbound, context, now)
    if inbound.start:
        turn.keep(start=inbound.start)
    handle(turn)
    if turn.wish:
        grant(turn, turn.wish)
    return turn


def handle(turn: Turn) -> None:
    """Take what came in, as the state has it. What was taken back is marked where it stands: no more."""
    state, kind = turn.talk.state, turn.inbound.kind
    if kind == "withdraw":
        return
    if state == "new":
        greeted(turn)
    elif kind == "open" and not turn.inbound.text:
        came(turn)
    elif state in IN_SURVEY and not surveying.at_hand(turn):
        surveying.lose(turn)
    else:
        _HANDLERS[kind](turn)


def greeted(turn: Turn) -> None:
    """The first sign of a customer: welcome, whatever it is; a wish that they came with is heard."""
    turn.move("greet")
    if turn.inbound.kind == "file":
        noted(turn)
    if turn.inbound.kind == "choice":
        turn.wish = entry(turn)
    elif turn.inbound.text and turn.inbound.kind != "open":
        turn.wish = hearing.wish(hearing.words(turn))
    if not turn.wish:
        turn.ask()


def came(turn: Turn) -> None:
    """Who comes back finds the talk as it was, unless a link asks for another survey."""
    if turn.talk.state == "menu" and surveying.invited(turn):
        surveying.begin(turn)


def opened(turn: Turn) -> None:
    """Who says that they came is answered, and who had said no is welcome again."""
    came(turn)
    if turn.talk.state == "declined":
        turn.wish = Wish("go_on")
    elif not turn.effects:
        turn.ask()


def said(turn: Turn) -> None:
    """A text, or something else with or without words."""
    noted(turn)
    if not turn.inbound.text.strip():
        if turn.effects or turn.inbound.kind != "file":
            turn.ask()
    elif closed := reopening.wanted(turn):
        reopening.offer(turn, closed)
    elif turn.inbound.late and turn.talk.state in IN_SURVEY:
        revisiting.again(turn)
    elif turn.inbound.late and turn.talk.state == "menu":
        revisiting.too_late(turn)
    elif number := revisiting.wanted(turn):
        revisiting.go_to(turn, number)
    elif turn.talk.state != "menu" and hearing.heard(turn, "thanks"):
        turn.ask_after("wish.thanks")
    else:
        STATES[turn.talk.state].text(turn)


def noted(turn: Turn) -> None:
    """Say of a file that it is kept, once for all files of an album; of what can't be read, that it can't."""
    inbound = turn.inbound
    if inbound.kind == "other":
        turn.say("other")
    elif inbound.kind == "file" and not (inbound.album and inbound.album == turn.talk.album):
        spoken = inbound.attachment is not None and inbound.attachment.kind.startswith("audio/")
        turn.say("file.spoken" if spoken else "file.kept")
        turn.keep(album=inbound.album or turn.talk.album)


def edited(turn: Turn) -> None:
    """A message said before now reads differently."""
    if editing.says_anew(turn):
        said(turn)
    else:
        editing.taken(turn)


def chosen(turn: Turn) -> None:
    """A choice: of what is open now, of a menu (its entries are wishes at any time), or of something past."""
    if turn.inbound.of == turn.open.outbound.of:
        STATES[turn.talk.state].picked(turn, turn.inbound.keys)
    else:
        turn.wish = entry(turn)
        if not turn.wish:
            turn.stale = True
            turn.ask_after("stale")


def entry(turn: Turn) -> Wish | None:
    """The wish that an entry of the menu stands for; None for what is no such entry."""
    of, keys = turn.inbound.of, turn.inbound.keys
    return Wish(BY_BUTTON[keys[0]]) if of == "menu" and len(keys) == 1 and keys[0] in BY_BUTTON else None


_HANDLERS: Mapping[str, Callable[[Turn], None]] = {
    "open": opened,
    "text": said,
    "file": said,
    "other": said,
    "choice": chosen,
    "edit": edited,
}

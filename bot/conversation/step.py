"""One step of a talk: from where it stood and what came in to where it stands and what is to be done.

Pure and total: every state answers everything that can come in.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.conversation import (
    agreed,
    amending,
    asked,
    cases,
    due,
    editing,
    filing,
    hearing,
    passing,
    renewing,
    resting,
    returning,
    revisiting,
    surveying,
    unnamed,
    withdrawing,
)
from bot.conversation.context import Context
from bot.conversation.effects import Effect, Say
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import erased_first
from bot.conversation.states import reopening, state
from bot.conversation.states.welcome import ASIDE
from bot.conversation.talk import Talk
from bot.conversation.turn import Turn, Wish
from bot.conversation.wishes import BY_BUTTON, calling, grant, speaking
from bot.message import Inbound


def step(talk: Talk, inbound: Inbound, context: Context, now: datetime) -> tuple[Talk, list[Effect]]:
    """The talk after this message, and the effects in the order in which they are to be performed."""
    turn = stepped(talk, inbound, context, now)
    return turn.talk, turn.effects


def stepped(talk: Talk, inbound: Inbound, context: Context, now: datetime) -> Turn:
    """The step as it was made."""
    turn = Turn(talk, inbound, context, now)
    followed(turn)
    if inbound.kind == "withdraw":  # it is marked where it stands: no more
        return turn
    if not (renewing.settled(turn) or speaking.settled(turn)):
        handle(turn)
    if turn.wish:
        grant(turn, turn.wish)
    if turn.talk.fact and turn.talk.fact == talk.fact and not remembered(turn):
        turn.keep(fact="")
    if turn.aside and turn.talk.state == "welcome" and not turn.talk.fact:
        turn.keep(fact=ASIDE)
    if talk.when or turn.talk.when or talk.reminded:
        resting.settle(turn, talk)
    if turn.talk != talk and "waiting" in (talk.state, turn.talk.state):
        turn.keep(back=returning.back(turn.talk, inbound, turn.context, now))
    return turn


def followed(turn: Turn) -> None:
    """The link that the customer came by: what it asks for is remembered, unless it is not to be had."""
    if turn.context.turned_away:
        turn.say("invitation.taken")
    elif turn.context.gone:
        turn.say(f"gone.{turn.context.gone}")
        turn.keep(start="")
    elif turn.inbound.start:
        turn.led = turn.inbound.start != turn.talk.start
        turn.keep(start=turn.inbound.start)


_WITH_FACT = ("facts", "reopening", "erasing", "case")
"""What a talk remembers beside its state goes with it: above all whose anonymous complaint was looked up."""


def remembered(turn: Turn) -> bool:
    """Whether what was open is so still: by its state, because it was asked again, or nothing was said."""
    said = [each.outbound.of for each in turn.effects if isinstance(each, Say)]
    again = erased_first(turn.talk) and (not said or said[-1] == turn.open.outbound.of)
    return turn.talk.state in _WITH_FACT or again


def handle(turn: Turn) -> None:
    """Take what came in, as the state has it."""
    at, kind = turn.talk.state, turn.inbound.kind
    if kind == "due":
        due.came(turn)
    elif kind == "text" and (asked_for := cases.asked_for(turn.inbound.text)):
        coded(turn, asked_for)
    elif signs := passing.code(turn):
        passing.arrived(turn, signs)
    elif at == "new":
        greeted(turn)
    elif kind == "open" and not turn.inbound.text and not turn.context.gone:
        came(turn)
    elif at in IN_SURVEY and not surveying.at_hand(turn):
        surveying.lose(turn)
    elif entry(turn) or not amending.over(turn):
        _HANDLERS[kind](turn)


def coded(turn: Turn, signs: str) -> None:
    """A complaint asked for by its code is shown in every state; then the talk is where it was."""
    if turn.talk.state == "new":
        turn.move("greet")
    if erased_first(turn.talk):
        turn.keep(fact="")
    turn.aside = True
    cases.shown(turn, signs)
    if turn.talk.state in IN_SURVEY and not surveying.at_hand(turn):
        surveying.lose(turn)
    else:
        turn.ask()


def greeted(turn: Turn) -> None:
    """The first sign of a customer: welcome, whatever it is; a wish that they came with is heard."""
    turn.move("greet")
    if turn.inbound.kind == "file":
        filing.noted(turn)
    if turn.inbound.kind == "choice":
        turn.wish = entry(turn)
    elif turn.inbound.text and turn.inbound.kind != "open" and not unnamed.heard(turn):
        turn.wish = hearing.wish(hearing.words(turn))
    if not turn.wish:
        turn.ask()


def came(turn: Turn) -> None:
    """Who comes back finds the talk as it was, unless a link asks for another survey: before consent that is
    offered in its own words, so that nobody agrees to what they have not read."""
    if turn.talk.state == "menu" and surveying.invited(turn):
        surveying.begin(turn)
    elif turn.led and surveying.invited(turn) and not erased_first(turn.talk):
        if turn.talk.state == "welcome":
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


def said(turn: Turn) -> None:
    """A text, or something else with or without words."""
    if filing.answers(turn):
        filing.taken(turn)
        return
    filing.noted(turn)
    if not turn.inbound.text.strip():
        if turn.effects or turn.inbound.kind != "file":
            turn.ask()
    elif closed := reopening.wanted(turn):
        reopening.offer(turn, closed)
    elif turn.inbound.late and turn.talk.state in IN_SURVEY:
        revisiting.again(turn)
    elif turn.inbound.late and turn.talk.state == "menu":
        revisiting.too_late(turn)
    else:
        written(turn)


def written(turn: Turn) -> None:
    """Words: what is asked or wanted in any state before what the state makes of them."""
    if unnamed.heard(turn):
        if not turn.wish:
            turn.ask()
    elif hearing.heard(turn, "consented") or withdrawing.wondered(turn):
        agreed.told(turn)
    elif hearing.heard(turn, "nobody"):
        calling.off(turn)
    elif wish := plainly(turn):
        turn.wish = wish
    elif line := asked.line(turn):
        turn.tell(line)
        turn.ask()
    elif number := revisiting.wanted(turn):
        revisiting.go_to(turn, number)
    elif turn.talk.state != "menu" and hearing.heard(turn, "thanks"):
        turn.ask_after("wish.thanks")
    else:
        state(turn).text(turn)


def plainly(turn: Turn) -> Wish | None:
    """A wish that is put the same in every state."""
    if hearing.heard(turn, "elsewhere"):
        return Wish("elsewhere")
    return Wish("later") if resting.wanted(turn) else withdrawing.disagreed(turn)


def edited(turn: Turn) -> None:
    """A message said before now reads differently."""
    if editing.says_anew(turn):
        said(turn)
    else:
        editing.taken(turn)


def chosen(turn: Turn) -> None:
    """A choice: of a menu (its entries are wishes at any time), of what is open now, or of something past."""
    turn.wish = entry(turn)
    if turn.wish:
        return
    if turn.inbound.of == turn.open.outbound.of:
        state(turn).picked(turn, turn.inbound.keys)
    else:
        turn.ask_after("stale")


def entry(turn: Turn) -> Wish | None:
    """The wish that an entry of the menu stands for, with the words said after it; None for what is none."""
    of, keys = turn.inbound.of, turn.inbound.keys
    if of != "menu" or len(keys) != 1 or keys[0] not in BY_BUTTON:
        return None
    return Wish(BY_BUTTON[keys[0]], turn.inbound.text.strip())


_HANDLERS: Mapping[str, Callable[[Turn], None]] = {
    "open": opened,
    "text": said,
    "file": said,
    "other": said,
    "choice": chosen,
    "edit": edited,
}

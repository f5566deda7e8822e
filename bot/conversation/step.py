"""One step of a talk: from where it stood and what came in to where it stands and what is to be done.

Pure and total: every state answers everything that can come in.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.conversation import (
    alerting,
    amending,
    arriving,
    cases,
    due,
    letters,
    passing,
    renewing,
    resting,
    returning,
    saying,
    staying,
    superseding,
    surveying,
    verdicts,
)
from bot.conversation.at_hand import ASIDE, looked_up
from bot.conversation.context import Context
from bot.conversation.effects import Effect, Say
from bot.conversation.entries import entry
from bot.conversation.letter import step_of
from bot.conversation.letters.supplying import open_facts
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import erased_first
from bot.conversation.states import state
from bot.conversation.talk import Talk
from bot.conversation.turn import Turn
from bot.conversation.wishes import calling, grant, speaking
from bot.message import Inbound


def step(talk: Talk, inbound: Inbound, context: Context, now: datetime) -> tuple[Talk, list[Effect]]:
    """The talk after this message, and the effects in the order in which they are to be performed."""
    turn = stepped(talk, inbound, context, now)
    return turn.talk, turn.effects


def stepped(talk: Talk, inbound: Inbound, context: Context, now: datetime) -> Turn:
    """The step as it was made."""
    turn = step_of(talk, alerting.typed(inbound), context, now)
    if letters.filed(turn):
        return turn
    letters.taken_back(turn)
    arriving.followed(turn)
    if inbound.kind == "withdraw":  # it is marked where it stands: no more
        return turn
    calling.alarmed(turn)
    superseding.settled(turn)
    fact = turn.talk.fact
    if not (renewing.settled(turn) or speaking.settled(turn)):
        handle(turn)
    letters.let_be(turn)
    if turn.wish and not letters.granted(turn, turn.wish):
        grant(turn, turn.wish)
    calling.paused(turn)
    if turn.talk.fact and turn.talk.fact == fact and not remembered(turn):
        turn.keep(fact="")
    if turn.aside and turn.talk.state == "welcome" and not turn.talk.fact:
        turn.keep(fact=ASIDE)
    if talk.when or turn.talk.when or talk.reminded:
        resting.settle(turn, talk)
    if turn.talk != talk and "waiting" in (talk.state, turn.talk.state):
        turn.keep(back=returning.back(turn.talk, inbound, turn.context, now))
    letters.compose(turn)
    return turn


_WITH_FACT = ("facts", "reopening", "erasing", "case", "resting", "waiting")
"""What a talk remembers beside its state goes with it: above all whose anonymous complaint was looked up."""


def remembered(turn: Turn) -> bool:
    """Whether what was open is so still: by its state, because it was asked again, or nothing was said."""
    said = [each.outbound.of for each in turn.effects if isinstance(each, Say)]
    open_first = erased_first(turn.talk) or looked_up(turn.talk)
    again = open_first and (not said or said[-1] == turn.open.outbound.of)
    return turn.talk.state in _WITH_FACT or again or open_facts(turn)


def handle(turn: Turn) -> None:
    """Take what came in, as the state has it."""
    at, kind = turn.talk.state, turn.inbound.kind
    if kind == "due":
        due.came(turn)
    elif staffs := alerting.brought(turn.inbound.start):
        alerting.linked(turn, staffs)
    elif alerting.mailed(turn.inbound):
        turn.say("alerts.by_mail")
    elif kind == "text" and (asked_for := cases.asked_for(turn.inbound.text)):
        coded(turn, asked_for)
    elif signs := passing.code(turn):
        passing.arrived(turn, signs)
    elif at == "new":
        arriving.greeted(turn)
    elif kind == "open" and not turn.inbound.text and not turn.context.gone:
        arriving.came(turn)
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


def chosen(turn: Turn) -> None:
    """A choice: of a menu (its entries are wishes at any time), of what is open now, or of something past."""
    turn.wish = entry(turn)
    if turn.wish:
        return
    if turn.inbound.of == turn.open.outbound.of:
        state(turn).picked(turn, turn.inbound.keys)
    elif not (verdicts.pressed(turn) or staying.pressed(turn)):
        turn.ask_after("stale")


_HANDLERS: Mapping[str, Callable[[Turn], None]] = {
    "open": arriving.opened,
    "text": saying.said,
    "file": saying.said,
    "other": saying.said,
    "choice": chosen,
    "edit": saying.edited,
}

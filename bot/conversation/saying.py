"""What is said: what is asked or wanted in any state comes before what the state makes of it."""

from bot.conversation import (
    agreed,
    asked,
    awaited,
    belonging,
    closed,
    due,
    editing,
    filing,
    hearing,
    letters,
    numbered,
    plainly,
    retracting,
    revisiting,
    staying,
    supplementing,
    under_way,
    unnamed,
    verdicts,
    withdrawing,
)
from bot.conversation.letter import Letter
from bot.conversation.life import IN_SURVEY
from bot.conversation.states import reason, state
from bot.conversation.turn import Turn
from bot.conversation.wishes import calling


def said(turn: Turn) -> None:
    """A text, or something else with or without words."""
    if filing.answers(turn):
        filing.taken(turn)
        return
    filing.noted(turn)
    if isinstance(turn, Letter):
        letters.noted(turn)
    if not turn.inbound.text.strip() and letters.pictured(turn):
        return
    if not turn.inbound.text.strip():
        _wordless(turn)
    elif any(heard(turn) for heard in _OF_COMPLAINTS):
        return
    elif turn.inbound.late and turn.talk.state in IN_SURVEY:
        revisiting.again(turn)
    elif turn.inbound.late and turn.talk.state == "menu":
        revisiting.too_late(turn)
    else:
        written(turn)


_OF_COMPLAINTS = (
    numbered.heard,
    retracting.heard,
    verdicts.heard,
    staying.heard,
    awaited.heard,
    under_way.heard,
    belonging.begins,
    supplementing.heard,
    closed.heard,
    belonging.demanded,
)
"""How a complaint that is registered stands, or what it waits for, heard before all else."""


def _wordless(turn: Turn) -> None:
    """A file without words, or what we can't read."""
    if awaited.attached(turn):
        return
    if not letters.empty(turn) and (turn.effects or turn.inbound.kind != "file"):
        turn.ask()


def written(turn: Turn) -> None:
    """Words: what is asked or wanted in any state before what the state makes of them."""
    if unnamed.heard(turn) or due.noted(turn):
        if not turn.wish:
            turn.ask()
    elif hearing.heard(turn, "consented") or withdrawing.wondered(turn):
        agreed.told(turn)
    elif hearing.heard(turn, "nobody"):
        calling.off(turn)
    elif reason.tells(turn):
        reason.text(turn)
    elif wish := plainly.wished(turn):
        turn.wish = wish
    else:
        _no_wish(turn)


def _no_wish(turn: Turn) -> None:
    """What the customer wants to know, answers to a letter, or words that are up to the state."""
    if line := asked.line(turn):
        turn.tell(line)
        turn.ask()
    elif letters.taken(turn):
        return
    elif number := revisiting.wanted(turn):
        revisiting.go_to(turn, number)
    elif turn.talk.state != "menu" and hearing.heard(turn, "thanks"):
        turn.ask_after("wish.thanks")
    else:
        state(turn).text(turn)


def edited(turn: Turn) -> None:
    """A message said before now reads differently."""
    if editing.says_anew(turn):
        said(turn)
    else:
        editing.taken(turn)

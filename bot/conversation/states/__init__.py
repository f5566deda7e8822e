"""What each state does with what comes in: one file, one state. A new talk is welcomed, whatever comes in."""

from collections.abc import Mapping
from typing import Protocol

from bot.conversation.at_hand import looked_up
from bot.conversation.prompts import erased_first
from bot.conversation.states import (
    amending,
    asking,
    case,
    confirming,
    correcting,
    declined,
    erasing,
    facts,
    leaving,
    menu,
    reason,
    reopening,
    restarting,
    resting,
    story,
    summary,
    waiting,
    welcome,
)
from bot.conversation.turn import Turn


class State(Protocol):
    """A wish that was heard is left on the turn, to be granted by `bot.conversation.wishes`."""

    def text(self, turn: Turn) -> None:
        """The customer wrote something."""

    def picked(self, turn: Turn, keys: tuple[str, ...]) -> None:
        """The customer picked of the choices on show; keys may be forged."""


STATES: Mapping[str, State] = {
    "welcome": welcome,
    "declined": declined,
    "menu": menu,
    "asking": asking,
    "confirming": confirming,
    "reason": reason,
    "story": story,
    "facts": facts,
    "summary": summary,
    "correcting": correcting,
    "waiting": waiting,
    "reopening": reopening,
    "leaving": leaving,
    "resting": resting,
    "erasing": erasing,
    "case": case,
    "restarting": restarting,
    "amending": amending,
}


def state(turn: Turn) -> State:
    """The state that takes what comes in. Before consent, too, a yes answers what was asked last."""
    if looked_up(turn.talk):
        return case
    return erasing if erased_first(turn.talk) else STATES[turn.talk.state]

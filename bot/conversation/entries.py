"""What was picked of the menu: its entries are wishes at any time."""

from collections.abc import Mapping

from bot.conversation.turn import Turn, Wish

BY_BUTTON: Mapping[str, str] = {
    "survey": "survey",
    "repeat": "survey",
    "go_on": "go_on",
    "complaint": "complaint",
    "status": "status",
    "promises": "promises",
    "human": "human",
    "menu": "menu",
    "back": "back",
    "skip": "skip",
    "stop": "cancel",
    "help": "help",
    "later": "later",
    "elsewhere": "elsewhere",
    "pass": "pass",
    "language": "language",
}
"""Entry of the menu, on show or as a command of the channel's own -> wish."""


def entry(turn: Turn) -> Wish | None:
    """The wish that an entry of the menu stands for, with the words said after it; None for what is none."""
    of, keys = turn.inbound.of, turn.inbound.keys
    if of != "menu" or len(keys) != 1 or keys[0] not in BY_BUTTON:
        return None
    return Wish(BY_BUTTON[keys[0]], turn.inbound.text.strip())

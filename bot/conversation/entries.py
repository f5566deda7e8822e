"""What was picked of the menu: its entries are wishes at any time."""

from bot.conversation.turn import Turn, Wish
from bot.conversation.wishes import BY_BUTTON


def entry(turn: Turn) -> Wish | None:
    """The wish that an entry of the menu stands for, with the words said after it; None for what is none."""
    of, keys = turn.inbound.of, turn.inbound.keys
    if of != "menu" or len(keys) != 1 or keys[0] not in BY_BUTTON:
        return None
    return Wish(BY_BUTTON[keys[0]], turn.inbound.text.strip())

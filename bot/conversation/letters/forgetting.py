"""Who is to be forgotten is asked nothing more."""

from bot.conversation import inviting, surveying
from bot.conversation.letter import Letter
from bot.conversation.life import AGREED
from bot.conversation.prompts import ERASE
from bot.conversation.turn import Turn


def let_be(turn: Turn) -> None:
    """Whoever has just confirmed by mail that all is to be erased: what is open or on offer ends here."""
    if not isinstance(turn, Letter) or turn.requested != ERASE:
        return
    inviting.declined(turn)
    surveying.end(turn)
    if turn.talk.state in AGREED:
        turn.move("rest", draft=None, guess=None)
    elif turn.talk.state == "welcome" and turn.talk.listed:
        turn.move("decline", draft=None)
    turn.wish = None

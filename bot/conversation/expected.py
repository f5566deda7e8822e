"""Who waits for a person is told honestly: how many are before them, or when somebody is there again."""

from bot.conversation.moments import at
from bot.conversation.turn import Turn
from storage.domain.hours import opens_at


def tell(turn: Turn, when: str) -> None:
    """Just `called`, or asked for `again`."""
    opens = opens_at(turn.context.calendar, turn.now)
    if opens > turn.now:
        turn.say(f"waiting.{when}.closed", moment=at(opens, turn.context))
    elif ahead := turn.wanted("queue"):
        turn.say(f"waiting.{when}.queue", ahead=ahead)
    else:
        turn.say(f"waiting.{when}.next")


def taken(turn: Turn) -> bool:
    """Whether nobody is there: then what was written is taken as a message, to be read by then."""
    opens = opens_at(turn.context.calendar, turn.now)
    if opens <= turn.now:
        return False
    turn.say("waiting.taken", moment=at(opens, turn.context))
    return True

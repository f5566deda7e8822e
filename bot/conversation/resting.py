"""A talk that rests until a time that the customer names, or until they come back by themselves.

`Talk.when` is the moment, as ISO 8601 in UTC; `NEVER` where nobody is to ask; empty until they have said.
"""

from datetime import datetime, timedelta

from bot.conversation import hearing, times
from bot.conversation.effects import Resume
from bot.conversation.surveying import WHY
from bot.conversation.talk import Talk
from bot.conversation.turn import Turn

NEVER = "never"
_WHILE = timedelta(hours=1)  # 等会儿


def rest(turn: Turn) -> None:
    """Let the talk rest, until the time that the wish itself named, or one that is asked for."""
    turn.move("defer", guess=None, when="", fact=why(turn))
    if not named(turn):
        turn.ask()


def why(turn: Turn) -> str:
    """What is kept in `Talk.fact` of the question that is left open: that it was why a score was low."""
    return WHY if turn.talk.state == "reason" else ""


def wanted(turn: Turn) -> bool:
    """Whether the text asks to be reminded at a time that is still to come: 明天下午三点提醒我."""
    return (
        bool(hearing.heard(turn, "remind"))
        and times.read(turn.inbound.text, turn.now, turn.context) is not None
    )


def named(turn: Turn) -> bool:
    """Whether the text names a time; then the talk rests until it."""
    at = times.told(turn.inbound.text, turn.now, turn.context)
    if at is None:
        return False
    if at <= turn.now:
        turn.ask_after("later.past")
    elif at > turn.now + times.FURTHEST:
        turn.ask_after("later.too_far")
    else:
        until(turn, at)
    return True


def answered(turn: Turn) -> bool:
    """Whether the text tells when in some other way: in a while, at no time, whenever."""
    if hearing.heard(turn, "soon"):
        until(turn, turn.now + _WHILE)
    elif hearing.heard(turn, "no_time"):
        for_good(turn)
    elif hearing.heard(turn, "any_time"):
        until(turn, soonest(turn, 1))
    else:
        return named(turn)
    return True


def soonest(turn: Turn, days: int) -> datetime:
    """Tonight (in 0 days), or the usual hour of a later day."""
    said = turn.context.texts(f"chat.choice.{'tomorrow' if days else 'tonight'}")
    at = times.read(said, turn.now, turn.context) or turn.now
    return at + timedelta(days=max(0, days - 1))


def until(turn: Turn, at: datetime) -> None:
    """Until then, or until the quiet hours that it falls into are over."""
    awake = times.awake(at, turn.context)
    if awake != at:
        turn.say("later.awake")
    _rest(turn, awake.isoformat(timespec="minutes"), awake)


def for_good(turn: Turn) -> None:
    """Until the customer comes back."""
    _rest(turn, NEVER, None)


def _rest(turn: Turn, when: str, at: datetime | None) -> None:
    turn.keep(when=when)
    turn.do(Resume(at))
    turn.ask()


def settle(turn: Turn, before: Talk) -> None:
    """Who does not rest any more is not asked at that time; with nothing open, nothing was reminded of."""
    if not (turn.talk.version_id or turn.talk.draft):
        turn.keep(reminded=0)
    if turn.talk.state != "resting" and turn.talk.when:
        turn.keep(when="")
    if before.when not in ("", NEVER) and not turn.talk.when:
        turn.do(Resume(None))

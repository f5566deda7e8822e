"""A customer asks for their own data, or to be forgotten (A5): a request, with number and date."""

from bot.conversation import hearing
from bot.conversation.effects import Request
from bot.conversation.life import AGREED
from bot.conversation.moments import by
from bot.conversation.prompts import ERASE
from bot.conversation.turn import Turn
from storage.domain.request import due_at


def wanted(turn: Turn, kind: str) -> None:
    """To be given one's data is registered at once. What is erased does not come back: that is confirmed
    first, without consent too: there it is asked in place of consent."""
    if kind == ERASE and denied(turn):
        turn.ask_after("request.not_erased")
        return
    if kind == ERASE and turn.talk.state in AGREED:
        turn.move("offer_erasing", fact=ERASE, guess=None)
    elif kind == ERASE:
        turn.keep(fact=ERASE)
    else:
        register(turn, kind)
    turn.ask()


def register(turn: Turn, kind: str) -> None:
    """The number and the date are told. What is asked for already is not asked for twice."""
    asked, context = turn.wanted("request"), turn.context
    turn.requested = kind
    if kind in asked.open:
        number, due = asked.open[kind]
        turn.say("request.open", number=number, due=by(due, context))
        return
    turn.do(Request(kind, asked.number))  # type: ignore[arg-type]
    due = due_at(context.policy, context.calendar, turn.now)
    turn.say(f"request.kept_{kind}", number=asked.number, due=by(due, context))


def partly(turn: Turn) -> bool:
    """Whether less than all is to be erased: 只删电话."""
    return hearing.heard_in_any(turn, "erase_part")


def denied(turn: Turn) -> bool:
    """Whether it is said that nothing, or not all, is to be erased: 不要删除我的信息."""
    return hearing.heard_in_any(turn, "erase_not")


def hesitant(turn: Turn) -> bool:
    """The same, or 再想想, where it was asked whether it is truly wanted."""
    return denied(turn) or hearing.heard_in_any(turn, "erase_doubt")


_PLAIN = 40  # characters up to which a yes says no more


def sure(turn: Turn) -> bool:
    """Whether nothing in the text speaks against taking it for a yes: no denial, condition or question in any
    language. What is erased does not come back, so in doubt it is asked again."""
    return len(turn.inbound.text) <= _PLAIN and not hearing.heard_in_any(turn, "erase_unsure")

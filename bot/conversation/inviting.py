"""Invitations in a talk: they come unasked, lead into a survey, and are answered, passed over or declined."""

from datetime import datetime

from bot.conversation.closing import CLOSED
from bot.conversation.context import Context
from bot.conversation.effects import Invited
from bot.conversation.letter import step_of
from bot.conversation.talk import Talk
from bot.conversation.turn import Turn, Wish
from bot.message import Inbound

_AT_REST = ("new", "welcome", "menu")


def invite(talk: Talk, inbound: Inbound, context: Context, now: datetime) -> Turn | None:
    """The step by which a customer is invited: consent is asked, or else whether they would answer now. None:
    they are in the middle of something that nothing is to break into, or said that nothing more is wanted."""
    open_ = talk.version_id or talk.draft is not None
    if context.invited is None or open_ or talk.state not in _AT_REST:
        return None
    turn = step_of(talk, inbound, context, now)
    turn.keep(start=inbound.start)
    if talk.state == "new":
        turn.move("greet")
    turn.ask()
    return turn


def remind(talk: Talk, inbound: Inbound, context: Context, now: datetime) -> Turn | None:
    """The step by which who was invited and has not begun is asked again; None where `invite` has none."""
    step = invite(talk, inbound, context, now)
    if step is None or context.invited is None:
        return None
    asked, step.effects = step.effects, []
    step.say("invitation.remind")
    step.effects += asked
    return step


def left(talk: Talk) -> Talk:
    """The talk of who has long left off correcting what they had handed in: that is nothing left open."""
    return talk._replace(state="menu", **CLOSED) if talk.amends else talk


def begun(turn: Turn, nameless: bool) -> int:
    """The survey is begun by invitation, perhaps without a name; or is not (0)."""
    invited = turn.context.invited
    if invited is None:
        return 0
    turn.do(Invited(invited.id, "begin", nameless))
    return invited.id


def returned(turn: Turn) -> None:
    """All was answered."""
    if turn.talk.invitation:
        turn.do(Invited(turn.talk.invitation, "return", turn.talk.nameless))


def declined(turn: Turn) -> None:
    """The customer wants nothing of it."""
    invited = turn.context.invited
    key = turn.talk.invitation or (invited.id if invited else 0)
    if key:
        turn.do(Invited(key, "decline"))


def passed(turn: Turn, _: Wish) -> None:
    """Not this time: nothing else changes."""
    if turn.context.invited is None:
        turn.ask()
        return
    declined(turn)
    turn.keep(start="")
    turn.move("rest")
    turn.say("invitation.passed")

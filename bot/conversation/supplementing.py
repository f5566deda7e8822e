"""The customer says that they tell more of a complaint that is under way: it is added (GB/T 19012 7.6)."""

from typing import Final

from bot.conversation import agreed, attending, cases, choosing, flatly, hearing, lately
from bot.conversation.at_hand import AtHand
from bot.conversation.context import ComplaintState
from bot.conversation.deciding import noted
from bot.conversation.effects import Supply
from bot.conversation.life import LIFE
from bot.conversation.outright import another
from bot.conversation.turn import Turn, Wish
from bot.conversation.under_way import listening
from storage.domain.complaint import OPEN

_NO_WISH: Final = (None, "complaint")
_LEAD: Final = 100
"""Characters within which it is said that more is told."""


def heard(turn: Turn) -> bool:
    """Whether they say that they tell more of it: 补充一下：…; 还有，椅子也晃. Then it is added, and what is
    wished for beside it granted."""
    known, said = attending.meant(turn, OPEN), flatly.said(turn)
    if known is None or not listening(turn) or flatly.facts_asked(turn):
        return False
    lead = choosing.without_number(turn, said)[:_LEAD]
    if not (hearing.put_in_any(turn, "supplements", lead) or _adds(turn, lead)):
        return False
    agreed.by_going_on(turn)
    found = hearing.put(turn, "supplements", lead)
    if found and not found["rest"].strip() and "open_case" in LIFE.triggers(turn.talk.state):
        cases.opened(turn, AtHand(known.number).fact())
        return True
    _added(turn, known, said)
    return True


def _added(turn: Turn, known: ComplaintState, said: str) -> None:
    """A mail that only adds is answered by that alone."""
    if turn.mailed:
        turn.own()
        turn.do(Supply(known.number, (), said))
        turn.say("mail.complaint.added", **turn.context.called(known.number))
    else:
        noted(turn, AtHand(known.number), said)
    _others(turn, known)
    if hearing.words(turn).intent == "human":
        turn.wish = Wish("human")
    elif not turn.mailed:
        turn.ask()


def _adds(turn: Turn, lead: str) -> bool:
    """还有，…: where nothing is asked or wished by it, and no other matter is meant."""
    if turn.talk.state not in ("menu", "case") or hearing.words(turn).intent not in _NO_WISH:
        return False
    if another(turn):
        return False
    return hearing.put_in_any(turn, "adds", lead) and not hearing.put_in_any(turn, "enquires", lead)


def _others(turn: Turn, known: ComplaintState) -> None:
    """How to add to another one, where there are several and none was named."""
    open_ones = [each.number for each in turn.context.complaints if each.state in OPEN]
    if len(open_ones) > 1 and known.number not in lately.named(turn) and turn.talk.state != "case":
        turn.say("case.other_one", number=next(each for each in open_ones if each != known.number))

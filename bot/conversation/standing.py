"""Where a complaint stands, in plain words: its state, by when, what has become of it so far, what is next
(GB/T 19012 7.3)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.conversation.at_hand import ASKED, CLOSED
from bot.conversation.context import ComplaintState
from bot.conversation.draft import PURPOSES
from bot.conversation.moments import by, day
from bot.conversation.turn import Turn
from storage.domain.deadline import NEXT

_STEPS_TOLD: Final = 8
"""The last ones, of a complaint that went back and forth."""

_PROMISED: Final = {"acknowledge": "due", "answer": "due", "close": "closing"}
"""What is due next (`storage.domain.deadline`) -> the text of `chat.status` that tells by when."""


def told(turn: Turn, known: ComplaintState, steps: Sequence[tuple[str, datetime]]) -> None:
    """All of it in one message. What is late is not promised by a day that is past."""
    texts, context = turn.context.texts, turn.context
    promised, late = _promised(turn, known)
    how = context.called(known.number) | {"day": day(known.received_at, context)}
    state = texts(f"chat.status.now.{known.state}")
    lines = [texts(f"chat.status.{promised or 'one'}", **how, state=state, due=_by(turn, known))]
    done = [each for each in steps if each[0] != "receive"][-_STEPS_TOLD:]
    lines += [texts("chat.status.steps")] if done else []
    lines += [texts(f"chat.status.step.{what}", day=day(at, context)) for what, at in done]
    lines += [texts("chat.status.late")] if late else []
    turn.tell("\n".join([*lines, _next(turn, known)]))


def _next(turn: Turn, known: ComplaintState) -> str:
    """What happens next; where it went outside, the way there; where they are waited for, that. Of what was
    suggested or praised nothing is to be accepted or taken up again."""
    if known.state == "referred" and known.referred_to:
        return turn.context.texts(f"notice.complaint.refer_{known.referred_to}", number=known.number)
    if known.kind in PURPOSES and known.state in (*ASKED, CLOSED) and not known.waits:
        return turn.context.texts("chat.status.next.told")
    return turn.context.texts(f"chat.status.next.{'waits' if known.waits else known.state}")


def unnamed(turn: Turn, known: ComplaintState) -> None:
    """The same of one without a name, in short: whose code it is knows what it is about."""
    promised, _ = _promised(turn, known)
    state = turn.context.texts(f"chat.status.now.{known.state}")
    called = turn.context.called(known.number, known.kind)
    turn.say(f"case.{promised or 'stands'}", **called, state=state, due=_by(turn, known))


def _promised(turn: Turn, known: ComplaintState) -> tuple[str, bool]:
    """The text that tells by when something is to be done, empty where none can; and whether it is late."""
    if known.due_at is None or known.state not in NEXT or known.waits:
        return "", False
    late = known.due_at <= turn.now
    return ("" if late else _PROMISED.get(NEXT[known.state], "")), late


def _by(turn: Turn, known: ComplaintState) -> str:
    return by(known.due_at, turn.context) if known.due_at else ""

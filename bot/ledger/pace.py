"""The customer's pace: talks that rest until a time, and talks that go on in another conversation."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversation.effects import Move, Resume
from bot.ledger.diary import Diary
from bot.turn import Open, Turn
from storage.conversations import moving, resuming


class Pace:
    """What few customers do: nothing is written where nobody did."""

    def __init__(self, now: datetime, diary: Diary) -> None:
        self._now, self._diary = now, diary
        self._rests: dict[int, datetime | None] = {}
        self._moves: list[tuple[Turn, Move]] = []

    def resume(self, turn: Turn, effect: Resume) -> None:
        """Ask again then."""
        self._rests[turn.conversation.id] = effect.at

    def move(self, turn: Turn, effect: Move) -> None:
        """Its response and who waits come along, and its numbers: answers name the message that they came
        from, and no other message may be taken for it."""
        left: moving.Left = effect.left
        conversation = turn.conversation
        turn.response = Open(left.response_id) if left.response_id is not None else None
        conversation.seq = max(conversation.seq, left.seq)
        conversation.held_by = left.held_by
        conversation.heard = True  # however they came: what was said there goes on here
        conversation.waiting_since, conversation.waiting_for = left.waiting_since, left.waiting_for
        self._moves.append((turn, effect))
        self._diary.event("conversation", left.id, "move", target=str(conversation.id))
        self._diary.event("conversation", conversation.id, "arrive", source=str(left.id))

    def write(self, session: Session) -> None:
        """First of all pages: what follows is written of the customer that they are then."""
        for turn, effect in self._moves:
            here = turn.conversation.id
            customer = moving.move(session, effect.left, here, effect.talk, self._now)
            turn.conversation.customer_id = customer
        resuming.rest(session, self._rests)

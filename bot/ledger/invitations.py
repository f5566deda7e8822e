"""What customers made of their invitations."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversation.effects import Invited
from bot.turn import Open, Turn
from storage import invitations


class Invitations:
    """Written after the responses, which have their ids then."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._moves: list[tuple[Invited, Open | None]] = []

    def move(self, turn: Turn, effect: Invited) -> None:
        """It is begun, returned or declined."""
        self._moves.append((effect, None if effect.trigger == "decline" else turn.open_response()))

    def write(self, session: Session) -> None:
        """Move them."""
        if self._moves:
            moves = [_move(effect, response) for effect, response in self._moves]
            invitations.move_all(session, moves, self._now)


def _move(effect: Invited, response: Open | None) -> invitations.Move:
    key = response.id if response else None
    return invitations.Move(effect.invitation_id, effect.trigger, key, effect.anonymous)

"""Requests of customers for their own data, and what is not to be read in a conversation any more."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversation.effects import Conceal, Request
from bot.turn import Turn
from storage import concealing, requests
from storage.concealing import Hidden


class Rights:
    """Written last: what is concealed stands in rows that the others write."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._requests: list[requests.Asked] = []
        self._hidden: list[Hidden] = []

    def request(self, turn: Turn, effect: Request) -> None:
        """They ask for their data, or to be forgotten."""
        place = turn.conversation
        row = requests.Asked(
            number=effect.number, conversation_id=place.id, customer_id=place.customer_id, kind=effect.kind
        )
        self._requests.append(row)

    def conceal(self, turn: Turn, effect: Conceal) -> None:
        """From that moment on, or from the message being handled, up to what was said last."""
        place = turn.conversation
        self._hidden.append(Hidden(place.id, effect.since, turn.heard, place.seq))

    def write(self, session: Session) -> None:
        """Keep the one, hide the other."""
        requests.keep(session, self._requests, self._now)
        for hidden in self._hidden:
            concealing.conceal(session, hidden, self._now)

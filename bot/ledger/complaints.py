"""Complaints that customers registered, and those that they had taken up again."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation.effects import Complain, Reopen
from bot.ledger.diary import Diary
from bot.turn import Turn
from storage import complaints


class Complaints:
    """Each under the number that was reserved for it."""

    def __init__(self, now: datetime, diary: Diary) -> None:
        self._now, self._diary = now, diary
        self._rows: list[Any] = []
        self._reopened: list[tuple[int, str]] = []

    def complain(self, turn: Turn, effect: Complain) -> None:
        """Register it."""
        conversation = turn.conversation
        self._rows.append(
            {
                "number": effect.number,
                "conversation_id": conversation.id,
                "customer_id": conversation.customer_id,
                "channel": conversation.channel,
                "segment": conversation.segment,
                "preview": conversation.preview,
                "story": effect.story,
                "product": effect.product,
                "order_number": effect.order_number,
                "occurred": effect.occurred,
                "remedy": effect.remedy,
            }
        )

    def reopen(self, turn: Turn, effect: Reopen) -> None:
        """Take it up again."""
        self._reopened.append((turn.conversation.customer_id, effect.number))

    def write(self, session: Session) -> None:
        """Open the new ones, which are to be read; what staff have reopened meanwhile is left as it is."""
        for key in complaints.open_(session, self._rows, self._now) if self._rows else ():
            self._diary.analyse("complaint", key)
        own = complaints.of_customer(session, {customer for customer, _ in self._reopened})
        for customer, number in dict.fromkeys(self._reopened):
            for each in own.get(customer, ()):
                if each.number == number and each.state == "closed":
                    complaints.move(session, each.id, "reopen", "customer", None, self._now, each.revision)

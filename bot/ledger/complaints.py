"""Complaints that customers registered, and those that they had taken up again."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation.effects import Add, Complain, Reopen, Supply
from bot.ledger.diary import Diary
from bot.turn import Turn
from storage import codes, complaints


class Complaints:
    """Each under the number that was reserved for it."""

    def __init__(self, now: datetime, diary: Diary) -> None:
        self._now, self._diary = now, diary
        self._rows: list[Any] = []
        self._codes: list[str] = []
        self._reopened: list[tuple[int, str]] = []
        self._added: list[tuple[str, str]] = []
        self._supplied: list[tuple[int, Supply]] = []

    def complain(self, turn: Turn, effect: Complain) -> None:
        """Register it. An anonymous one has nothing by which its owner could be found."""
        conversation, named = turn.conversation, not effect.anonymous
        self._codes.append(effect.code)
        self._rows.append(
            {
                "number": effect.number,
                "conversation_id": conversation.id if named else None,
                "customer_id": conversation.customer_id if named else None,
                "channel": conversation.channel,
                "segment": conversation.segment if named else "",
                "anonymous": effect.anonymous,
                "place": conversation.place,
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

    def add(self, _: Turn, effect: Add) -> None:
        """What its owner, who has the code, says more."""
        self._added.append((effect.number, effect.text))

    def supply(self, turn: Turn, effect: Supply) -> None:
        """What the customer tells more of their own."""
        self._supplied.append((turn.conversation.customer_id, effect))

    def write(self, session: Session) -> None:
        """Open the new ones, which are to be read; what staff have reopened meanwhile is left as it is."""
        keys = complaints.open_(session, self._rows, self._now) if self._rows else ()
        for key, code in zip(keys, self._codes, strict=True):
            self._diary.analyse("complaint", key)
            if code:
                codes.keep(session, "complaint", code, self._now, complaint_id=key, lives=None)
        for number, text in self._added:
            complaints.add(session, number, text, self._now)
        for customer, told in self._supplied:
            complaints.supply(session, customer, told.number, dict(told.facts), told.text, self._now)
        own = complaints.of_customer(session, {customer for customer, _ in self._reopened})
        for customer, number in dict.fromkeys(self._reopened):
            for each in own.get(customer, ()):
                if each.number == number and each.state == "closed":
                    complaints.move(session, each.id, "reopen", "customer", None, self._now, each.revision)

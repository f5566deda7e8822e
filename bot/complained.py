"""The complaints of the customers of a batch, as their talks may speak of them."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversation.context import ComplaintState
from bot.conversation.effects import Complain, Decide, Effect, Reopen
from bot.turn import Turn
from storage import complaints
from storage.domain.complaint import LIFE


class Complained:
    """By customer: what they complained of before, and within the batch."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._complaints: dict[int, tuple[ComplaintState, ...]] = {}

    def prepare(self, turns: Collection[Turn]) -> None:
        """Load those of the batch's customers: one query."""
        customers = {turn.conversation.customer_id for turn in turns if turn.conversation.complained}
        found = complaints.of_customer(self._session, sorted(customers))
        self._complaints = {key: tuple(map(_told, rows)) for key, rows in found.items()}

    def of(self, customer: int) -> tuple[ComplaintState, ...]:
        """Those of this customer, as far as they are in the batch."""
        return self._complaints.get(customer, ())

    def found(self, customer: int) -> tuple[ComplaintState, ...]:
        """Those of a customer whose talk only now turns out to be wanted."""
        found = complaints.of_customer(self._session, [customer])
        return tuple(_told(row) for rows in found.values() for row in rows)

    def register(self, turn: Turn, effects: Iterable[Effect]) -> None:
        """What a talk has just registered, decided on or reopened, its next message in this batch may ask
        about."""
        for effect in effects:
            if type(effect) is Complain and not effect.anonymous:
                self._registered(turn, effect)
            elif type(effect) is Reopen:
                self._moved(turn, effect.number, "reopen")
            elif type(effect) is Decide:
                self._moved(turn, effect.number, effect.trigger)

    def _registered(self, turn: Turn, complaint: Complain) -> None:
        told = ComplaintState(
            complaint.number, LIFE.move(LIFE.initial, "acknowledge"), self._now, complaint.due_at
        )
        customer = turn.conversation.customer_id
        self._complaints[customer] = (told, *self._complaints.get(customer, ()))

    def _moved(self, turn: Turn, number: str, trigger: str) -> None:
        customer = turn.conversation.customer_id
        self._complaints[customer] = tuple(
            replace(each, state=LIFE.move(each.state, trigger), due_at=None)
            if each.number == number and (each.state, trigger) in LIFE.table
            else each
            for each in self._complaints.get(customer, ())
        )


def _told(row: complaints.Complaint) -> ComplaintState:
    return ComplaintState(row.number, row.state, row.received_at, row.due_at, row.referred_to)

"""The complaints of the customers of a batch, as their talks may speak of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation.at_hand import HANDLING
from bot.conversation.context import ComplaintState
from bot.conversation.effects import Complain, Decide, Effect, Rated, Reopen, Stayed, Supply
from bot.turn import Turn
from storage import complaints
from storage.domain.complaint import LIFE
from storage.domain.handling import BESIDE


class Complained:
    """By customer: what they complained of before, and within the batch."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._complaints: dict[int, tuple[ComplaintState, ...]] = {}

    def prepare(self, turns: Collection[Turn]) -> None:
        """Load those of the batch's customers: one query for all, one more for what is asked of them."""
        self._complaints = self._loaded(
            {turn.conversation.customer_id for turn in turns if turn.conversation.complained}
        )

    def of(self, customer: int) -> tuple[ComplaintState, ...]:
        """Those of this customer, as far as they are in the batch."""
        return self._complaints.get(customer, ())

    def found(self, customer: int) -> tuple[ComplaintState, ...]:
        """Those of a customer whose talk only now turns out to be wanted."""
        return self._loaded([customer]).get(customer, ())

    def _loaded(self, customers: Collection[int]) -> dict[int, tuple[ComplaintState, ...]]:
        found = complaints.of_customer(self._session, sorted(customers))
        rows = [row for theirs in found.values() for row in theirs]
        asked = complaints.asked(self._session, [row.id for row in rows if row.state == "closed"])
        waits = complaints.paused(self._session, [row.id for row in rows if row.state in _OURS])
        return {key: tuple(_told(row, asked, waits) for row in theirs) for key, theirs in found.items()}

    def register(self, turn: Turn, effects: Iterable[Effect]) -> None:
        """What a talk has just registered, decided on, reopened or told, its next message in this batch may
        ask about."""
        for effect in effects:
            if type(effect) is Complain and not effect.anonymous:
                self._registered(turn, effect)
            elif type(effect) is Reopen:
                self._moved(turn, effect.number, "reopen")
            elif type(effect) is Decide:
                self._moved(turn, effect.number, effect.trigger)
            elif type(effect) is Supply:
                self._changed(turn, effect.number, waits=False)
            elif type(effect) is Stayed:
                self._changed(turn, effect.number, asks=HANDLING if effect.stayed else "")
            elif type(effect) is Rated:
                self._changed(turn, effect.number, asks="")

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

    def _changed(self, turn: Turn, number: str, **changes: Any) -> None:
        customer = turn.conversation.customer_id
        self._complaints[customer] = tuple(
            replace(each, **changes) if each.number == number else each
            for each in self._complaints.get(customer, ())
        )


_OURS = BESIDE["pause"]
"""States in which a complaint may wait for its customer."""


def _told(
    row: complaints.Complaint, asked: Mapping[int, str], waits: Mapping[int, datetime]
) -> ComplaintState:
    told = row.number, row.state, row.received_at, row.promised_at, row.referred_to
    asks, waiting = asked.get(row.id, ""), row.id in waits
    return ComplaintState(*told, asks=asks, waits=waiting, kind=row.kind, outcome=row.outcome)

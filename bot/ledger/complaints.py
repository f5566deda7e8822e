"""Complaints that customers registered, said yes or no to the answer of, were asked about after closing, or
had taken up again."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from bot.conversation.effects import Add, Complain, Decide, Rated, Reopen, Stayed, Supply
from bot.ledger.diary import Diary
from bot.turn import Turn
from storage import codes, complaints
from storage.domain.complaint import LIFE


class Overtaken(Exception):
    """Staff have moved the complaint on since the step was made: what was told of it would not be so. The
    message is to be taken anew."""


class _Move(NamedTuple):
    """Of the complaint under this number: the customer's own, or (`key`) one without a name."""

    customer_id: int
    number: str
    trigger: str
    key: int


class Complaints:
    """Each under the number that was reserved for it."""

    def __init__(self, now: datetime, diary: Diary) -> None:
        self._now, self._diary = now, diary
        self._rows: list[Any] = []
        self._codes: list[str] = []
        self._moves: list[_Move] = []
        self._added: list[tuple[str, str]] = []
        self._supplied: list[tuple[int, Supply]] = []
        self._afterwards: list[tuple[int, Stayed | Rated]] = []

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
                "kind": effect.kind,
            }
        )

    def reopen(self, turn: Turn, effect: Reopen) -> None:
        """Take it up again."""
        self._moves.append(_Move(turn.conversation.customer_id, effect.number, "reopen", effect.key))

    def decide(self, turn: Turn, effect: Decide) -> None:
        """Our answer is accepted, or it is not."""
        self._moves.append(_Move(turn.conversation.customer_id, effect.number, effect.trigger, effect.key))

    def stayed(self, turn: Turn, effect: Stayed) -> None:
        """After closing, it stayed right or did not."""
        self._afterwards.append((turn.conversation.customer_id, effect))

    def rated(self, turn: Turn, effect: Rated) -> None:
        """How the handling was."""
        self._afterwards.append((turn.conversation.customer_id, effect))

    def add(self, _: Turn, effect: Add) -> None:
        """What its owner, who has the code, says more."""
        self._added.append((effect.number, effect.text))

    def supply(self, turn: Turn, effect: Supply) -> None:
        """What the customer tells more of their own."""
        self._supplied.append((turn.conversation.customer_id, effect))

    def write(self, session: Session) -> None:
        """Open the new ones, which are to be read. Raises Overtaken."""
        keys = complaints.open_(session, self._rows, self._now) if self._rows else ()
        for key, code in zip(keys, self._codes, strict=True):
            self._diary.analyse("complaint", key)
            if code:
                codes.keep(session, "complaint", code, self._now, complaint_id=key, lives=None)
        for customer, said in self._afterwards:
            if isinstance(said, Stayed):
                complaints.stayed(session, customer, said.number, said.stayed, self._now)
            else:
                complaints.rated(session, customer, said.number, said.level, said.remark, self._now)
        for move in dict.fromkeys(self._moves):
            self._move(session, move)
        for number, text in self._added:
            complaints.add(session, number, text, self._now)
        for customer, told in self._supplied:
            complaints.supply(session, customer, told.number, dict(told.facts), told.text, self._now)

    def _move(self, session: Session, move: _Move) -> None:
        """As it stands now: in one batch it may be answered to and taken up again. Raises Overtaken."""
        if move.key:
            known = [each for each in [complaints.one(session, move.key)] if each.anonymous]
        else:
            known = complaints.of_customer(session, [move.customer_id]).get(move.customer_id, [])
        for each in [each for each in known if each.number == move.number]:
            if (each.state, move.trigger) not in LIFE.table:
                raise Overtaken
            complaints.move(session, each.id, move.trigger, "customer", None, self._now, each.revision)

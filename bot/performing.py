"""The road of a batch: record, step, perform, save. Synchronous, in one transaction that the caller owns."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot.contexts import Contexts
from bot.conversation import colleagues, letters, memory
from bot.conversation.context import Context, Lacking
from bot.conversation.due import REMIND
from bot.conversation.effects import Say
from bot.conversation.letter import MAIL
from bot.conversation.memory import Outcome
from bot.conversation.picked import Picked, chosen, labels
from bot.conversation.talk import load
from bot.ledger import Ledger
from bot.message import Inbound, Outbound
from bot.recording import as_it_came, recorded, shown
from bot.turn import Open, Turn
from storage import alerts, conversations, definitions, messages
from storage.conversations import Address, Conversation, Line, placing
from storage.messages import Key, Message, Parked
from storage.settings import Settings


class Receipt(NamedTuple):
    """A message is kept under number `seq` of its conversation. `lines` are what the transcript gained by it.
    `closed` is the mark of what was open before and is no more, `open` of what is open now.

    A repeat has no number of its own: it was kept before.
    """

    conversation_id: int | None
    seq: int | None
    duplicate: bool = False
    lines: tuple[Line, ...] = ()
    closed: str = ""
    open: str = ""


REPEAT = Receipt(None, None, duplicate=True)


def take_batch(
    session: Session, inbounds: Sequence[Inbound], now: datetime, settings: Settings, *, repeats: bool = True
) -> list[Receipt]:
    """Take these messages, in this order; a receipt for each. Repeats stop here.

    `repeats`: some may have been taken before. Who expects none saves a query, and gets an IntegrityError
    where there is one: then the transaction is to be rolled back and tried again.
    """
    keys = [message[:3] for message in inbounds]  # (channel, address, external_id)
    fresh: dict[Key, Inbound] = {}
    for message in in_order(inbounds):
        fresh.setdefault(message[:3], message)
    for key in messages.known(session, fresh) if repeats else ():
        del fresh[key]
    batch = _Batch(session, {key[:2] for key in fresh}, now, settings)
    receipts = {key: batch.take(message) for key, message in fresh.items()}
    batch.write()
    return [receipts.pop(key, REPEAT) for key in keys]


def in_order(inbounds: Sequence[Inbound]) -> Sequence[Inbound]:
    """As their channel numbers them within each conversation; what has no number stays in its place."""
    places: dict[Address, list[int]] = {}
    for place, message in enumerate(inbounds):
        if message.order:
            places.setdefault((message.channel, message.address), []).append(place)
    ordered = list(inbounds)
    for taken in places.values():
        for place, told in zip(taken, sorted(taken, key=lambda at: inbounds[at].order), strict=True):
            ordered[place] = inbounds[told]
    return ordered


def park(session: Session, inbound: Inbound, reason: str, now: datetime, settings: Settings) -> Receipt:
    """Keep a message that could not be handled for staff; tell the customer. `reason` has no words."""
    (conversation,) = conversations.load(session, [(inbound.channel, inbound.address)], now).values()
    conversation.active_at = now
    conversation.heard = conversation.heard or inbound.kind != "open"
    turn = _turn(conversation)
    turn.heard = turn.next_seq()
    row, line = recorded(session, turn, inbound, inbound.text, chosen(inbound))
    messages.park(session, row, reason)
    ledger = Ledger(now)
    spoken = definitions.texts(conversation.language or settings.language)
    ledger.perform(turn, Say(Outbound(spoken("error.parked"))))
    turn.wait("parked", now)
    ledger.write(session)
    conversations.save(session, [conversation])
    return Receipt(conversation.id, turn.heard, lines=shown(inbound, line, turn))


def take_again(session: Session, parked: Parked, now: datetime, settings: Settings) -> Receipt | None:
    """Take a message that staff have put back. None: another process has; all of them are woken at once."""
    batch = _Batch(session, {(parked.channel, parked.address)}, now, settings)  # locks the conversation
    if not messages.take_up(session, parked.id):
        return None
    receipt = batch.take_again(parked)
    batch.write()
    return receipt


def take_due(
    session: Session, addresses: Collection[Address], what: str, now: datetime, settings: Settings
) -> list[Address]:
    """Do what is due (`bot.conversation.due`) in these conversations; those in which something was said."""
    batch = _Batch(session, set(addresses), now, settings, unasked=what == REMIND)
    said = [address for address in sorted(addresses) if batch.due(address, what)]
    batch.write()
    return said


class _Batch:
    """Messages on their way through one transaction."""

    def __init__(
        self,
        session: Session,
        addresses: set[Address],
        now: datetime,
        settings: Settings,
        *,
        unasked: bool = False,
    ) -> None:
        self._session = session
        self._now = now
        self._largest = settings.upload_limit
        self._ledger = Ledger(now, unasked=unasked)
        self._messages: list[Message] = []
        self._places: dict[int, str] = {}
        loaded = conversations.load(session, addresses, now)
        self._turns = {address: _turn(row) for address, row in loaded.items()}
        self._staffs = alerts.told_in(session, [each.id for each in loaded.values() if not each.preview])
        self._page = f"{settings.admin_address}/me"
        self._contexts = Contexts(session, settings, now)
        self._contexts.prepare(self._turns.values())

    def take(self, inbound: Inbound) -> Receipt:
        """Step the talk by this message, and record it."""
        turn = self._turns[inbound.channel, inbound.address]
        turn.heard, turn.lines = turn.next_seq(), []
        if inbound.kind != "open":
            turn.conversation.heard = True
        if inbound.seen:
            turn.see(inbound.seen)
        if inbound.order:
            inbound = inbound._replace(late=turn.is_late(inbound.order))
        if inbound.start:
            inbound = self._contexts.redeemed(turn, inbound)
        if inbound.place:
            turn.conversation.place = self._places[turn.conversation.id] = inbound.place
        words, choice = self._step(turn, inbound)
        if inbound.attachment and inbound.attachment.size > self._largest:
            inbound = inbound._replace(attachment=None)  # the step has told them that it is too large
        row, line = recorded(self._session, turn, inbound, words, choice)
        self._messages.append(row)
        lines = shown(inbound, line, turn)
        return Receipt(turn.conversation.id, turn.heard, False, lines, turn.closed, turn.open)

    def take_again(self, parked: Parked) -> Receipt:
        """Step the talk of a message that was recorded before."""
        turn = self._turns[parked.channel, parked.address]
        turn.heard = parked.seq
        inbound = as_it_came(self._session, parked)
        self._step(turn, inbound._replace(late=messages.went_on(self._session, parked)))
        return Receipt(parked.conversation_id, parked.seq, lines=tuple(turn.lines))

    def due(self, address: Address, what: str) -> bool:
        """Do what is due to this customer, who has said nothing: whether anything was said to them."""
        turn = self._turns[address]
        before, inbound = turn.conversation.seq, Inbound(*address, "", "due", self._now, of=what)
        if turn.conversation.held_by is None:
            self._perform(turn, self._stepped(turn, inbound, self._contexts.of(turn, inbound)))
        return turn.conversation.seq > before

    def write(self) -> None:
        """Write all that came of it."""
        messages.record(self._session, self._messages)
        self._ledger.write(self._session)
        placing.put(self._session, self._places)
        conversations.save(self._session, [turn.saved() for turn in self._turns.values()])

    def _step(self, turn: Turn, inbound: Inbound) -> tuple[str, Picked | None]:
        """Step the talk, unless a person holds it. What was said or picked, in words; and the choice."""
        conversation, turn.closed, turn.open = turn.conversation, "", ""
        if inbound.kind == "withdraw":  # it is marked where it stands: nobody is to be answered
            messages.withdraw(self._session, conversation.id, inbound.of)
            return "", chosen(inbound)
        conversation.active_at, conversation.left_at = self._now, None
        context = self._contexts.of(turn, inbound)
        if conversation.held_by is not None:
            turn.wait("reply", self._now)
            for why in letters.refused(inbound, context.texts):
                self._ledger.perform(turn, Say(Outbound(why)))
            return labels(inbound, context.texts), chosen(inbound)
        if conversation.id in self._staffs and colleagues.speak(turn.talk, inbound, context.texts):
            self._answer(turn, inbound, context)
            return labels(inbound, context.texts), chosen(inbound)
        outcome = self._stepped(turn, inbound, context)
        self._perform(turn, outcome)
        return outcome.words, outcome.choice

    def _answer(self, turn: Turn, inbound: Inbound, context: Context) -> None:
        """To a member of staff, where they are told: one album once."""
        if told := colleagues.answer(turn.talk, inbound, context.texts, self._page):
            self._ledger.perform(turn, Say(told))
        if inbound.album and inbound.channel != MAIL:
            turn.talk = turn.talk._replace(album=inbound.album)
            turn.kept = turn.talk.dump()

    def _stepped(self, turn: Turn, inbound: Inbound, context: Context) -> Outcome:
        """The step as it was made; where it wants what only few do, it is made again with that."""
        while True:
            try:
                return memory.step(turn.kept, inbound, context, self._now)
            except Lacking as lacking:
                context = self._contexts.wanting(turn, context, lacking)

    def _perform(self, turn: Turn, outcome: Outcome) -> None:
        turn.talk, turn.kept = outcome.talk, outcome.kept
        turn.closed, turn.open = outcome.closed, outcome.open
        perform = self._ledger.perform
        for effect in outcome.effects:
            perform(turn, effect)
        if outcome.registers:
            self._contexts.register(turn, outcome.effects)


def _turn(conversation: Conversation) -> Turn:
    response = conversation.response_id
    kept = conversation.talk
    return Turn(conversation, load(kept), kept, Open(response) if response is not None else None)

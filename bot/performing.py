"""The road of a batch: record, step, perform, save. Synchronous, in one transaction that the caller owns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from bot.contexts import Contexts
from bot.conversation.effects import Answer, Complain, Reopen, Say
from bot.conversation.sheets import marked
from bot.conversation.step import step
from bot.conversation.talk import load
from bot.ledger import Ledger
from bot.message import Attachment, Inbound, Outbound
from bot.turn import Open, Turn
from storage import conversations, definitions, files, messages
from storage.conversations import Address, Conversation, Line
from storage.domain.locale import Texts
from storage.messages import Key, Message, Parked
from storage.settings import Settings

Picked = dict[str, Any]
"""{"of": the mark of a question, "keys": those picked}."""


class Receipt(NamedTuple):
    """A message is kept under number `seq` of its conversation. `lines` are what the transcript gained by it.

    A repeat has no number of its own: it was kept before.
    """

    conversation_id: int | None
    seq: int | None
    duplicate: bool = False
    lines: tuple[Line, ...] = ()


REPEAT = Receipt(None, None, duplicate=True)


def take_batch(
    session: Session, inbounds: Sequence[Inbound], now: datetime, settings: Settings, *, repeats: bool = True
) -> list[Receipt]:
    """Take these messages, in this order; a receipt for each. Repeats stop here.

    `repeats`: some may have been taken before. Who expects none saves a query, and gets an IntegrityError
    where there is one: then the transaction is to be rolled back and tried again.
    """
    fresh: dict[Key, Inbound] = {}
    for message in inbounds:
        fresh.setdefault(_key(message), message)
    for key in messages.known(session, fresh) if repeats else ():
        del fresh[key]
    batch = _Batch(session, {(message.channel, message.address) for message in fresh.values()}, now, settings)
    receipts = {key: batch.take(message) for key, message in fresh.items()}
    batch.write()
    return [receipts.pop(_key(message), REPEAT) for message in inbounds]


def _key(message: Inbound) -> Key:
    return message.channel, message.address, message.external_id


def park(session: Session, inbound: Inbound, reason: str, now: datetime, settings: Settings) -> Receipt:
    """Keep a message that could not be handled for staff; tell the customer. `reason` has no words."""
    (conversation,) = conversations.load(session, [(inbound.channel, inbound.address)], now).values()
    turn = _turn(conversation)
    turn.heard = turn.next_seq()
    row, line = _recorded(session, turn, inbound, inbound.text, _chosen(inbound))
    messages.park(session, row, reason)
    ledger = Ledger(now)
    ledger.perform(turn, Say(Outbound(definitions.texts(settings.language)("error.parked"))))
    turn.wait("parked", now)
    ledger.write(session)
    conversations.save(session, [conversation])
    return Receipt(conversation.id, turn.heard, lines=_shown(inbound, line, turn))


def take_again(session: Session, parked: Parked, now: datetime, settings: Settings) -> Receipt | None:
    """Take a message that staff have put back. None: another process has; all of them are woken at once."""
    batch = _Batch(session, {(parked.channel, parked.address)}, now, settings)  # locks the conversation
    if not messages.take_up(session, parked.id):
        return None
    receipt = batch.take_again(parked)
    batch.write()
    return receipt


class _Batch:
    """Messages on their way through one transaction."""

    def __init__(self, session: Session, addresses: set[Address], now: datetime, settings: Settings) -> None:
        self._session = session
        self._now = now
        self._ledger = Ledger(now)
        self._messages: list[Message] = []
        loaded = conversations.load(session, addresses, now)
        self._turns = {address: _turn(row) for address, row in loaded.items()}
        self._contexts = Contexts(session, settings, now)
        self._contexts.prepare(self._turns.values())

    def take(self, inbound: Inbound) -> Receipt:
        """Step the talk by this message, and record it."""
        turn = self._turns[inbound.channel, inbound.address]
        turn.heard, turn.lines = turn.next_seq(), []
        turn.see(inbound.seen)
        words, choice = self._step(turn, inbound)
        row, line = _recorded(self._session, turn, inbound, words, choice)
        self._messages.append(row)
        return Receipt(turn.conversation.id, turn.heard, lines=_shown(inbound, line, turn))

    def take_again(self, parked: Parked) -> Receipt:
        """Step the talk of a message that was recorded before."""
        turn = self._turns[parked.channel, parked.address]
        turn.heard = parked.seq
        self._step(turn, self._inbound(parked))
        return Receipt(parked.conversation_id, parked.seq, lines=tuple(turn.lines))

    def write(self) -> None:
        """Write all that came of it."""
        messages.record(self._session, self._messages)
        self._ledger.write(self._session)
        conversations.save(self._session, [turn.saved() for turn in self._turns.values()])

    def _inbound(self, parked: Parked) -> Inbound:
        choice = parked.choice or {}
        return Inbound(
            parked.channel,
            parked.address,
            parked.external_id,
            parked.kind,  # type: ignore[arg-type]
            parked.received_at,
            parked.text,
            tuple(choice.get("keys", ())),
            choice.get("of", ""),
            _attachment(self._session, parked.file_id),
        )

    def _step(self, turn: Turn, inbound: Inbound) -> tuple[str, Picked | None]:
        """Step the talk, unless a person holds it.

        What was picked, in words: so staff can read it; and the choice, or the one heard in a free text.
        """
        conversation = turn.conversation
        conversation.active_at = self._now
        context = self._contexts.of(turn, inbound)
        picked, choice = _labels(inbound, context.texts), _chosen(inbound)
        if conversation.held_by is not None:
            turn.wait("reply", self._now)
            return picked, choice
        turn.talk, wanted = step(turn.talk, inbound, context, self._now)
        for effect in wanted:
            self._ledger.perform(turn, effect)
            if type(effect) is Answer:
                picked = effect.label or picked if inbound.kind == "choice" else picked
                choice = choice or _heard(context.version_id, effect)
            elif type(effect) is Complain:
                self._contexts.registered(turn, effect)
            elif type(effect) is Reopen:
                self._contexts.reopened(turn, effect)
        return picked, choice


def _chosen(inbound: Inbound) -> Picked | None:
    return {"of": inbound.of, "keys": list(inbound.keys)} if inbound.kind == "choice" else None


def _heard(version_id: int | None, answer: Answer) -> Picked | None:
    """The choice that a free text came to, as a button would have made it: so the customer sees it marked."""
    value = answer.value
    if version_id is None or value is None or answer.kind == "text":
        return None
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return {"of": marked(version_id, answer.question), "keys": value if isinstance(value, list) else [value]}


def _labels(inbound: Inbound, texts: Texts) -> str:
    """The labels of the picked keys that are not a question's own."""
    if inbound.kind != "choice":
        return inbound.text
    keys = ((key, f"chat.choice.{key}") for key in inbound.keys)
    return "、".join(texts(text) if texts.has(text) else key for key, text in keys)


def _turn(conversation: Conversation) -> Turn:
    response = conversation.response_id
    return Turn(conversation, load(conversation.talk), Open(response) if response is not None else None)


def _recorded(
    session: Session, turn: Turn, inbound: Inbound, text: str, choice: Picked | None
) -> tuple[Message, Line]:
    """The message as a row and as a line of the transcript, under the next number."""
    seq = turn.heard
    file = _keep_file(session, turn.conversation.id, inbound) if inbound.attachment else None
    row: Message = {
        "channel": inbound.channel,
        "external_id": inbound.external_id,
        "conversation_id": turn.conversation.id,
        "seq": seq,
        "kind": inbound.kind,
        "text": text,
        "choice": choice,
        "file_id": file[0] if file else None,
        "raw": inbound.raw,
        "received_at": inbound.at,
    }
    return row, Line(seq, "customer", text, inbound.at, "taken", choice, file)


def _shown(inbound: Inbound, line: Line, turn: Turn) -> tuple[Line, ...]:
    """Who opens the talk has said nothing yet."""
    return tuple(turn.lines) if inbound.kind == "open" else (line, *turn.lines)


def _keep_file(session: Session, conversation_id: int, inbound: Inbound) -> tuple[int, str, str, int]:
    sent = inbound.attachment
    assert sent is not None
    key = files.keep(session, conversation_id, sent.name, sent.kind, sent.content, inbound.at)
    return key, sent.name, sent.kind, len(sent.content)


def _attachment(session: Session, file_id: int | None) -> Attachment | None:
    file = files.content(session, file_id) if file_id is not None else None
    return Attachment(file.name, file.kind, file.content) if file else None

"""One conversation while a batch is handled: changed in memory, saved once."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.conversation.talk import Talk
from storage.conversations import Conversation, Line

_FOR_THE_TALK = ("human", "misunderstood")
OF_DANGER = ("crisis", "urgent")
"""For what a person is called who is not called off."""


class Open:
    """A response that may only get its id when the batch is written."""

    __slots__ = ("id",)

    def __init__(self, key: int | None = None) -> None:
        self.id = key


@dataclass(slots=True)
class Turn:
    """`talk` is kept as the text `kept`. `heard` is the number of the message being handled, `lines` are what
    the transcript gains by it; `closed` and `open` are the marks of what it closed and what is open now.
    `asked` is the mark of what was asked last in this batch, which the outbox has at its end only."""

    conversation: Conversation
    talk: Talk
    kept: str
    response: Open | None
    heard: int = 0
    closed: str = ""
    open: str = ""
    asked: str = ""
    over: Open | None = None
    lines: list[Line] = field(default_factory=list)

    def next_seq(self) -> int:
        """The next number in this conversation."""
        self.conversation.seq += 1
        return self.conversation.seq

    def see(self, seq: int) -> None:
        """The customer's device has what was said up to `seq`, as far as anything was."""
        conversation = self.conversation
        conversation.seen = max(conversation.seen, min(seq, conversation.seq))

    def is_late(self, order: int) -> bool:
        """Whether something that the channel numbers higher was handled before this."""
        late = order < self.conversation.newest
        self.conversation.newest = max(order, self.conversation.newest)
        return late

    def open_response(self) -> Open:
        """The response that answers belong to; LookupError where none was begun."""
        if self.response is None:
            raise LookupError("an answer without a response")
        return self.response

    def wait(self, why: str, now: datetime) -> None:
        """A person is needed. Who has waited longest comes first, so the first moment stays; and who may be
        in danger, or told of one, stays so, whatever milder comes. `parked` ends with the message: it hides
        no other reason."""
        conversation = self.conversation
        conversation.waiting_since = conversation.waiting_since or now
        grave = conversation.waiting_for in OF_DANGER and why != "crisis"
        if not grave and (why != "parked" or not conversation.waiting_for):
            conversation.waiting_for = why

    def wait_no_more(self) -> bool:
        """No person is needed any more: whether one was, for the talk's own sake. Who may be in danger, and
        what staff have left to do of their own, still waits."""
        conversation = self.conversation
        if conversation.waiting_for not in _FOR_THE_TALK:
            return False
        conversation.waiting_since, conversation.waiting_for = None, ""
        return True

    def saved(self) -> Conversation:
        """The conversation as it is to be kept."""
        conversation = self.conversation
        conversation.talk = self.kept
        if self.response is not None:
            conversation.response_id = None if self.response is self.over else self.response.id
        return conversation

"""What a step of the talk wants done. Values only: the inbox performs them, in order, in one transaction."""

from datetime import datetime
from typing import Any, Literal, NamedTuple

from bot.message import Outbound


class Say(NamedTuple):
    """Say this to the customer."""

    outbound: Outbound


class Consent(NamedTuple):
    """The customer said yes or no to this version of the privacy notice."""

    version: str
    given: bool


class Begin(NamedTuple):
    """Begin a response to this survey version; answers that follow belong to it."""

    version_id: int


class Answer(NamedTuple):
    """Keep an answer of the open response. One given before is replaced, its old value kept in `changes`."""

    question: str
    kind: str
    value: Any
    label: str
    score: float | None
    text: str
    comment: str = ""
    because: tuple[str, ...] = ()
    missing: str = ""


class AskedAgain(NamedTuple):
    """A question of the open response is asked again: it was answered, but not so that it could be recorded.

    `guess` is the value offered for confirmation, if there is one, `because` the words that it rests on.
    """

    question: str
    kind: str
    guess: Any = None
    because: tuple[str, ...] = ()


class Reason(NamedTuple):
    """Keep why the customer scored a question low."""

    question: str
    text: str


class Finish(NamedTuple):
    """The open response is completed (with its index 0..100) or stopped."""

    state: Literal["completed", "stopped"]
    satisfaction_index: float | None = None


class Complain(NamedTuple):
    """Register a complaint under its reserved number and acknowledge it (GB/T 19012 7.2 to 7.4)."""

    number: str
    story: str
    product: str = ""
    order_number: str = ""
    occurred: str = ""
    remedy: str = ""
    due_at: datetime | None = None


class Reopen(NamedTuple):
    """Take up the customer's closed complaint again (GB/T 19012 7.9)."""

    number: str


class CallPerson(NamedTuple):
    """A person is needed: wished for, for someone who may be in danger, or for what was not understood."""

    why: Literal["human", "crisis", "misunderstood"]


Effect = Say | Consent | Begin | Answer | AskedAgain | Reason | Finish | Complain | Reopen | CallPerson

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
    """Begin a response to this survey version, with or without a name; answers that follow belong to it."""

    version_id: int
    anonymous: bool = False


class Renew(NamedTuple):
    """The open response goes on in this newer version of its survey."""

    version_id: int


class SetAside(NamedTuple):
    """The answers to these questions of the open response stay, and count no more until given anew."""

    questions: tuple[str, ...]


class Answer(NamedTuple):
    """Keep an answer of the open response. One given before is replaced, its old value kept in `changes`.

    `about` is the product that the question is asked of, where it is asked of several.
    """

    question: str
    kind: str
    value: Any
    label: str
    score: float | None
    text: str
    comment: str = ""
    because: tuple[str, ...] = ()
    missing: str = ""
    about: str = ""


class Amended(NamedTuple):
    """An answer of the response that was handed in has just been corrected: what is counted follows. The
    answers `aside` are on a branch that the customer has left by it: they stay, but count no more."""

    aside: tuple[str, ...] = ()


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
    """The open response is completed (with its index 0..100) or stopped.

    The answers `aside` were given on a branch that the customer has left: they stay, but count no more. Of
    an `anonymous` response nothing leads to the customer from now on.
    """

    state: Literal["completed", "stopped"]
    satisfaction_index: float | None = None
    aside: tuple[str, ...] = ()
    anonymous: bool = False


class Complain(NamedTuple):
    """Register a complaint under its reserved number and acknowledge it (GB/T 19012 7.2 to 7.4).

    An `anonymous` one has no customer, only the reserved `code` by which its owner comes back to it. `kind`
    as in `storage.domain.handling.OUTCOMES`.
    """

    number: str
    story: str
    product: str = ""
    order_number: str = ""
    occurred: str = ""
    remedy: str = ""
    due_at: datetime | None = None
    anonymous: bool = False
    code: str = ""
    kind: str = "complaint"


class Add(NamedTuple):
    """Add these words to the anonymous complaint of this number, whose code the customer has shown."""

    number: str
    text: str


class Supply(NamedTuple):
    """Add these words to the customer's own complaint of this number; `facts`, (name, words) each, are set
    where nothing stands there yet."""

    number: str
    facts: tuple[tuple[str, str], ...]
    text: str


class Conceal(NamedTuple):
    """What was said in this conversation from `since` on (None: in this step), by both, is not to be read by
    staff: it would tell them who complains without a name."""

    since: datetime | None = None


class Request(NamedTuple):
    """The customer asks to be given their own data, or to be forgotten, under this reserved number."""

    kind: Literal["export", "erase"]
    number: str


class Decide(NamedTuple):
    """The customer accepts or refuses our answer to their complaint, or withdraws it (GB/T 19012 7.8, 7.9).
    `key` is that of one without a name, which its code led to."""

    number: str
    trigger: Literal["accept", "refuse", "withdraw"]
    key: int = 0


class Reopen(NamedTuple):
    """Take up the customer's closed complaint again (GB/T 19012 7.9). `key` as in `Decide`."""

    number: str
    key: int = 0


class Stayed(NamedTuple):
    """Some weeks after closing the customer says whether it stayed right."""

    number: str
    stayed: bool


class Rated(NamedTuple):
    """How the handling of the customer's closed complaint was, from 1 to 5, and what they say beside it."""

    number: str
    level: int
    remark: str = ""


class Invited(NamedTuple):
    """This invitation is answered, perhaps without a name: the response just begun or finished is by it; or
    it is declined."""

    invitation_id: int
    trigger: Literal["begin", "return", "decline"]
    anonymous: bool = False


class Speak(NamedTuple):
    """Go on in this language: the customer chose it, or writes in it."""

    language: str


class Resume(NamedTuple):
    """The talk rests: the open question is asked again at this moment, and not in quiet hours. None: it does
    not rest any more, or until the customer comes back."""

    at: datetime | None


class Move(NamedTuple):
    """Go on here with the talk that a code led to, with its open response and its complaints. `left` is what
    was found by the code, `talk` what stays where the customer was."""

    left: Any
    talk: str


class LinkAlerts(NamedTuple):
    """Whose code this is, a member of staff, is told in this conversation what cannot wait."""

    code: str


class CallPerson(NamedTuple):
    """A person is needed: wished for, for someone who may be in danger, for a danger that was told of, or for
    what was not understood."""

    why: Literal["human", "crisis", "urgent", "misunderstood"]


class CallOff(NamedTuple):
    """No person is needed after all. Who may be in danger is not left alone by it."""


Effect = (
    Say
    | Consent
    | Begin
    | Renew
    | SetAside
    | Answer
    | Amended
    | AskedAgain
    | Reason
    | Finish
    | Complain
    | Add
    | Supply
    | Conceal
    | Request
    | Decide
    | Reopen
    | Stayed
    | Rated
    | Speak
    | Resume
    | Invited
    | Move
    | LinkAlerts
    | CallPerson
    | CallOff
)

"""Where a mail goes: to the talk of whom it comes from, or to nobody. A list of small rules; the first that
has something to say decides.

Nobody gets in who is not the customer: a token counts only from the address that it was given to. Nothing
goes round: robots, lists and our own address are never answered, and nobody is answered without end.
"""

from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple

from bot.mail.authentication import Vouched
from bot.mail.mail import Mail

MOST_AN_HOUR: Final = 30
"""Mails of one address that are answered in an hour; nobody types more, two robots send more."""
MOST_ALIKE: Final = 8
"""Mails of one address in an hour, with the same words: so many a person may send, a machine sends on."""

Does = Literal["take", "unsubscribe", "bounce", "note", "hold"]


class Facts(NamedTuple):
    """What is known beside the mail itself.

    sender: its bare address. ours: our own. talk_of: the address that the token was given to; empty without a
    token, or where it is not ours. known: the sender has talked with us before. vouched: what the receiving
    server says, "" where none is trusted to. before, alike: mails of the last hour. grave: it asks for what
    is not easily undone. trusted: staff let it in.
    """

    sender: str
    ours: frozenset[str]
    talk_of: str = ""
    known: bool = False
    vouched: Vouched | Literal[""] = ""
    before: int = 0
    alike: int = 0
    grave: bool = False
    trusted: bool = False

    @property
    def own(self) -> bool:
        """Whether it comes from whom the token was given to."""
        return bool(self.talk_of) and self.sender == self.talk_of


class Verdict(NamedTuple):
    """What is done, and why in a word. address: whose talk it is, where there is one."""

    does: Does
    reason: str = ""
    address: str = ""


def route(mail: Mail, facts: Facts) -> Verdict:
    """What becomes of this mail."""
    rules = (*_ALWAYS, *(() if facts.trusted else _UNLESS_LET_IN))
    return next((told for rule in rules if (told := rule(mail, facts))), None) or _said(mail, facts)


def _ourselves(_: Mail, facts: Facts) -> Verdict | None:
    local, at, domain = facts.sender.partition("@")
    return Verdict("note", "own") if local.partition("+")[0] + at + domain in facts.ours else None


def _returned(mail: Mail, facts: Facts) -> Verdict | None:
    """One that carries no token of ours is of a mail that we never sent. The status does not tell whether it
    is tried again: a host that gives up names what failed last (4.4.7, RFC 3463: the time was over)."""
    if mail.kind != "bounce":
        return None
    if not facts.talk_of:
        return Verdict("note", "bounce_unknown")
    if mail.reason == "delayed":
        return Verdict("note", "bounce_delayed", facts.talk_of)
    return Verdict("bounce", _status(mail), facts.talk_of)


def _status(mail: Mail) -> str:
    told = sorted(mail.failures, key=lambda failure: not failure.permanent)
    return told[0].status if told else "5.0.0"


def _no_words(mail: Mail, facts: Facts) -> Verdict | None:
    told = mail.kind in ("auto_reply", "receipt", "calendar", "recall")
    return Verdict("note", mail.kind, facts.talk_of) if told else None


def _reported(mail: Mail, facts: Facts) -> Verdict | None:
    """A provider reports that the customer called our mail junk (RFC 5965), and brings it back."""
    if mail.kind != "unsubscribe" or mail.reason != "abuse_report":
        return None
    return Verdict("unsubscribe", address=facts.talk_of) if facts.talk_of else Verdict("note", "abuse_report")


def _nobody(_: Mail, facts: Facts) -> Verdict | None:
    return None if facts.sender else Verdict("hold", "no_sender", facts.talk_of)


def _list(mail: Mail, facts: Facts) -> Verdict | None:
    return Verdict("hold", "list", facts.talk_of) if "list" in mail.flags else None


def _stranger(mail: Mail, facts: Facts) -> Verdict | None:
    """The token is somebody else's: a colleague, another address of the same customer, or a thief."""
    if facts.talk_of and not facts.own:
        return Verdict("hold", "forward" if mail.kind == "forward" else "other_sender", facts.talk_of)
    return None


def _passed_on(mail: Mail, facts: Facts) -> Verdict | None:
    """Who passes on a mail tells what somebody else wrote."""
    if mail.kind != "forward" or (facts.own and mail.text):
        return None
    return Verdict("hold", "forward", facts.talk_of)


def _forged(_: Mail, facts: Facts) -> Verdict | None:
    return Verdict("hold", "forged", facts.talk_of) if facts.vouched == "fail" else None


def _unproven(mail: Mail, facts: Facts) -> Verdict | None:
    """Anybody can write a name into From. In the name of somebody whom we know, that does not do where the
    server could have told; and nowhere for what is not easily undone."""
    if facts.own or not facts.known or facts.vouched == "pass":
        return None
    if facts.vouched == "none" or facts.grave or mail.kind == "unsubscribe":
        return Verdict("hold", "unproven")
    return None


def _empty(mail: Mail, facts: Facts) -> Verdict | None:
    return Verdict("note", "empty") if mail.kind == "empty" and not facts.own else None


def _too_many(_: Mail, facts: Facts) -> Verdict | None:
    if facts.alike >= MOST_ALIKE:
        return Verdict("hold", "round", facts.talk_of)
    return Verdict("hold", "ceiling", facts.talk_of) if facts.before >= MOST_AN_HOUR else None


def _said(mail: Mail, facts: Facts) -> Verdict:
    address = facts.talk_of or facts.sender
    if not address:
        return Verdict("note", "no_sender")
    if mail.kind != "unsubscribe":
        return Verdict("take", address=address)
    if facts.own or facts.known or (facts.trusted and facts.talk_of):
        return Verdict("unsubscribe", address=address)
    return Verdict("note", "unsubscribe_unknown")


Rule = Callable[[Mail, Facts], Verdict | None]

_ALWAYS: Final[Sequence[Rule]] = (_ourselves, _returned, _no_words, _reported)
_UNLESS_LET_IN: Final[Sequence[Rule]] = (
    _nobody,
    _list,
    _stranger,
    _passed_on,
    _forged,
    _unproven,
    _empty,
    _too_many,
)

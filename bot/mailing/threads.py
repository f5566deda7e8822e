"""Which mail a mail answers, and what it is called: so that programs show a talk as one thread. Pure."""

from typing import Final, NamedTuple

from bot.mail.addresses import identifiers
from bot.mail.headers import Headers, split
from bot.mail.subjects import bare, plain

_MOST: Final = 12
_RE: Final = "Re: "
_LONGEST: Final = 200  # characters of a customer's subject that come back to them


class Earlier(NamedTuple):
    """A mail that was sent before this one, by either side; `seq` is its number in the conversation."""

    message_id: str
    subject: str
    seq: int
    references: tuple[str, ...] = ()
    ours: bool = False


class Thread(NamedTuple):
    """What a mail says of where it belongs."""

    subject: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    answering: bool = False


def heard(head: bytes, seq: int) -> Earlier | None:
    """The customer's last mail, from its beginning; None where there is none that can be named."""
    headers = Headers(split(head, 0, len(head))[0])
    ids = identifiers(headers["message-id"])
    if not seq or not ids:
        return None
    subject = bare(plain(headers["subject"]))[:_LONGEST]
    return Earlier(ids[0], subject, seq, identifiers(headers["references"])[-_MOST:])


def thread(subject: str, last: Earlier | None, sent: tuple[Earlier, ...], *, unasked: bool) -> Thread:
    """Where a mail belongs: `last` is the customer's last one, `sent` are ours, the latest first; `subject`
    is empty where the talk gives it none, as it may have been in those before: it is called then as the last
    that was called anything. What nobody asked for goes on with ours where it has no name or the same, else
    it begins a thread."""
    parent = last if last and not unasked and (not sent or last.seq > sent[0].seq) else None
    if parent is None and sent and (not unasked or subject in ("", sent[0].subject or _called(last, sent))):
        parent = sent[0]
    if parent is None:
        return Thread(subject)
    ours = [one.message_id for one in reversed(sent) if one.seq <= parent.seq]
    before = parent.references or tuple(ours[-_MOST:])
    called = parent.subject or _called(last, sent)
    known = subject or called
    again = bare(known) == bare(called)
    return Thread(
        f"{_RE}{bare(known)}" if again and known else known,
        parent.message_id,
        tuple(dict.fromkeys((*before, parent.message_id))),
        answering=not parent.ours,
    )


def _called(last: Earlier | None, sent: tuple[Earlier, ...]) -> str:
    named = [one for one in (*sent, *((last,) if last else ())) if one.subject]
    return max(named, key=lambda one: one.seq).subject if named else ""

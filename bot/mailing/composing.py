"""What is said to a customer, laid out as a mail. Pure, but for the signatures in its links."""

import string
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.mail.writing import Link, Mailbox, Outgoing, Question
from bot.mail.writing.outgoing import Choice, Head, Row, Table
from bot.mailing import threads
from bot.mailing.letterhead import Letterhead, token
from bot.mailing.threads import Earlier, Thread
from bot.message import Asked, Outbound
from bot.message import Choice as Offered
from storage.complaints import asking_after
from storage.correspondence import Correspondence
from storage.domain.locale import Texts
from storage.outbox import HEAD, LINKS, TABLES, TO_STAFF, UNASKED, Said

_DAY: Final = 86_400
_YES_NO: Final = frozenset(("yes", "no"))
_STAYED: Final = f"{asking_after.MARK}."
_BRACKETS: Final = (("【", "】"), ("[", "]"))
"""In which the languages put the title of a section."""


def composed(
    outbound: Outbound, row: Said, known: Correspondence, letterhead: Letterhead, texts: Texts
) -> Outgoing:
    """The mail that says what stands in this row."""
    code = token(row.conversation_id, known.customer_id)
    place = _place(outbound, row, known)
    subject = place.subject or texts("mail.subject", organisation=letterhead.organisation)
    by_person = row.speaker == "staff"
    mail = Outgoing(
        sender=Mailbox(letterhead.address, letterhead.organisation),
        to=Mailbox(row.address, known.name),
        subject=subject if letterhead.subaddress else f"{subject} [{code}]",
        date=row.tried_at.astimezone(letterhead.timezone),
        message_id=letterhead.message_id(code, row.seq),
        text=outbound.text,
        signed=_signed(outbound.by, letterhead.organisation, texts),
        language=texts.language,
        reply_to=letterhead.reply_to(code),
        in_reply_to=place.in_reply_to,
        references=place.references,
        automatic="" if by_person else "auto-replied" if place.answering else "auto-generated",
        logo=letterhead.logo,
    )
    if _to_staff(row):
        return _for_staff(mail, outbound, letterhead, texts)
    mail = _asking(mail, outbound, texts, _on_the_web(row, letterhead))
    leaves = _unasked(row) or outbound.asks
    return _leaving(mail, outbound, row, code, letterhead, texts) if leaves else mail


def _tables(outbound: Outbound) -> Iterator[Table]:
    for title, rows in dict(outbound.details).get(TABLES, ()):
        yield Table(title, tuple(Row(*row) for row in rows))


def _for_staff(mail: Outgoing, outbound: Outbound, letterhead: Letterhead, texts: Texts) -> Outgoing:
    """With what it is, and where they choose to be told elsewhere, or no more. They chose the mailbox
    themselves: it is no advertisement, and has no way out of that kind."""
    note = texts("mail.staff.why", organisation=letterhead.organisation)
    leave, details = Link(texts("mail.staff.off"), letterhead.settings), dict(outbound.details)
    head = Head(*details[HEAD]) if HEAD in details else None
    links = tuple(Link(*each) for each in details.get(LINKS, ()))
    return replace(mail, note=note, leave=leave, head=head, tables=tuple(_tables(outbound)), links=links)


def _asking(mail: Outgoing, outbound: Outbound, texts: Texts, on_the_web: str) -> Outgoing:
    """With what is asked, how to answer, and where to go on instead."""
    asks = tuple(_questions(outbound))
    web = Link(texts("mail.web"), on_the_web) if on_the_web else None
    if not asks:
        beside = web if dict(outbound.details).get("web") else None
        return replace(mail, note=texts("mail.answer"), web=beside)
    return replace(mail, asks=asks, how=_how(asks, texts), web=web)


def _on_the_web(row: Said, letterhead: Letterhead) -> str:
    return letterhead.on_the_web(row.conversation_id, int(row.tried_at.timestamp()) // _DAY)


def _leaving(
    mail: Outgoing, outbound: Outbound, row: Said, code: str, letterhead: Letterhead, texts: Texts
) -> Outgoing:
    """With the way out: by a POST where we are reached under https (RFC 8058), by a mail (RFC 2369), and by a
    link to be read; and with why it came where nobody asked for it."""
    link, by_mail = letterhead.leaving(row.conversation_id), letterhead.leaving_by_mail(code)
    ways = (link, by_mail) if link.startswith("https:") else (by_mail,)
    leave = Link(texts("mail.leave.link"), link) if link else None
    note = _why(outbound, letterhead, texts) if _unasked(row) else mail.note
    return replace(mail, leave=leave, unsubscribe=ways, note=note)


def _why(outbound: Outbound, letterhead: Letterhead, texts: Texts) -> str:
    """Why it came: to hear what they think, or whether a matter that was closed stayed right."""
    if outbound.of.startswith(_STAYED):
        return texts("mail.why_stayed")
    return texts("mail.why", organisation=letterhead.organisation)


def _unasked(row: Said) -> bool:
    """Whether its reader is a customer who has not asked for it."""
    return bool(row.payload.get(UNASKED)) and not _to_staff(row)


def _to_staff(row: Said) -> bool:
    """Whether its reader is a member of staff."""
    return bool(row.payload.get(TO_STAFF))


def _place(outbound: Outbound, row: Said, known: Correspondence) -> Thread:
    """An alert is called by what it is, and stands alone: one of another matter is no answer to it."""
    if _to_staff(row) and outbound.subject:
        return Thread(outbound.subject)
    unasked = _unasked(row)
    sent = tuple(Earlier(one.message_id, one.subject, one.seq, ours=True) for one in known.sent)
    last = threads.heard(known.heard, known.heard_as)
    return threads.thread(outbound.subject, last, sent, unasked=unasked)


def _questions(outbound: Outbound) -> Iterator[Question]:
    for ask in outbound.asks:
        title, text = _titled(ask)
        yield Question(ask.number, text, _written(ask.choices), ask.hint, title)
    if outbound.choices and not outbound.asks:
        yield Question(0, "", tuple(_worded(outbound.choices)))


def _titled(ask: Asked) -> tuple[str, str]:
    """The title of the section that this question opens, and its words."""
    first, broken, rest = ask.text.partition("\n")
    opens = broken and (first[:1], first[-1:]) in _BRACKETS
    return (first[1:-1], rest.strip()) if opens else ("", ask.text.strip())


def _written(choices: Sequence[Offered]) -> tuple[Choice, ...]:
    """Points by their number, yes and no by their words, all else behind a letter: a number would be taken
    for one of the points, or for another question."""
    keys = [each.key for each in choices]
    if all(key.isdecimal() for key in keys):
        return tuple(Choice(each.key, "" if each.label == each.key else each.label) for each in choices)
    if _YES_NO.issuperset(keys):
        return tuple(Choice("", each.label) for each in choices)
    signs = string.ascii_uppercase if len(keys) <= len(string.ascii_uppercase) else range(1, len(keys) + 1)
    return tuple(Choice(str(sign), each.label) for sign, each in zip(signs, choices, strict=False))


def _worded(choices: Sequence[Offered]) -> Iterator[Choice]:
    """What can be said next, as it is said; points and the like as in a question; complaints, of which to
    pick one, by their place: nobody copies a number of theirs."""
    if all(each.key.isdecimal() for each in choices):
        yield from _written(choices)
    elif any(map(_numbered, choices)):
        yield from (Choice(str(place), each.label) for place, each in enumerate(choices, 1))
    else:
        yield from (Choice("", each.label) for each in choices)


def _numbered(choice: Offered) -> bool:
    """Whether it is called by a number of its own: T261123-0001，11月23日提出."""
    return choice.label.startswith(choice.key) and any(map(str.isdecimal, choice.key))


def _how(asks: Sequence[Question], texts: Texts) -> str:
    """How to answer: by replying. No example: quoted, it could be taken for an answer."""
    signs = any(choice.sign for ask in asks for choice in ask.choices)
    if len(asks) > 1:
        return texts("mail.how.several" if signs else "mail.how.several_free")
    if not asks[0].choices:
        return texts("mail.how.free")
    return texts("mail.how.signs" if signs else "mail.how.words")


def _signed(by: str, organisation: str, texts: Texts) -> str:
    return texts("mail.signed", name=by, organisation=organisation) if by else organisation

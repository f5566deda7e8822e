"""What a mail is, where it may be no reply: told by what the standards mark, then by how programs and servers
word it (bot/mail/data/kinds.toml). A customer who writes about auto-replies is no auto-reply: a subject
counts only in the form in which programs write it, a weak mark only where nothing stands above a quote.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from bot.mail import bounces, pictures, robots, subjects, unreadable
from bot.mail.letter import Letter
from bot.mail.mail import Failure, Kind
from bot.mail.rules import rule
from bot.mail.seen import Seen

_METHOD = re.compile(rb"(?mi)^METHOD:\s*(\w+)")
_NOT_WORDS = re.compile(r"[\W_]+")


class Told(NamedTuple):
    """text: what counts as said, which may have stood in the subject. failures: of a bounce, who did not get
    our mail."""

    kind: Kind
    reason: str
    text: str = ""
    failures: tuple[Failure, ...] = ()


def through_list(letter: Letter) -> bool:
    """Whether it came over a mailing list or a shared inbox: a person's words, but not to be answered."""
    headers = letter.headers
    return "List-Id" in headers or headers["Precedence"].strip().lower() == "list"


def tell(letter: Letter, said: str, quoted: bool) -> Told:
    """The kind of a mail.

    said: the reply alone, as cut. quoted: whether anything was cut away.
    reason: bounce report, delayed, home_made; receipt disposition, delivered, words; recall words; calendar
    method; unsubscribe address, subject, text, abuse_report; auto_reply see `robots`; forward subject, words;
    reply text, subject, attachments; empty nothing; unreadable nothing, binary, encrypted.
    """
    seen = Seen(letter, said, quoted)
    return next((told for look in _LOOKS if (told := look(seen))), None) or _said(seen)


def _returned(seen: Seen) -> Told | None:
    told = bounces.reports(seen.letter)
    if failures := bounces.failures(told):
        delayed = all(report.action != "failed" for report in told)
        return Told("bounce", "delayed" if delayed else "report", failures=failures)
    if told:
        return Told("receipt", "delivered")
    if not (bounces.has_report(seen.letter) or _reports(seen, "delivery-status") or _says_returned(seen)):
        return None
    failures = bounces.home_made(seen.letter, seen.body)
    delayed = bool(rule("bounce", "delayed").search(seen.subject))
    return Told("bounce", "delayed" if delayed else "home_made", failures=failures)


def _says_returned(seen: Seen) -> bool:
    """A server that puts it in its own words: who it is and what it says must agree."""
    headers = seen.letter.headers
    if headers["X-Failed-Recipients"] or headers["Content-Class"].endswith(":dsn"):
        return True
    if seen.answers or seen.forwards:
        return False
    titled = bool(rule("bounce", "subject").search(seen.subject))
    if _daemon(seen):
        return titled or bool(rule("bounce", "text").search(seen.body))
    if not titled or rule("auto_reply", "subject").search(seen.subject):
        return False
    machine = robots.marked(seen) in ("auto_submitted", "sender")
    return seen.unsent or (machine and bool(rule("bounce", "text").search(seen.body)))


def _daemon(seen: Seen) -> bool:
    name, _, address = seen.sender.rpartition("<")
    by_name = rule("sender", "daemon_name").search(name)
    return bool(rule("sender", "daemon").search(address) or by_name)


def _receipt(seen: Seen) -> Told | None:
    kinds = {part.kind for part in seen.letter.parts}
    if "message/feedback-report" in kinds:  # RFC 5965: reported as junk
        return Told("unsubscribe", "abuse_report")
    noted = kinds & {"message/disposition-notification", "message/global-disposition-notification"}
    if noted or _reports(seen, "disposition-notification"):
        return Told("receipt", "disposition")
    if seen.letter.headers["Content-Class"].endswith(":mdn"):
        return Told("receipt", "disposition")
    if rule("receipt", "subject").search(seen.subject) and rule("receipt", "text").search(seen.body):
        return Told("receipt", "words")
    return None


def _recall(seen: Seen) -> Told | None:
    titled = rule("recall", "subject").search(seen.subject)
    if titled and (not seen.said or rule("recall", "text").search(seen.said)):
        return Told("recall", "words")
    return Told("recall", "words") if rule("recall", "alone").search(seen.said) else None


def _calendar(seen: Seen) -> Told | None:
    methods = (_method(seen, part.content, part.parameters.get("method", "")) for part in seen.letter.parts
               if part.kind in ("text/calendar", "application/ics"))  # fmt: skip
    about = seen.letter.headers["Content-Class"].endswith(":calendarmessage")
    if about or any(rule("calendar", "methods").match(method) for method in methods):
        return Told("calendar", "method", seen.said)
    return None


def _method(seen: Seen, content: bytes, declared: str) -> str:
    """A calendar file without a declared method is a file that someone sent, unless it answers a meeting."""
    written = _METHOD.search(content)
    method = declared or (written[1].decode() if written else "")
    alone = rule("calendar", "subject").search(seen.subject) or not seen.said
    return method if declared or alone else ""


def _unsubscribing(seen: Seen) -> Told | None:
    if rule("unsubscribe", "address").search(seen.letter.headers["To"]):
        return Told("unsubscribe", "address", seen.said)
    only = not seen.said or _stops(seen.said) or bool(rule("unsubscribe", "robot").search(seen.said))
    if only and _stops(subjects.bare(seen.subject)):
        return Told("unsubscribe", "subject", seen.said)
    return Told("unsubscribe", "text", seen.said) if seen.said and _stops(seen.said) else None


def _stops(text: str) -> bool:
    """Whether a text asks for no more mails and says nothing else."""
    if len(text) > 60:
        return False
    polite = rule("unsubscribe", "polite").sub("", _NOT_WORDS.sub(" ", text))
    core = _NOT_WORDS.sub("" if not text.isascii() else " ", polite).strip()
    return bool(core) and bool(rule("unsubscribe", "whole").fullmatch(core))


def _automatic(seen: Seen) -> Told | None:
    reason = robots.marked(seen)
    return Told("auto_reply", reason, seen.said) if reason else None


def _forwarded(seen: Seen) -> Told | None:
    if seen.answers:
        return None
    block = seen.quoted or rule("forward", "block").search(seen.body)
    attached = any(part.kind == "message/rfc822" for part in seen.letter.parts)
    if seen.forwards and (block or attached):
        return Told("forward", "subject", seen.said)
    if rule("forward", "unmistaken").search(seen.body):
        return Told("forward", "words", seen.said)
    return None


def _unreadable(seen: Seen) -> Told | None:
    reason = unreadable.why(seen.letter)
    return Told("unreadable", reason) if reason else None


def _said(seen: Seen) -> Told:
    if seen.said:
        return Told("reply", "text", seen.said)
    headers = seen.letter.headers
    answering = bool(headers["In-Reply-To"] or headers["References"])
    if answer := subjects.answer(seen.subject, seen.body, answering):
        return Told("reply", "subject", answer)
    return Told("reply", "attachments") if pictures.brought(seen.letter) else Told("empty", "nothing")


def _reports(seen: Seen, of: str) -> bool:
    """Whether it is a multipart/report of this type (RFC 6522), even where the part itself is broken."""
    letter = seen.letter
    return letter.kind == "multipart/report" and letter.parameters.get("report-type", "").lower() == of


_LOOKS: Final[tuple[Callable[[Seen], Told | None], ...]] = (
    _returned,
    _receipt,
    _recall,
    _calendar,
    _unsubscribing,
    _automatic,
    _forwarded,
    _unreadable,
)

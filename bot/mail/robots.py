"""Mails that no person wrote: RFC 3834 and the marks that came before it, then the words of programs."""

import re
from typing import Final

from bot.mail.rules import rule
from bot.mail.seen import Seen

_BY_MACHINE = re.compile(
    r"(?!auto-submitted)(?:x-)?(?:[\w-]+-)?auto-?(?:reply|respond|response|responder|replied|generated|submitted)(?:-from|-sent)?"
    r"|x-(?:vacation|holidayreply|out-of-office|oof|fc-machinegenerated|cron-env)"
    r"|x-ms-exchange-generated-message-source"
)
_RESPONDER = re.compile(r"auto-?respond|auto-?reply|\bvacation\b", re.IGNORECASE)
_FIRST_WORDS: Final = 1000  # characters in which a program says that it is one
_NO: Final = ("", "no", "false", "0", "none")


def marked(seen: Seen) -> str:
    """Why this was written by a machine, in a word; empty where a person may have written it."""
    submitted = _submitted(seen)
    if submitted not in ("", "no"):
        return "auto_submitted"
    if _machine_header(seen):
        return "header"
    if _precedence(seen).replace("-", "_") in ("auto_reply", "autoreply"):
        return "precedence"
    if rule("auto_reply", "subject").search(seen.subject):
        return "subject"
    first = seen.said[:_FIRST_WORDS]
    if rule("auto_reply", "own").search(first) or (
        not seen.quoted and rule("auto_reply", "text").search(first)
    ):
        return "text"
    return "" if submitted == "no" else _weakly(seen)


def _weakly(seen: Seen) -> str:
    """Marks that a person's mail may carry, too: they count where nothing stands above a quote."""
    headers = seen.letter.headers
    if rule("sender", "robot").search(seen.sender):
        return "sender"
    if seen.quoted and seen.said:
        return ""
    suppressed = headers["X-Auto-Response-Suppress"].lower()
    if any(word in suppressed for word in ("all", "oof", "autoreply")):
        return "suppressed"
    if _precedence(seen) in ("bulk", "junk"):
        return "precedence"
    return "null_sender" if seen.unsent else ""


def _precedence(seen: Seen) -> str:
    headers = seen.letter.headers
    return (headers["Precedence"] or headers["X-Precedence"]).strip().lower()


def _submitted(seen: Seen) -> str:
    """The keyword of Auto-Submitted, without its parameters and comments (RFC 3834, 5)."""
    return re.split(r"[\s;(]", seen.letter.headers["Auto-Submitted"].strip().lower())[0]


def _machine_header(seen: Seen) -> bool:
    headers = seen.letter.headers
    if any(_BY_MACHINE.fullmatch(name) and headers[name].strip().lower() not in _NO for name in headers):
        return True
    if headers["Delivered-To"].strip().lower() == "autoresponder":
        return True
    named = " ".join(headers[name] for name in ("X-POST-MessageClass", "X-Mailer", "User-Agent"))
    return bool(_RESPONDER.search(named))

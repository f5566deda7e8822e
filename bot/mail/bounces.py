"""Mails that came back: which address failed, and whether for good. RFC 3464 reports, and those that
servers write in their own words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final, NamedTuple

from bot.mail import charsets
from bot.mail.letter import Letter, Part
from bot.mail.mail import Failure
from bot.mail.rules import rule

_REPORTS: Final = ("message/delivery-status", "message/global-delivery-status")
_LONGEST: Final = 20_000  # characters of a home-made notice that are read
_MOST: Final = 50  # addresses told of one mail

_FIELD = re.compile(r"(?m)^([A-Za-z-]+)[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", re.ASCII)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_CODE = re.compile(r"(?<![\d.:/-])([45])[0-5]\d(?=[ \-#:：,，;；)）])")
_FAILED: Final = ("failed", "delayed")


class Report(NamedTuple):
    """What RFC 3464 tells of one recipient. action: failed, delayed, delivered, relayed, expanded."""

    action: str
    failure: Failure


def has_report(letter: Letter) -> bool:
    return any(part.kind in _REPORTS for part in letter.parts)


def reports(letter: Letter) -> tuple[Report, ...]:
    """What the report part says of each recipient; nothing where there is no such part."""
    texts = (_text(part) for part in letter.parts if part.kind in _REPORTS)
    groups = chain.from_iterable(re.split(r"\n[ \t]*\n", text) for text in texts)
    return tuple(found for group in groups if (found := _report(_fields(group))))[:_MOST]


def failures(told: Iterable[Report]) -> tuple[Failure, ...]:
    return tuple(report.failure for report in told if report.action in _FAILED)


def home_made(letter: Letter, body: str) -> tuple[Failure, ...]:
    """The failures of a notice without a report part: ``body`` is what it says to a person.

    Where no enhanced code stands in it, the words tell: an unknown user is 5.1.1, a full mailbox 4.2.2.
    """
    notice = rule("bounce", "copy").split(body[:_LONGEST], maxsplit=1)[0]
    status = _said(notice, letter.headers["Subject"])
    named = _ADDRESS.findall(letter.headers["X-Failed-Recipients"])
    found = named or list(_failing(notice, letter))
    return tuple(Failure(address.lower(), status) for address in dict.fromkeys(found))[:_MOST]


def _report(fields: Mapping[str, str]) -> Report | None:
    final = fields.get("final-recipient", "")
    original = fields.get("original-recipient", "")
    address = _address(original) or _address(final)
    action = fields.get("action", "").split("(")[0].strip().lower()
    if not (address and (action or "status" in fields)):
        return None
    status = _status(fields.get("status", "")) or _status(fields.get("diagnostic-code", ""))
    action = action or ("delivered" if status.startswith("2") else "failed")
    return Report(action, Failure(address, status or ("4.0.0" if action == "delayed" else "5.0.0")))


def _fields(group: str) -> dict[str, str]:
    return {name.lower(): " ".join(value.split()) for name, value in _FIELD.findall(group)}


def _address(field: str) -> str:
    """The address of ``rfc822; someone@example.com``."""
    written = field.rpartition(";")[2].strip(" <>\"'")
    return written.lower() if "@" in written else ""


def _status(text: str) -> str:
    found = _STATUS.search(text)
    if found:
        return found[0]
    code = _CODE.search(f"{text} ")
    return f"{code[1]}.0.0" if code else ""


def _said(notice: str, subject: str) -> str:
    """An enhanced code, else what the words say; an SMTP reply of three digits tells the class alone."""
    coded = _status(notice)
    if coded and not coded.endswith(".0.0"):
        return coded
    for worded in ("5.1.1", "4.2.2", "5.7.1", "4.0.0"):
        if rule("bounce", f"says_{worded}").search(notice):
            return coded[:1] + worded[1:] if coded else worded
    return coded or ("4.0.0" if rule("bounce", "delayed").search(subject) else "5.0.0")


def _failing(notice: str, letter: Letter) -> Iterator[str]:
    """Addresses named as recipients; else those that stand in the notice before our own mail begins."""
    named = list(rule("bounce", "names").finditer(notice))
    strangers = _ADDRESS.findall(" ".join(match[0] for match in named)) or _ADDRESS.findall(notice)
    known = letter.headers["From"].lower() + letter.headers["To"].lower()
    return (
        address
        for address in strangers
        if address.lower() not in known and not rule("sender", "daemon").search(address)
    )


def _text(part: Part) -> str:
    return charsets.text(part.content)[0].replace("\r\n", "\n").replace("\r", "\n")

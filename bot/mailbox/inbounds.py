"""A mail as the inbox takes it: its files, then what it says; all of one album, answered once."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.mail import mail as read
from bot.mail import subjects
from bot.mail.mail import Mail
from bot.message import LONGEST_LETTER, Attachment, Inbound
from storage import filekind
from storage.files import MOST_FILES
from storage.texts import storable

CHANNEL: Final = "email"

_PLAIN: Final = re.compile(r"[\w ()（）-]{1,60}(?:\.[A-Za-z0-9]{1,5})?")
"""The name of a file that we repeat: no address, no markup, nothing that reads as more than a name."""


def inbounds(mail: Mail, key: str, address: str, at: datetime, largest: int, most: int) -> list[Inbound]:
    """What this mail says, to the talk at this address. `largest`: bytes of a file that is kept; `most`: how
    many are. One that is too large comes without its content, and the talk says so, as of those that are
    refused, and of words that are cut."""
    good = [each for each in mail.evidence if each.content and filekind.kind_of(each.content)]
    files = [
        said(key, address, at)._replace(
            external_id=file_of(key, number), kind="file", attachment=_attachment(each, largest)
        )
        for number, each in enumerate(good[:most], 1)
    ]
    pieces = tuple((_kept(piece.line or ""), _kept(piece.text)) for piece in mail.pieces)
    cut = (("text", ""),) if len(mail.text) > LONGEST_LETTER else ()
    unkept = (*_refused(mail.evidence, good, "file_kind"), *_refused(good, good[:most], "file_count"))
    told = said(key, address, at, _headed(mail))
    return [*files, told._replace(pieces=pieces, refused=(*cut, *unkept), most_files=MOST_FILES)]


def _headed(mail: Mail) -> str:
    """What it says, below a subject that calls it a complaint: 投诉 as the subject of 沙发塌了."""
    own = mail.reason == "text" and not (mail.in_reply_to or mail.references or mail.token)
    head = subjects.complaint(mail.subject, mail.text) if own and mail.text else ""
    return f"{head}\n{mail.text}" if head else mail.text


def file_of(key: str, number: int) -> str:
    """The external id of a file that came with the mail of this key."""
    return f"{key}.{number}"


def said(key: str, address: str, at: datetime, text: str = "") -> Inbound:
    """These words, as a mail's."""
    return Inbound(CHANNEL, address, key, "text", at, _kept(text), album=key)


def _kept(text: str) -> str:
    return storable(text[:LONGEST_LETTER])[0]


def _attachment(file: read.Attachment, largest: int) -> Attachment:
    kind = filekind.kind_of(file.content) or file.kind
    size = len(file.content)
    content = file.content if size <= largest else b""
    return Attachment(filekind.named(file.name or "file", kind), kind, content, size=size)


def _refused(
    sent: Sequence[read.Attachment], kept: Sequence[read.Attachment], why: str
) -> Iterator[tuple[str, str]]:
    for each in sent:
        if each not in kept:
            name = filekind.plain(each.name)
            yield why, name if _PLAIN.fullmatch(name) else ""

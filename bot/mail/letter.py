"""A mail taken apart, before anyone asks what it means."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.mail.headers import Headers
from bot.mail.mail import Attachment


class Part(NamedTuple):
    """A leaf of the MIME tree. kind: media type in small letters; parameters of its Content-Type, decoded,
    names in small letters; content: bytes without their transfer encoding."""

    kind: str
    parameters: Mapping[str, str]
    headers: Headers
    content: bytes


class Letter(NamedTuple):
    """headers: of the whole mail. kind, parameters: its own Content-Type (``multipart/report``).

    plain, html: what is to be read, None where there is none; where both are given both say all of it.
    parts: all leaves as they came, a ``message/rfc822`` not opened. flags: see Mail.
    """

    headers: Headers
    kind: str
    parameters: Mapping[str, str]
    plain: str | None
    html: str | None
    attachments: tuple[Attachment, ...]
    parts: tuple[Part, ...]
    flags: frozenset[str]

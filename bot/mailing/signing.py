"""Mails signed for their domain (DKIM, RFC 6376): so that other hosts believe that they are ours."""

from pathlib import Path
from typing import Final

import dkim

_SIGNED: Final = (
    *(b"from", b"to", b"reply-to", b"subject", b"date", b"message-id", b"in-reply-to", b"references"),
    *(b"auto-submitted", b"list-unsubscribe", b"list-unsubscribe-post", b"mime-version", b"content-type"),
)
"""RFC 6376, 5.4.1; those of unsubscribing have to be among them (RFC 8058, 4)."""


class Signer:
    """Signs with one key, under its selector."""

    def __init__(self, key: Path, selector: str, domain: str) -> None:
        """Raises OSError where there is no such file."""
        self._key = key.read_bytes()
        self._selector, self._domain = selector.encode(), domain.encode("idna")

    def signed(self, content: bytes) -> bytes:
        """The mail with its signature, which takes some milliseconds. Nobody starts with a key that can't
        (`storage.mistakes`)."""
        header = dkim.sign(
            content,
            self._selector,
            self._domain,
            self._key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=_present(content),
        )
        return bytes(header) + content


def _present(content: bytes) -> list[bytes]:
    names = {line.partition(b":")[0].lower() for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n")}
    return [name for name in _SIGNED if name in names]

"""Files that come with a mail."""

from bot.mail.mail import Attachment
from storage import filekind

_SAYS_NOTHING = ("", "text/plain", "application/octet-stream", "application/x-msdownload", "image/jpg")


def file(name: str, kind: str, content: bytes, inline: bool) -> Attachment:
    """Its name without path and controls; its kind by content where the declared one says nothing."""
    if kind in _SAYS_NOTHING or "/" not in kind:
        kind = filekind.kind_of(content) or kind or "application/octet-stream"
    return Attachment(filekind.plain(name), kind, content, inline)

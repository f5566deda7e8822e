"""Whether a mail without words brings something of the customer's: a photo, a file, a picture in the text."""

from typing import Final

from bot.mail.letter import Letter, Part
from bot.mail.rules import rule

# Sent along by programs, not by people.
_BESIDE: Final = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
        "application/ms-tnef",
        "application/vnd.ms-tnef",
        "text/vcard",
        "text/x-vcard",
        "text/directory",
        "text/x-amp-html",
        "text/calendar",
        "message/delivery-status",
        "message/disposition-notification",
    }
)


def brought(letter: Letter) -> bool:
    """A file beside the text, or a picture within it above quote and signature."""
    if any(not each.inline and each.kind not in _BESIDE for each in letter.attachments):
        return True
    return any(part.kind.startswith("image/") and _within(part, letter.html) for part in letter.parts)


def _within(picture: Part, html: str | None) -> bool:
    if not html:
        return True
    name = picture.headers["Content-ID"].strip("<> ")
    shown = html.find(f"cid:{name}") if name else -1
    if shown < 0:
        return False
    ends = rule("picture", "ends").search(html)
    return ends is None or shown < ends.start()

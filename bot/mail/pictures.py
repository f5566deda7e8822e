"""What a mail brings of the customer's own beside words: a photo, a file, a picture in the text."""

from typing import Final

from bot.mail.letter import Letter, Part
from bot.mail.mail import Attachment
from bot.mail.rules import rule
from bot.mail.writing.outgoing import LOGO

_SMALLEST: Final = 2_000  # bytes of a picture in the text: a smaller one is a sign or a pixel

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


def evidence(letter: Letter) -> tuple[Attachment, ...]:
    """The files that the customer sent: neither what programs send along nor the pictures of a signature or
    of our own mail, quoted."""
    decoration = {id(part.content) for part in letter.parts if _decorates(part, letter.html or "")}
    return tuple(each for each in _sent(letter) if not (each.inline and id(each.content) in decoration))


def _sent(letter: Letter) -> list[Attachment]:
    """What came along that is neither a program's nor our logo, which some give back as a file."""
    ours = {id(part.content) for part in letter.parts if _name(part) == LOGO}
    return [each for each in letter.attachments if each.kind not in _BESIDE and id(each.content) not in ours]


def _decorates(part: Part, html: str) -> bool:
    """A picture that the text shows, but not among the customer's own words."""
    if not part.kind.startswith("image/") or _shown(part, html) < 0:
        return False
    return len(part.content) < _SMALLEST or not _within(part, html)


def brought(letter: Letter) -> bool:
    """A file beside the text, or a picture within it above quote and signature."""
    if any(not each.inline for each in _sent(letter)):
        return True
    pictures = (part for part in letter.parts if part.kind.startswith("image/") and _name(part) != LOGO)
    return any(_within(part, letter.html) for part in pictures)


def _within(picture: Part, html: str | None) -> bool:
    if not html:
        return True
    shown = _shown(picture, html)
    if shown < 0:
        return False
    ends = rule("picture", "ends").search(html)
    return ends is None or shown < ends.start()


def _shown(picture: Part, html: str) -> int:
    """Where the text shows it; -1 for nowhere."""
    name = _name(picture)
    return html.find(f"cid:{name}") if name else -1


def _name(part: Part) -> str:
    return part.headers["Content-ID"].strip("<> ")

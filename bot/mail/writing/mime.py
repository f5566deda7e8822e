"""The bytes of a mail: text and HTML that say the same (RFC 2046, 5.1.4), as any server takes them."""

from base64 import encodebytes
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from bot.mail.writing.headers import field, identifiers, mailbox, unstructured, wire
from bot.mail.writing.html import html
from bot.mail.writing.outgoing import LOGO, Outgoing
from bot.mail.writing.plain import plain

_ONE_CLICK: Final = "List-Unsubscribe=One-Click"  # RFC 8058, 3.1


def write(mail: Outgoing) -> bytes:
    """The mail, the same bytes for the same mail: only ASCII, lines parted by CRLF. Raises BadAddress where
    none can go to or from such an address."""
    parted = f"=_{sha256(mail.message_id.encode()).hexdigest()[:32]}"  # `=_` stands in no base64
    parts = (_part("text/plain", plain(mail)), _shown(mail, f"{parted}_"))
    body = "".join(f"--{parted}\r\n{part}\r\n" for part in parts)
    return f"{_header(mail, parted)}\r\n{body}--{parted}--\r\n".encode("ascii")


def _header(mail: Outgoing, parted: str) -> str:
    return "".join(
        (
            mailbox("From", mail.sender),
            mailbox("To", mail.to),
            field("Reply-To", wire(mail.reply_to)) if mail.reply_to else "",
            unstructured("Subject", mail.subject),
            field("Date", format_datetime(mail.date)),
            identifiers("Message-ID", (mail.message_id,)),
            identifiers("In-Reply-To", (mail.in_reply_to,)),
            identifiers("References", mail.references),
            _automatic(mail),
            _leaving(mail),
            field("Content-Language", mail.language),
            field("MIME-Version", "1.0"),
            field("Content-Type", f'multipart/alternative;\r\n boundary="{parted}"'),
        )
    )


def _automatic(mail: Outgoing) -> str:
    """So that no responder answers (RFC 3834, 5); Exchange has a word of its own for it (MS-OXCMAIL)."""
    if not mail.automatic:
        return ""
    return field("Auto-Submitted", mail.automatic) + field("X-Auto-Response-Suppress", "OOF, AutoReply")


def _leaving(mail: Outgoing) -> str:
    if not mail.unsubscribe:
        return ""
    told = field("List-Unsubscribe", ",\r\n ".join(f"<{each}>" for each in mail.unsubscribe))
    by_post = any(each.startswith("https:") for each in mail.unsubscribe)
    return told + (field("List-Unsubscribe-Post", _ONE_CLICK) if by_post else "")


def _shown(mail: Outgoing, parted: str) -> str:
    """The page; with the logo, where there is one, as a part of its own that comes along (RFC 2387)."""
    page = _part("text/html", html(mail))
    if not mail.logo:
        return page
    content = encodebytes(mail.logo).decode("ascii").replace("\n", "\r\n")
    logo = (
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-ID: <{LOGO}>\r\nContent-Disposition: inline\r\n\r\n{content}"
    )
    kind = f'multipart/related; type="text/html";\r\n boundary="{parted}"'
    return f"Content-Type: {kind}\r\n\r\n--{parted}\r\n{page}\r\n--{parted}\r\n{logo}\r\n--{parted}--\r\n"


def _part(kind: str, text: str) -> str:
    content = encodebytes(text.encode("utf-8", "replace")).decode("ascii").replace("\n", "\r\n")
    head = f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
    return f"{head}\r\n{content}"

"""What a mail program knows of the mail that is answered: its headers, its text and its HTML."""

import email
import email.policy
import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

_BODY = re.compile(r"(?is)<body[^>]*>(.*)</body>")
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Quoted:
    """The mail that is answered. `sent` is in the time zone that its Date has."""

    name: str
    address: str
    reply_to: str
    subject: str
    message_id: str
    references: str
    sent: datetime
    to: str
    text: str
    page: str

    @property
    def sender(self) -> str:
        """Who wrote, as most programs put it."""
        return f"{self.name} <{self.address}>"

    @property
    def weekday(self) -> str:
        return _WEEKDAYS[self.sent.weekday()]

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


def parsed(raw: bytes) -> EmailMessage:
    """The mail as the standard library reads it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text(message: EmailMessage) -> str:
    """What it says, as plain text."""
    body = message.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""


def quoted(message: EmailMessage) -> Quoted:
    """What is to be quoted of it."""
    sender = message["From"].addresses[0]
    answered = message["Reply-To"] or message["From"]
    body = message.get_body(("html",))
    page = str(body.get_content()) if body else ""
    within = _BODY.search(page)
    return Quoted(
        name=sender.display_name or sender.username,
        address=sender.addr_spec,
        reply_to=answered.addresses[0].addr_spec,
        subject=str(message["Subject"]),
        message_id=str(message["Message-ID"]).strip(),
        references=" ".join(str(message["References"] or "").split()),
        sent=message["Date"].datetime,
        to=message["To"].addresses[0].addr_spec,
        text=text(message).strip("\n"),
        page=within[1] if within else html.escape(text(message)).replace("\n", "<br>"),
    )

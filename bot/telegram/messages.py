"""A message of a customer, new, edited or taken back, to what the inbox takes. Pure."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from bot.message import Inbound, Kind
from bot.telegram import commands, media
from bot.telegram.events import CHANNEL, Heard, Withdrawn
from bot.telegram.fields import address, moment, name, table, whole, words

MOST_WITHDRAWN: Final = 100  # Bot API: as many messages are deleted at once

# What a customer sends on purpose and we can't read; all else without words is the chat's own housekeeping.
_UNREAD: Final = (
    "sticker",
    "location",
    "venue",
    "contact",
    "poll",
    "dice",
    "game",
    "story",
    "checklist",
    "paid_media",
    "invoice",
    "successful_payment",
    "refunded_payment",
    "giveaway",
    "giveaway_winners",
    "passport_data",
    "users_shared",
    "chat_shared",
    "web_app_data",
    "gift",
    "unique_gift",
)
_SENT: Final = frozenset((*_UNREAD, *media.FIELDS))


def read(message: Mapping[str, Any], now: datetime) -> Heard | None:
    """A text, a command, a file, or something that we can't read; None for what is no customer's message."""
    where, number = sender(message), whole(message.get("message_id"))
    if not where or not number:
        return None
    at = moment(message.get("date"), now)
    new = Inbound(CHANNEL, where, f"m{number}", "other", at, order=number)
    if "text" in message:
        return _said(new, message)
    if _SENT.isdisjoint(message):
        return None
    attachment = media.attached(message, number)
    text, raw = words(message.get("caption"))
    album = name(message.get("media_group_id"))
    kind: Kind = "file" if attachment else "other"
    return Heard(new._replace(kind=kind, text=text, raw=raw, attachment=attachment, album=album))


def edited(message: Mapping[str, Any], now: datetime) -> Heard | None:
    """New words for a message said before. One without words is a file, or a place that moves on its own."""
    where, number = sender(message), whole(message.get("message_id"))
    text, raw = words(message.get("text", message.get("caption")))
    if not where or not number or not text:
        return None
    digest = sha256(text.encode()).hexdigest()[:8]
    mark = f"e{number}.{whole(message.get('edit_date'))}.{digest}"
    at = moment(message.get("edit_date"), now)
    return Heard(Inbound(CHANNEL, where, mark, "edit", at, text, of=f"m{number}", raw=raw))


def withdrawn(deleted: Mapping[str, Any], now: datetime) -> Withdrawn | None:
    """Messages of a business chat that were deleted; whose they were is known only to who kept them."""
    where = address(table(deleted.get("chat")), deleted.get("business_connection_id"))
    listed = deleted.get("message_ids")
    if not where or not isinstance(listed, list):
        return None
    numbers = dict.fromkeys(filter(None, map(whole, listed[:MOST_WITHDRAWN])))
    taken_back = tuple(
        Inbound(CHANNEL, where, f"w{number}", "withdraw", now, of=f"m{number}") for number in numbers
    )
    return Withdrawn(taken_back) if taken_back else None


def sender(message: Mapping[str, Any]) -> str:
    """The address of the customer who wrote this; empty where nobody did whom we may answer.

    Robots are not answered, so that no two of them write to each other for ever. In a chat of a business
    account the owner's own words arrive as well.
    """
    chat, author = table(message.get("chat")), table(message.get("from"))
    if author.get("is_bot") or (author and author.get("id") != chat.get("id")):
        return ""
    connection = message.get("business_connection_id")
    return address(chat, connection) if author or connection is None else ""


def _said(new: Inbound, message: Mapping[str, Any]) -> Heard | None:
    text, raw = words(message["text"])
    if not text:
        return None
    command, rest = commands.written(text)
    if command == "start":
        language = name(table(message.get("from")).get("language_code"))
        start = commands.survey(rest)
        return Heard(new._replace(kind="open", text="/start", start=start, language=language))
    if entry := commands.entry(command):
        return Heard(new._replace(kind="choice", text=rest, of="menu", keys=(entry,), raw=raw))
    return Heard(new._replace(kind="text", text=text, raw=raw))

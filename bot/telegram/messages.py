"""A message of a customer, new, edited or taken back, to what the inbox takes. Pure."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from bot.message import Attachment, Inbound, Kind
from bot.telegram import commands
from bot.telegram.events import CHANNEL, Heard, Withdrawn
from bot.telegram.fields import address, moment, name, table, whole, words
from bot.telegram.media import attached

MOST_WITHDRAWN: Final = 100  # Bot API: as many messages are deleted at once

# What a customer sends on purpose and we can't read; all else without words is the chat's own housekeeping.
_UNREAD: Final = frozenset(
    {
        *(
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
        ),
        *("invoice", "successful_payment", "refunded_payment", "giveaway", "giveaway_winners"),
        *("passport_data", "users_shared", "chat_shared", "web_app_data", "gift", "unique_gift"),
    }
)
_MEDIA: Final = ("photo", "document", "voice", "audio", "video", "video_note", "animation")


def read(message: Mapping[str, Any], now: datetime) -> Heard | None:
    """A text, a command, a file, or something that we can't read; None for what is no customer's message."""
    where, number = sender(message), whole(message.get("message_id"))
    if not where or not number:
        return None
    at = moment(message.get("date"), now)
    if "text" in message:
        return _said(where, number, at, message["text"])
    kind: Kind = "other"
    attachment = attached(message, number)
    if attachment:
        kind = "file"
    elif _UNREAD.isdisjoint(message) and not any(each in message for each in _MEDIA):
        return None
    text, raw = words(message.get("caption"))
    album = name(message.get("media_group_id"))
    return Heard(_inbound(where, number, kind, at, text, raw=raw, attachment=attachment, album=album))


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


def _said(where: str, number: int, at: datetime, written: Any) -> Heard | None:
    text, raw = words(written)
    if not text:
        return None
    if text[0] != "/":
        return Heard(_inbound(where, number, "text", at, text, raw=raw))
    command, rest = commands.written(text)
    if command == "start":
        return Heard(_inbound(where, number, "open", at, "/start", start=commands.survey(rest)))
    if command in commands.COMMANDS:
        entry = commands.COMMANDS[command]
        return Heard(_inbound(where, number, "choice", at, rest, of="menu", keys=(entry,), raw=raw))
    return Heard(_inbound(where, number, "text", at, text, raw=raw))


def _inbound(
    where: str,
    number: int,
    kind: Kind,
    at: datetime,
    text: str,
    *,
    keys: tuple[str, ...] = (),
    of: str = "",
    attachment: Attachment | None = None,
    start: str = "",
    raw: bytes | None = None,
    album: str = "",
) -> Inbound:
    """A message under its number, which Telegram counts up within the chat."""
    return Inbound(
        CHANNEL,
        where,
        f"m{number}",
        kind,
        at,
        text,
        keys,
        of,
        attachment,
        start=start,
        raw=raw,
        order=number,
        album=album,
    )

"""Fields of the JSON that Telegram, or somebody else, sends: read without ever raising. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from bot.message import LONGEST_TEXT
from storage.texts import storable

LARGEST: Final = 2**53  # Bot API: an identifier has at most 52 significant bits
_NOTHING: Final[Mapping[str, Any]] = {}
_EARLIEST: Final = 1_376_438_400  # 14 August 2013, when Telegram opened
_LATEST: Final = 253_402_300_799  # the last second that a datetime can hold
_NAME: Final = re.compile(r"[!-~]{1,512}")
_CONNECTION: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")


def table(value: Any) -> Mapping[str, Any]:
    """The object, or an empty one for whatever is none."""
    return value if type(value) is dict else _NOTHING


def whole(value: Any, most: int = LARGEST) -> int:
    """A whole number from 1 to `most`; 0 for all else."""
    return value if type(value) is int and 0 < value <= most else 0


def name(value: Any) -> str:
    """One of Telegram's own names for a thing, plain ASCII; empty for all else."""
    return value if type(value) is str and _NAME.fullmatch(value) else ""


def words(value: Any) -> tuple[str, bytes | None]:
    """A text that can be kept, and the bytes as received where it could not be kept as it was."""
    if type(value) is not str:
        return "", None
    text, lost = storable(value[:LONGEST_TEXT])
    return text, value[:LONGEST_TEXT].encode("utf-8", "surrogatepass") if lost else None


def moment(value: Any, now: datetime) -> datetime:
    """A Unix time as UTC, never after `now`; a moment at which nobody can have written is now."""
    if type(value) is not int or not _EARLIEST <= value <= _LATEST:
        return now
    return min(datetime.fromtimestamp(value, UTC), now)


def address(chat: Mapping[str, Any], connection: Any = None) -> str:
    """A customer's address: their private chat, with the business account written to, if any; else empty."""
    number = chat.get("id")
    if chat.get("type") != "private" or not whole(number):
        return ""
    if connection is None:
        return str(number)
    known = type(connection) is str and _CONNECTION.fullmatch(connection)
    return f"{number}:{connection}" if known else ""


def target(address: str) -> dict[str, Any]:
    """The parameters by which a method of the Bot API reaches this address."""
    chat, _, connection = address.partition(":")
    return {"chat_id": int(chat), **({"business_connection_id": connection} if connection else {})}

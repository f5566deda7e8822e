"""An update of the Bot API, as JSON, to what is to be done about it. Pure, and total: it never raises.

The identities, which `messages` and `presses` make and nobody takes apart: a message is `m` and its number,
a press `c` and its id, an edit `e`, number, moment and a digest of the new words, a withdrawal `w` and the
number.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from bot.telegram import messages, presses
from bot.telegram.events import Event, Group, Heard, Left, Returned
from bot.telegram.fields import LARGEST, address, moment, table

_IN_GROUPS: Final = ("group", "supergroup")
_INSIDE: Final = ("member", "administrator", "restricted")
_GONE: Final = frozenset({"left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id"})


def read(update: Any, now: datetime) -> Event | None:
    """What this update means; None where nothing is to be done about it."""
    if type(update) is dict:
        for kind, reader in _READERS.items():
            if kind in update:
                return reader(table(update[kind]), now)
    return None


def _message(message: Mapping[str, Any], now: datetime) -> Heard | Group | None:
    chat = table(message.get("chat"))
    if chat.get("type") == "private":
        return messages.read(message, now)
    return _group(chat) if _GONE.isdisjoint(message) else None


def _membership(change: Mapping[str, Any], now: datetime) -> Left | Returned | Group | None:
    """We were blocked, let in again, or put into a group."""
    chat, status = table(change.get("chat")), table(change.get("new_chat_member")).get("status")
    where, at = address(chat), moment(change.get("date"), now)
    if where and status == "kicked":
        return Left(where, at)
    if where and status == "member":
        return Returned(where, at)
    return _group(chat) if status in _INSIDE else None


def _group(chat: Mapping[str, Any]) -> Group | None:
    number = chat.get("id")
    if chat.get("type") not in _IN_GROUPS or type(number) is not int or not -LARGEST <= number < 0:
        return None
    return Group(number)


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any], datetime], Event | None]]] = {
    "message": _message,
    "callback_query": presses.read,
    "edited_message": messages.edited,
    "my_chat_member": _membership,
    "business_message": messages.read,
    "edited_business_message": messages.edited,
    "deleted_business_messages": messages.withdrawn,
}

KINDS: Final = tuple(_READERS)
"""The kinds of update to ask Telegram for (`allowed_updates`)."""

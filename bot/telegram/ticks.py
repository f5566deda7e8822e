"""Ticks that were set a moment ago: who ticks quickly presses again before the edited keyboard is there.

Each process remembers those that it set itself. Where several take updates (by webhook), two quick presses
may reach two of them, and one tick is lost: the customer sees so on the keyboard, and presses again.
"""

import time
from collections import OrderedDict
from typing import Any

from bot.telegram.fields import address, table, whole

FRESH = 3.0
"""Seconds after which Telegram shows the edit, and knows better: another process may have set more ticks."""

MOST = 1_000


class Ticks:
    """The keyboards edited last, as they are to be."""

    def __init__(self) -> None:
        self._set: OrderedDict[tuple[str, int], tuple[float, Any]] = OrderedDict()

    def note(self, where: str, message_id: int, markup: Any) -> None:
        """The keyboard of this message is being changed to this."""
        self._set[where, message_id] = (time.monotonic(), markup)
        self._set.move_to_end((where, message_id))
        if len(self._set) > MOST:
            self._set.popitem(last=False)

    def current(self, update: Any) -> Any:
        """The update, where it is a press with the keyboard as it is to be."""
        if not self._set or type(update) is not dict or "callback_query" not in update:
            return update
        query = table(update["callback_query"])
        message = table(query.get("message"))
        where = address(table(message.get("chat")), message.get("business_connection_id"))
        at, markup = self._set.get((where, whole(message.get("message_id"))), (0.0, None))
        if markup is None or time.monotonic() - at > FRESH:
            return update
        return {**update, "callback_query": {**query, "message": {**message, "reply_markup": markup}}}

"""A press on a button, to a choice or a tick. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.message import Inbound
from bot.telegram import keyboards, marks
from bot.telegram.events import CHANNEL, Hashed, Heard, Toggled
from bot.telegram.fields import address, name, table, whole

_HASHED: Final = tuple(sign + marks.HASH for sign in ("", marks.TICK, marks.RANK, marks.DONE))
_SETS: Final = (marks.TICK, marks.RANK)


def read(query: Mapping[str, Any], now: datetime) -> Heard | Hashed | Toggled | None:
    """What was pressed; None for what is no button of ours.

    A message that Telegram does not show any more comes without its keyboard: then nobody knows what was
    ticked, and an empty choice asks anew.
    """
    message, author = table(query.get("message")), table(query.get("from"))
    where = address(table(message.get("chat")), message.get("business_connection_id"))
    callback, data = name(query.get("id")), marks.known(query.get("data"))
    if not where or not callback or not data:
        return None
    if author.get("is_bot") or author.get("id") != message["chat"]["id"]:
        return None
    number, markup, text = whole(message.get("message_id")), message.get("reply_markup"), message.get("text")
    if data[0] in _SETS and number and keyboards.rows(markup):
        return Toggled(where, number, markup, data, callback)
    inbound = Inbound(CHANNEL, where, f"c{callback}", "choice", now)
    return _chosen(Heard(inbound, callback, number, markup, text if type(text) is str else ""), data)


def _chosen(heard: Heard, data: str) -> Heard | Hashed:
    """The choice that the data stand for; ticks count when they are handed in."""
    if data[0] in _SETS:
        data = marks.DONE + marks.read(data[1:])[0]
    ticked = keyboards.ticked(heard.markup) if data[0] == marks.DONE else []
    if any(each.startswith(_HASHED) for each in (data, *ticked)):
        return Hashed(heard, (*ticked, data))
    if data[0] == marks.DONE:
        return heard.choosing(data[1:], tuple(marks.read(each[1:])[1] for each in ticked))
    of, key = marks.read(data)
    return heard.choosing(of, (key,) if key else ())

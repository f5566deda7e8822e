"""Several picked quickly: no tick is lost, and what another process has set counts too."""

from datetime import UTC, datetime

import pytest

from bot.message import Choice, Outbound
from bot.telegram import keyboards, ticks, updates
from bot.telegram.events import Heard, Toggled
from bot.telegram.ticks import Ticks
from storage import definitions

ASKED = Outbound(
    "哪些方面？", tuple(Choice(key, key) for key in "abc"), of="1.which", picker="buttons", many=True
)
SHOWN = keyboards.keyboard(ASKED, definitions.texts("zh-CN"))


def press(data, connection=None):
    message = {
        "message_id": 9,
        "chat": {"id": 7, "type": "private"},
        "text": "哪些方面？",
        "reply_markup": SHOWN,
    }
    if connection:
        message["business_connection_id"] = connection
    return {
        "update_id": 1,
        "callback_query": {"id": "4", "from": {"id": 7}, "data": data, "message": message},
    }


def read(made, update):
    return updates.read(made.current(update), datetime.now(UTC))


def toggle(made, update):
    event = read(made, update)
    assert isinstance(event, Toggled)
    made.note(event.address, event.message_id, keyboards.toggled(event.markup, event.data))


@pytest.mark.parametrize("connection", [None, "abc"])
def test_ticks_add_up_before_the_keyboard_is_edited(connection):
    made = Ticks()
    for data in ("+1.which|a", "+1.which|b", "+1.which|c", "+1.which|b"):
        toggle(made, press(data, connection))
    event = read(made, press("=1.which", connection))
    assert isinstance(event, Heard)
    assert event.inbound.keys == ("a", "c")


def test_what_telegram_shows_counts_once_it_shows_the_edit(monkeypatch):
    made = Ticks()
    toggle(made, press("+1.which|a"))
    monkeypatch.setattr(ticks, "FRESH", -1.0)
    assert read(made, press("=1.which")).inbound.keys == ()


@pytest.mark.parametrize(
    "update",
    [
        None,
        [],
        {},
        {"callback_query": 7},
        {"callback_query": {"message": {"chat": [], "message_id": []}}},
        {"callback_query": {"message": {"chat": {"id": "7", "type": "private"}, "message_id": 9}}},
    ],
)
def test_what_is_no_press_is_left_as_it_is(update):
    made = Ticks()
    toggle(made, press("+1.which|a"))
    assert made.current(update) is update

"""Updates as the Bot API sends them."""

from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AT = int(NOW.timestamp()) - 60
WHEN = datetime.fromtimestamp(AT, UTC)

PRIVATE = {"id": 77, "type": "private", "first_name": "\u202e王\u202c"}
CUSTOMER = {"id": 77, "is_bot": False, "first_name": "\u202e王\u202c", "language_code": "zh-hans"}
OWNER = {"id": 99, "is_bot": False, "first_name": "店主"}
GROUP = {"id": -1001, "type": "supergroup", "title": "群"}
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "5 分", "callback_data": "7.quality|5"}, {"text": "4 分", "callback_data": "7.quality|4"}],
        [{"text": "官网", "url": "https://example.org"}],
    ]
}
TICKS = {
    "inline_keyboard": [
        [{"text": "✓ 质量", "callback_data": "+7.matters|quality"}],
        [{"text": "价格", "callback_data": "+7.matters|price"}],
        [{"text": "✓ 服务", "callback_data": "+7.matters|care"}],
        [{"text": "选好了", "callback_data": "=7.matters"}],
    ]
}


def update(kind: str, content: Any) -> dict[str, Any]:
    return {"update_id": 1, kind: content}


def message(number: Any = 5, **content: Any) -> dict[str, Any]:
    """A message in a private chat; a field given as None is left out."""
    whole = {"message_id": number, "from": CUSTOMER, "chat": PRIVATE, "date": AT, **content}
    return {name: value for name, value in whole.items() if value is not None}


def heard(number: Any = 5, **content: Any) -> dict[str, Any]:
    return update("message", message(number, **content))


def business(**content: Any) -> dict[str, Any]:
    return message(business_connection_id="AbC-9_x", **content)


def pressed(data: Any, markup: Any = KEYBOARD, **query: Any) -> dict[str, Any]:
    """A press on a button under message 8."""
    shown = message(8, text="产品质量怎么样？", reply_markup=markup, **{"from": {"id": 1, "is_bot": True}})
    return update("callback_query", {"id": "4242", "from": CUSTOMER, "message": shown, "data": data, **query})


def member(status: str, chat: Any = None) -> dict[str, Any]:
    change = {"status": status, "user": {"id": 1, "is_bot": True}}
    return update(
        "my_chat_member", {"chat": chat or PRIVATE, "from": CUSTOMER, "date": AT, "new_chat_member": change}
    )

"""What Telegram hands in when customers take the survey of `bench conv`, as JSON text."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.bench.script import CONSENT, QUESTIONS, WELCOME, answers_of, customers_of

NAMES = {"first_name": "晓明", "last_name": "王", "username": "wang_xiaoming"}
ME = {"id": 1, "is_bot": True, "first_name": "Manyi", "username": "manyi_bot"}
BEGAN = 1_790_000_000


def updates(customers: int, of: str = "consent|") -> Iterator[str]:
    """All updates: 256 customers at once, each their next one in every round.

    `of` stands before the key in a button's data: whose button it is.
    """
    number = 0
    answers = (partial(_answered, turn=turn) for turn in range(len(QUESTIONS)))
    does = (_commanded, partial(_agreed, of=of), *answers)
    for cohort in customers_of(customers):
        for act in does:
            for customer in cohort:
                number += 1
                yield json.dumps({"update_id": number, **act(number, customer)}, ensure_ascii=False)


def chat(customer: int) -> dict[str, Any]:
    """A private chat; Telegram gives it the number of its person."""
    return {"id": customer, "type": "private", **NAMES}


def _wrote(number: int, customer: int, text: str) -> dict[str, Any]:
    person = {"id": customer, "is_bot": False, **NAMES, "language_code": "zh-hans"}
    told = {"message_id": number, "from": person, "chat": chat(customer), "date": BEGAN, "text": text}
    return {"message": told}


def _answered(number: int, customer: int, turn: int) -> dict[str, Any]:
    return _wrote(number, customer, answers_of(customer)[turn])


def _commanded(number: int, customer: int) -> dict[str, Any]:
    update = _wrote(number, customer, "/start")
    update["message"]["entities"] = [{"type": "bot_command", "offset": 0, "length": 6}]
    return update


def _agreed(number: int, customer: int, of: str) -> dict[str, Any]:
    """The button under the welcome, pressed: Telegram sends the message it stands under along."""
    person = _wrote(number, customer, "")["message"]["from"]
    buttons = [[{"text": label, "callback_data": of + key}] for key, label in CONSENT]
    under = {
        **_wrote(number, customer, WELCOME)["message"],
        "from": ME,
        "reply_markup": {"inline_keyboard": buttons},
    }
    press = {
        "id": str(number),
        "from": person,
        "message": under,
        "chat_instance": "1",
        "data": of + CONSENT[0][0],
    }
    return {"callback_query": press}

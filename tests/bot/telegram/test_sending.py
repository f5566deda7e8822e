"""What is said becomes calls; what comes of them becomes sent, later or gone."""

import pytest
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels import Gone, Later, Refused
from bot.message import Outbound
from bot.telegram.sending import Sending, excuse
from storage import definitions

LONG = "\n".join(f"第{number}条：请您说说看。" for number in range(800))


class Api:
    """Takes calls, or raises what it is told to at the call of this number."""

    def __init__(self, **raises):
        self.calls = []
        self.raises = {int(number[1:]): error for number, error in raises.items()}

    async def call(self, method, **parameters):
        if error := self.raises.pop(len(self.calls), None):
            raise error
        self.calls.append((method, parameters))
        return {"message_id": 100 + len(self.calls)}


def sending(api):
    return Sending(api, definitions.texts("zh-CN"))


async def test_a_long_text_is_sent_in_parts_and_the_last_one_names_it():
    api = Api()
    assert await sending(api).send(Outbound(LONG), "7") == str(100 + len(api.calls))
    assert len(api.calls) > 1
    assert {method for method, _ in api.calls} == {"sendMessage"}
    assert "\n".join(told["text"] for _, told in api.calls) == LONG


async def test_who_had_to_wait_is_sent_all_of_it_whatever_was_said_meanwhile():
    """The same was said twice: what another row has sent says nothing of this one."""
    api = Api(_1=NetworkError("reset"))
    post = sending(api)
    with pytest.raises(Later):
        await post.send(Outbound(LONG), "7")
    del api.calls[:]
    await post.send(Outbound(LONG), "7")
    await post.send(Outbound(LONG), "7")
    assert "\n".join(told["text"] for _, told in api.calls) == f"{LONG}\n{LONG}"


async def test_a_business_chat_is_reached_by_its_connection():
    api = Api()
    await sending(api).send(Outbound("您好"), "7:abc")
    ((_, told),) = api.calls
    assert told == {"chat_id": 7, "business_connection_id": "abc", "text": "您好"}


@pytest.mark.parametrize(
    ("error", "kind", "reason", "seconds"),
    [
        (RetryAfter(17), Later, "flood", 17),
        (TimedOut(), Later, "network", 0),
        (NetworkError("Bad Gateway"), Later, "network", 0),
        (InvalidToken("12345:geheim"), Later, "token", 60),
        (Conflict("x"), Later, "Conflict", 0),
        (TelegramError("x"), Later, "TelegramError", 0),
        (Forbidden("Forbidden: bot was blocked by the user"), Gone, "blocked", None),
        (BadRequest("Chat not found"), Gone, "left", None),
        (BadRequest("user is deactivated"), Gone, "left", None),
        (BadRequest("Message is too long"), Refused, "rejected", None),
    ],
)
def test_an_error_means_later_or_never(error, kind, reason, seconds):
    excused = excuse(error)
    assert (type(excused), excused.reason) == (kind, reason)
    assert getattr(excused, "seconds", None) == seconds

"""The webhook: what it can read, and whether Telegram reaches it."""

from unittest.mock import AsyncMock

import pytest
from structlog.testing import capture_logs

from bot.telegram.reach import Reach
from bot.telegram.webhook import Webhook, parsed

OURS = "https://chat.example.com/telegram"


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a":1}', {"a": 1}),
        (b'"\\ud83d"', "\ud83d"),
        (b"9223372036854775807", 2**63 - 1),
        (b" null ", None),
    ],
)
def test_all_json_is_read(body, value):
    assert parsed(body) == value


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 10_000, b"{'a':1}"])
def test_what_is_none_is_refused(body):
    with pytest.raises(ValueError):  # noqa: PT011 - json and orjson each have their own words
        parsed(body)


class Api:
    """Knows this of the webhook."""

    def __init__(self, **info):
        self.info = info
        self.calls = []

    async def call(self, method, **parameters):
        self.calls.append((method, parameters))
        return self.info


@pytest.fixture
def look(settings):
    """`await look(api, times)`: (how often updates were found to reach us, what was logged)."""
    told = {"bot_url": "https://chat.example.com", "telegram_webhook_secret": "geheim"}

    async def looking(api, times=1):
        reach = AsyncMock(Reach)
        webhook = Webhook(settings.model_copy(update=told), api, None, reach)
        with capture_logs() as logs:
            for _ in range(times):
                await webhook._look()
        return reach.noticed.await_count, logs

    return looking


async def test_updates_reach_us_when_none_waits(look):
    assert await look(Api(url=OURS, pending_update_count=0)) == (1, [])


async def test_what_waits_twice_does_not_reach_us(look):
    beats, logs = await look(Api(url=OURS, pending_update_count=3), times=1)
    assert (beats, logs) == (0, [])
    beats, logs = await look(Api(url=OURS, pending_update_count=3), times=2)
    assert (beats, len(logs)) == (0, 1)


async def test_a_webhook_elsewhere_is_told_and_left(look):
    api = Api(url="https://other.example.com/bot")
    beats, logs = await look(api)
    assert (beats, [line["log_level"] for line in logs]) == (0, ["error"])
    assert [method for method, _ in api.calls] == ["getWebhookInfo"]


async def test_a_webhook_that_was_taken_away_is_set_again(look):
    api = Api(url="")
    await look(api)
    assert [method for method, _ in api.calls] == ["getWebhookInfo", "setWebhook"]
    parameters = api.calls[1][1]
    assert (parameters["url"], parameters["secret_token"]) == (OURS, "geheim")
    assert "callback_query" in parameters["allowed_updates"]

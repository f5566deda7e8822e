"""The loop around getUpdates: what it lets go, when it polls at all, what it says when it can't."""

import asyncio
from datetime import UTC, datetime, timedelta
from unittest.mock import AsyncMock

import pytest
from structlog.testing import capture_logs
from telegram.error import Conflict, InvalidToken, NetworkError

from bot import machine
from bot.inbox import Unavailable
from bot.telegram import polling
from bot.telegram.polling import Polling
from bot.telegram.reach import Reach
from storage import db, leases


class Stopped(Exception):
    """The test has seen enough."""


class Api:
    """Answers each poll with the next of these: updates, or an error. `polls` are the offsets asked for."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.polls = []
        self.calls = []

    async def call(self, method):
        self.calls.append((method, len(self.polls)))

    async def updates(self, offset, wait, allowed):
        self.polls.append(offset)
        if not self.answers:
            raise Stopped
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return [{"update_id": number} for number in answer]


class Receiver:
    """Takes updates; those whose number is in `fails` fail once, in this way."""

    def __init__(self, **fails):
        self.fails = {int(number[1:]): error for number, error in fails.items()}
        self.taken = []

    async def read(self, updates):
        return [update["update_id"] for update in updates]

    async def take(self, event):
        await asyncio.sleep(0)
        if error := self.fails.pop(event, None):
            raise error
        self.taken.append(event)


@pytest.fixture
def poll(engine, settings, monkeypatch):
    """`await poll(api, receiver)`: poll until the answers are used up; how often updates reached us."""
    monkeypatch.setattr("bot.telegram.api.LONGEST_PAUSE", 0.001)
    monkeypatch.setattr(polling, "LONGEST_PAUSE", 0.001)

    async def run(api, receiver):
        reach = AsyncMock(Reach)
        with pytest.raises(Stopped):
            await Polling(engine, settings, api, receiver, reach).run()
        return reach.noticed.await_count

    return run


async def test_the_offset_is_past_what_has_been_taken(poll):
    api, receiver = Api([5, 6, 9], [], [10]), Receiver()
    assert await poll(api, receiver) == 3
    assert receiver.taken == [5, 6, 9, 10]
    assert api.polls == [0, 10, 10, 11]


async def test_a_webhook_is_taken_away_before_the_first_poll(poll):
    api = Api([5], [6])
    await poll(api, Receiver())
    assert api.calls == [("deleteWebhook", 0)]


@pytest.mark.parametrize("error", [Unavailable(), db.OutOfReach()])
async def test_what_could_not_be_kept_is_fetched_again(poll, error):
    api, receiver = Api([5, 6, 7], [6, 7]), Receiver(_6=error)
    await poll(api, receiver)
    assert api.polls == [0, 6, 8]
    assert receiver.taken == [5, 7, 6, 7]


async def test_an_update_that_nobody_can_take_holds_up_no_other(poll):
    api, receiver = Api([5, 6, 7]), Receiver(_6=ArithmeticError("geheim"))
    with capture_logs() as logs:
        await poll(api, receiver)
    assert api.polls == [0, 8]
    assert receiver.taken == [5, 7]
    assert [line["error"] for line in logs if line["log_level"] == "error"] == ["ArithmeticError"]
    assert "geheim" not in str(logs)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Conflict("Conflict: geheim"), "another program"),
        (InvalidToken("geheim"), "MANYI_TELEGRAM_TOKEN"),
        (NetworkError("geheim"), "polling waits"),
    ],
)
async def test_what_stands_in_the_way_is_told_without_the_token(poll, error, words):
    api, receiver = Api(error, [5]), Receiver()
    with capture_logs() as logs:
        await poll(api, receiver)
    assert receiver.taken == [5]
    assert words in logs[0]["event"]
    assert "geheim" not in str(logs)


async def test_a_full_answer_says_that_more_waits(poll):
    api, receiver = Api(range(1, 101), [101]), Receiver()
    assert await poll(api, receiver) == 1


async def test_nobody_polls_while_another_process_does(engine, settings, poll, monkeypatch):
    def held_by(other, until):
        with db.writing(engine) as session:
            assert leases.take(session, "telegram", other, datetime.now(UTC), timedelta(seconds=until))

    held_by("elsewhere:8000", 60)
    api, looks = Api([5]), []

    async def waited(seconds):
        looks.append(len(api.polls))
        with db.writing(engine) as session:
            leases.release(session, "telegram", "elsewhere:8000")

    monkeypatch.setattr(polling, "LOOK_AGAIN", 0)
    monkeypatch.setattr(polling.asyncio, "sleep", waited)
    await poll(api, Receiver())
    assert looks[0] == 0
    assert api.polls == [0, 6]
    held_by("elsewhere:8000", 60)


async def test_a_restart_need_not_wait_for_its_own_lease(engine, settings, monkeypatch):
    first = Polling(engine, settings, Api(), Receiver(), AsyncMock(Reach))
    assert await first._hold()
    again = Polling(engine, settings, Api(), Receiver(), AsyncMock(Reach))
    assert await again._hold()
    other = Polling(engine, settings.model_copy(update={"bot_port": 9}), Api(), Receiver(), AsyncMock(Reach))
    assert not await other._hold()


async def test_of_two_machines_of_one_name_only_one_polls(engine, settings, monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "ID", tmp_path / "none")
    monkeypatch.setattr(machine.socket, "gethostname", lambda: "debian")
    elsewhere = settings.model_copy(update={"data": tmp_path / "elsewhere"})
    here, there = (Polling(engine, one, Api(), Receiver(), AsyncMock(Reach)) for one in (settings, elsewhere))
    assert await here._hold()
    assert not await there._hold()

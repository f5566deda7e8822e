"""The customers' door as a whole: behind it somebody works, or it closes and says so."""

import pytest
from aiohttp.test_utils import TestServer

from bot import __main__ as bot
from bot.delivery import Delivery
from bot.inbox import Inbox
from tests.bot.waiting import until


@pytest.fixture
def place():
    """Where somebody stands already."""
    (taken,) = bot.taken("127.0.0.1", 0)
    yield taken.getsockname()
    taken.close()


def test_who_finds_the_place_taken_says_so_and_begins_nothing(engine, settings, place, monkeypatch):
    host, port = place
    monkeypatch.setattr(
        bot, "settings", lambda: settings.model_copy(update={"bot_host": host, "bot_port": port})
    )
    monkeypatch.setattr(bot.logs, "configure", lambda *_: None)
    monkeypatch.setattr(bot, "app", None)
    monkeypatch.setattr(bot.mistakes, "lines", list)
    said = bot.main()
    assert str(port) in said
    assert "MANYI_BOT_PORT" in said


@pytest.fixture
def signals(monkeypatch):
    raised = []
    monkeypatch.setattr(bot.signal, "raise_signal", raised.append)
    return raised


async def test_a_door_behind_which_nobody_works_closes_and_tells_where(
    engine, settings, signals, monkeypatch, capsys
):
    async def dies(_):
        raise ZeroDivisionError("quoting 王女士")

    stopped = []
    monkeypatch.setattr(Inbox, "run", dies)
    real = Delivery.stop
    monkeypatch.setattr(Delivery, "stop", lambda self: stopped.append(real(self)))
    door = bot.app(engine, settings)
    server = TestServer(door)
    await server.start_server()
    await until(lambda: signals == [bot.signal.SIGTERM])
    await server.close()
    assert [type(failure) for failure in door[bot.FAILED]] == [ZeroDivisionError]
    assert stopped, "what was sent is marked all the same"
    said = "".join(capsys.readouterr())
    assert "test_door.py" in said
    assert "王女士" not in said

"""The supervisor, with real processes: what dies comes back, what is to stop stops."""

import asyncio
import contextlib
import os
import signal
import socket
import sys

import pytest

from admin import serve

SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
DEAF = """
import signal, socket, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
socket.create_connection(("127.0.0.1", int(sys.argv[1])))
time.sleep(60)
"""
QUICK = serve.Pace(first=0.01, longest=0.05, grace=0.2)


class Watch:
    """Hears what the supervisor tells."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[tuple[str, str, int]] = asyncio.Queue()

    def tell(self, name: str, what: str, number: int) -> None:
        self.heard.put_nowait((name, what, number))

    async def until(self, name: str, what: str) -> int:
        """The number told with it."""
        async with asyncio.timeout(20):
            while True:
                one, happened, number = await self.heard.get()
                if (one, happened) == (name, what):
                    return number


@contextlib.asynccontextmanager
async def kept(**commands: tuple[str, ...]):
    """These commands, kept up; stopped at the end."""
    watch, stopping = Watch(), asyncio.Event()
    keeping = asyncio.create_task(serve.keep_all(commands, stopping, watch.tell, QUICK))
    try:
        yield watch, stopping, keeping
    finally:
        stopping.set()
        await asyncio.wait_for(keeping, 20)


async def test_a_process_that_is_killed_comes_back() -> None:
    async with kept(one=SLEEPS) as (watch, _, _):
        first = await watch.until("one", "started")
        os.kill(first, signal.SIGKILL)
        assert await watch.until("one", "died") == -signal.SIGKILL
        second = await watch.until("one", "started")
        assert second != first


async def test_one_that_dies_leaves_the_others_alone() -> None:
    async with kept(one=SLEEPS, other=(sys.executable, "-c", "raise SystemExit(3)")) as (
        watch,
        stopping,
        keeping,
    ):
        running = await watch.until("one", "started")
        assert await watch.until("other", "died") == 3
        assert await watch.until("other", "died") == 3
        os.kill(running, 0)  # raises where it is gone
        stopping.set()
        await asyncio.wait_for(keeping, 20)
        with pytest.raises(ProcessLookupError):
            os.kill(running, 0)


async def test_one_that_does_not_listen_is_made_to_stop() -> None:
    is_deaf = asyncio.Event()
    server = await asyncio.start_server(lambda *_: is_deaf.set(), "127.0.0.1", 0)
    command = (sys.executable, "-c", DEAF, str(server.sockets[0].getsockname()[1]))
    async with server, kept(one=command) as (watch, stopping, _):
        await asyncio.wait_for(is_deaf.wait(), 20)
        stopping.set()
        assert await watch.until("one", "stopped") == -signal.SIGKILL


KEEPER = f"""
import asyncio
from admin import serve
tell = lambda name, what, number: print(what, flush=True)
asyncio.run(serve.keep_all({{"one": {SLEEPS!r}}}, asyncio.Event(), tell))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
async def test_none_is_left_when_the_supervisor_is_killed() -> None:
    keeper = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KEEPER, stdout=asyncio.subprocess.PIPE
    )
    assert keeper.stdout
    assert await asyncio.wait_for(keeper.stdout.readline(), 20) == b"started\n"
    keeper.kill()
    await asyncio.wait_for(keeper.stdout.read(), 20)  # its end is there when the child, too, has let go
    await keeper.wait()


@pytest.mark.parametrize(
    ("pause", "was_up", "then"),
    [(0, 0.1, 0.5), (0.5, 0.1, 1.0), (16, 0.1, 30.0), (30, 0.1, 30.0), (30, 11, 0.5)],
)
def test_pauses_double_until_it_runs_steadily(pause: float, was_up: float, then: float) -> None:
    assert serve.Pace().next(pause, was_up) == then


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        assert not serve.free("127.0.0.1", port)
        found = serve.next_free("127.0.0.1", port)
        assert found > port
        assert serve.next_free("127.0.0.1", found, taken=(found,)) > found


async def test_it_is_told_when_a_door_answers() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assert await serve.answering("127.0.0.1", port, asyncio.Event())
    server.close()
    stopping = asyncio.Event()
    stopping.set()
    assert not await serve.answering("127.0.0.1", port, stopping)

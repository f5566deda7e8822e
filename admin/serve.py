"""Keeps the processes of the house up: starts them, restarts one that dies, stops all together."""

import asyncio
import contextlib
import ctypes
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from storage.settings import Settings

PROCESSES: dict[str, tuple[str, ...]] = {
    "bot": (sys.executable, "-m", "bot"),
    "admin": (sys.executable, "-m", "admin", "admin"),
    "worker": (sys.executable, "-m", "admin", "worker"),
}
Tell = Callable[[str, str, int], None]  # name, what (started, died, stopped), its pid or exit status

# Linux ends a process that was so tied should the supervisor be killed: prctl(PR_SET_PDEATHSIG, SIGTERM).
TIE = partial(ctypes.CDLL(None).prctl, 1, signal.SIGTERM) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: first and longest pause before a restart, when a run counts as steady, time to stop."""

    first: float = 0.5
    longest: float = 30.0
    steady: float = 10.0
    grace: float = 10.0

    def next(self, pause: float, was_up: float) -> float:
        """The pause before the next restart: doubled each time, from the first again after a steady run."""
        return self.first if was_up >= self.steady or not pause else min(pause * 2, self.longest)


async def keep_all(
    commands: Mapping[str, Sequence[str]], stopping: asyncio.Event, tell: Tell, pace: Pace | None = None
) -> None:
    """Keep every command running until `stopping` is set; returns when all have ended."""
    steps = pace or Pace()
    await asyncio.gather(*(keep(name, command, stopping, tell, steps) for name, command in commands.items()))


async def keep(name: str, command: Sequence[str], stopping: asyncio.Event, tell: Tell, pace: Pace) -> None:
    """Keep one command running. It has a session of its own, so that ctrl-C reaches it through us alone."""
    loop, pause = asyncio.get_running_loop(), 0.0
    while not stopping.is_set():
        began = loop.time()
        process = await asyncio.create_subprocess_exec(*command, start_new_session=True, preexec_fn=TIE)
        tell(name, "started", process.pid)
        ended = asyncio.create_task(process.wait())
        await first_of(ended, stopping)
        if stopping.is_set():
            tell(name, "stopped", await stop(process, pace.grace))
            return
        pause = pace.next(pause, loop.time() - began)
        tell(name, "died", ended.result())
        await first_of(asyncio.create_task(asyncio.sleep(pause)), stopping)


async def first_of(task: asyncio.Task[int] | asyncio.Task[None], stopping: asyncio.Event) -> None:
    """Wait for the task or for the stop, whichever comes first."""
    asked = asyncio.create_task(stopping.wait())
    await asyncio.wait([task, asked], return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()


async def stop(process: asyncio.subprocess.Process, grace: float) -> int:
    """Ask it to end, then insist."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        return await asyncio.wait_for(process.wait(), grace)
    except TimeoutError:
        process.kill()
        return await process.wait()


def stop_on_signals(stopping: asyncio.Event) -> None:
    """Ctrl-C, a polite kill and a closed terminal all mean: stop."""
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            loop.add_signal_handler(getattr(signal, name), stopping.set)


async def answering(host: str, port: int, stopping: asyncio.Event) -> bool:
    """Wait until something listens there; False if we are to stop first."""
    while not stopping.is_set():
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
            return True
        await first_of(asyncio.create_task(asyncio.sleep(0.05)), stopping)
    return False


def free(host: str, port: int) -> bool:
    """Whether the port can be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def next_free(host: str, port: int, taken: Sequence[int] = ()) -> int:
    """The first port from this one on that is free and not already given away."""
    return next(p for p in range(port, 65536) if p not in taken and free(host, p))


async def house(settings: Settings, tell: Tell, up: Callable[[], None]) -> None:
    """Keep all processes up until a signal; `up` is called once both doors answer."""
    stopping = asyncio.Event()
    stop_on_signals(stopping)
    keeping = asyncio.create_task(keep_all(PROCESSES, stopping, tell))
    doors = ((settings.bot_host, settings.bot_port), (settings.admin_host, settings.admin_port))
    answers = [await answering(host, port, stopping) for host, port in doors]
    if all(answers) and not stopping.is_set():
        up()
    await keeping

"""A house of its own for a benchmark: a new database, free ports, the real processes."""

import asyncio
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from storage import db, surveys, users
from tests.bench.taking import SURVEY
from tests.ports import free_ports

ROOT = Path(__file__).parents[2]
COMMANDS = {"bot": ["bot"], "bot2": ["bot"], "admin": ["admin", "admin"], "serve": ["admin", "serve"]}
LOGIN = "bench"


class House:
    """`with House(folder) as house: house.start("bot")`; all that was started is ended at the end.

    `settings` are further `MANYI_*` of its processes, `role` is what the one user may do. With `clocked` the
    bots follow clocks that can be put wrong (tests.clocked).
    """

    def __init__(
        self,
        folder: Path,
        database_url: str = "",
        *,
        settings: Mapping[str, str] | None = None,
        role: str = "viewer",
        clocked: bool = False,
    ) -> None:
        self.folder = folder
        self.database_url = database_url or f"sqlite:///{folder / 'manyi.db'}"
        self.ports = dict(zip(("bot", "bot2", "admin"), free_ports(3), strict=True))
        self.password = secrets.token_urlsafe(12)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._settings = settings or {}
        self._role = role
        self.clocked = clocked
        self._open = ExitStack()

    def __enter__(self) -> Self:
        db.upgrade(self.database_url)
        self.engine = db.engine(self.database_url)
        now = datetime.now(UTC)
        with db.writing(self.engine) as session:
            surveys.import_(session, SURVEY.read_text("utf-8"), now)
            surveys.publish(session, "satisfaction", now)
            users.add(session, LOGIN, "", self._role, self.password, now)
        self._log = self._open.enter_context((self.folder / "log.txt").open("ab"))
        return self

    def __exit__(self, *_: object) -> None:
        for name, process in self.running.items():
            self.thaw(name)
            process.terminate()
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()
        self.engine.dispose()
        self._open.close()

    def url(self, door: str) -> str:
        return f"http://127.0.0.1:{self.ports[door]}"

    def clock(self, bot: str) -> Path:
        """The file of this bot's clock."""
        return self.folder / f"clock-{bot}"

    def start(self, name: str) -> None:
        """Start bot, bot2, admin or serve (both doors and the worker, kept up)."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("MANYI_")}
        environment |= {
            "MANYI_DATABASE_URL": self.database_url,
            "MANYI_DATA": str(self.folder),
            "MANYI_SEALING_KEY": os.environ["MANYI_SEALING_KEY"],
            "MANYI_ORGANISATION": "青禾家居",
            "MANYI_BOT_PORT": str(self.ports["bot2" if name == "bot2" else "bot"]),
            "MANYI_ADMIN_PORT": str(self.ports["admin"]),
            "MANYI_LOG_LEVEL": "warning",
            **self._settings,
        }
        command = [sys.executable, "-m", *self._command(name)]
        self.running[name] = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=self._log, stderr=self._log
        )

    def _command(self, name: str) -> list[str]:
        clocked = self.clocked and name.startswith("bot")
        return ["tests.clocked", str(self.clock(name)), *COMMANDS[name]] if clocked else COMMANDS[name]

    def kill(self, name: str) -> None:
        """SIGKILL: as when the power goes."""
        self.running[name].kill()
        self.running[name].wait()

    def freeze(self, name: str) -> None:
        """SIGSTOP: as when the machine has no time for it."""
        self.running[name].send_signal(signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """SIGCONT."""
        self.running[name].send_signal(signal.SIGCONT)

    async def up(self, door: str) -> None:
        """Wait until the door listens."""
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.ports[door])
                writer.close()
                return
            there = {door: self.running[door]} if door in self.running else self.running
            dead = [name for name, process in there.items() if process.poll() is not None]
            if dead:
                raise RuntimeError(f"{dead} ended: {self.log()[-2000:]}")
            await asyncio.sleep(0.02)

    def log(self) -> str:
        """What the processes wrote."""
        return (self.folder / "log.txt").read_text("utf-8", "replace")

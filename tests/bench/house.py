"""A house of its own for a benchmark: a new SQLite database, free ports, the real processes."""

import asyncio
import os
import secrets
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from storage import db, surveys, users
from tests.bench.taking import SURVEY

ROOT = Path(__file__).parents[2]
COMMANDS = {"bot": ["bot"], "admin": ["admin", "admin"], "serve": ["admin", "serve"]}
LOGIN = "bench"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """`with House(folder) as house: house.start("bot")`; all that was started is ended at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database_url = f"sqlite:///{folder / 'manyi.db'}"
        self.ports = {"bot": free_port(), "admin": free_port()}
        self.password = secrets.token_urlsafe(12)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        db.upgrade(self.database_url)
        self.engine = db.engine(self.database_url)
        now = datetime.now(UTC)
        with db.writing(self.engine) as session:
            surveys.import_(session, SURVEY.read_text("utf-8"), now)
            surveys.publish(session, "satisfaction", now)
            users.add(session, LOGIN, "", "viewer", self.password, now)
        self._log = self._open.enter_context((self.folder / "log.txt").open("ab"))
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.running.values():
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()
        self.engine.dispose()
        self._open.close()

    def url(self, door: str) -> str:
        return f"http://127.0.0.1:{self.ports[door]}"

    def start(self, name: str) -> None:
        """Start bot, admin or serve (both and the worker, kept up)."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("MANYI_")}
        environment |= {
            "MANYI_DATABASE_URL": self.database_url,
            "MANYI_DATA": str(self.folder),
            "MANYI_ORGANISATION": "青禾家居",
            "MANYI_BOT_PORT": str(self.ports["bot"]),
            "MANYI_ADMIN_PORT": str(self.ports["admin"]),
            "MANYI_LOG_LEVEL": "warning",
        }
        command = [sys.executable, "-m", *COMMANDS[name]]
        self.running[name] = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=self._log, stderr=self._log
        )

    def kill(self, name: str) -> None:
        """SIGKILL: as when the power goes."""
        self.running[name].kill()
        self.running[name].wait()

    async def up(self, door: str) -> None:
        """Wait until the door listens."""
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.ports[door])
                writer.close()
                return
            dead = [name for name, process in self.running.items() if process.poll() is not None]
            if dead:
                raise RuntimeError(f"{dead} ended: {self.log()[-2000:]}")
            await asyncio.sleep(0.02)

    def log(self) -> str:
        """What the processes wrote."""
        return (self.folder / "log.txt").read_text("utf-8", "replace")

"""The databases that tests run on: a file of SQLite's, and a PostgreSQL that is started for them.

`Cluster` is a PostgreSQL of our own in a temporary folder: Debian's, or any whose programs are found. It may
not run as root, so root starts it as another user. Tests ask for `new_database` (conftest.py) and get both.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))
"""For `parametrize`; without PostgreSQL the second is left out by `-m "not postgresql"`."""

ON_SQLITE = pytest.mark.parametrize("kind", KINDS[:1])
ON_POSTGRESQL = pytest.mark.parametrize("kind", KINDS[1:])
"""For a test that says something of one of them alone."""

SECONDS_TO_START = 60
SINCE_15 = 150_000
"""The first PostgreSQL that can be told how to copy a database."""
ROOM = 4_000_000_000
"""Bytes that may be needed in memory: of two workers, each with a PostgreSQL."""
SMALL = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "autovacuum": "off",
    "jit": "off",
}
"""Everything else is as it comes: `fsync` and `synchronous_commit` are on."""

# Linux ends a server whose tests were killed: prctl(PR_SET_PDEATHSIG, SIGQUIT), its immediate shutdown.
_TIE = partial(ctypes.CDLL(None).prctl, 1, signal.SIGQUIT) if sys.platform == "linux" else None


def programs() -> Path | None:
    """Where `initdb` and `postgres` are, the newest first; None where they are not installed."""
    on_path = shutil.which("postgres")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda at: int(at.parts[-3]))
    found = [Path(on_path)] if on_path else debian[-1:]
    return found[0].resolve().parent if found else None


def in_memory() -> Path | None:
    """A folder in memory with room for the files of a test run: thousands of databases are made in one, and
    a disk that keeps them takes ten times as long. None where the system has no such folder."""
    folder = Path("/dev/shm")
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > ROOM else None


class Cluster:
    """A PostgreSQL server on a unix socket. Anybody on this machine may come in as `postgres`.

    It lies in a folder of its own under `inside`, or where the system keeps what is temporary.
    """

    def __init__(self, inside: Path | None = None, **configured: str) -> None:
        at = programs()
        if at is None:
            raise RuntimeError("PostgreSQL is not installed: apt install postgresql")
        self.folder = Path(tempfile.mkdtemp(prefix="manyi-pg-", dir=inside))
        self._postgres = at / "postgres"
        self._configured = {**SMALL, **configured}
        self._as = _another_user()
        if self._as:
            shutil.chown(self.folder, self._as["user"], self._as["group"])
        self._server: subprocess.Popen[bytes] | None = None
        made = [at / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        self._run([*made, "--locale=C.UTF-8"])
        self.start()

    @property
    def data(self) -> Path:
        """Its data directory."""
        return self.folder / "data"

    @property
    def pid(self) -> int:
        """Of the server that runs."""
        assert self._server
        return self._server.pid

    def url(self, name: str) -> str:
        """The URL of a database of this cluster, for SQLAlchemy and libpq alike. Who wants to be let in waits
        for long: the machine may be busy with other tests."""
        return f"postgresql://postgres@/{name}?host={self.folder}&connect_timeout={SECONDS_TO_START}"

    def start(self) -> None:
        """Start it, and wait until it lets us in."""
        options = [f"-c{name}={value}" for name, value in self._configured.items()]
        command = [self._postgres, "-D", self.data, "-k", self.folder, *options]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                preexec_fn=_TIE,  # noqa: PLW1509 - the tie is one system call
                **self._as,
            )
        until = time.monotonic() + SECONDS_TO_START
        while not self._lets_in():
            if self._server.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT ends its connections, SIGQUIT is like a power cut."""
        if self._server:
            self._server.send_signal(how)
            self._server.wait()
            self._server = None

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it and start it again, as an update of the system would."""
        self.stop(how)
        self.start()

    def close(self) -> None:
        """End it for good and take its folder away."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def create(self, name: str, template: str = "template0") -> str:
        """A new database, a copy of the template; its URL. In memory, files are copied sooner than pages."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            knows = connection.info.server_version >= SINCE_15
            how = "strategy file_copy" if knows and in_memory() else ""
            connection.execute(f'create database "{name}" template "{template}" {how}')  # type: ignore[arg-type]
        return self.url(name)

    def drop(self, name: str) -> None:
        """Take a database away, whoever is still connected to it."""
        statement = f'drop database "{name}" with (force)'
        try:
            self.execute(statement)
        except psycopg.errors.ObjectInUse:  # the server waits five seconds for those it has sent away
            self.execute(statement)

    def let_in(self, user: str, method: str) -> None:
        """Have this user prove who they are by this method of pg_hba.conf."""
        rules = self.data / "pg_hba.conf"
        rules.write_text(f"local all {user} {method}\n{rules.read_text()}")
        self.execute("select pg_reload_conf()")

    def execute(self, statement: str) -> None:
        """Run a statement for the whole cluster."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def _lets_in(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(self.url("postgres")).close()
            return True
        return False

    def _run(self, command: list[Any]) -> None:
        done = subprocess.run(command, cwd=self.folder, capture_output=True, check=False, **self._as)
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))


def _another_user() -> dict[str, Any]:
    """As whom root starts the server, for `subprocess`; nothing where we are not root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


Prepare = Callable[[str], None]
"""Makes a database ready, given its URL: `db.upgrade`, or more."""


class Copies:
    """Databases as copies of one that has been prepared: tens of milliseconds each."""

    def __init__(self, folder: Path, cluster: Callable[[], Cluster]) -> None:
        self._folder = folder
        self._cluster = cluster
        self._templates: dict[tuple[str, Prepare], str] = {}
        self._made = 0

    def make(self, kind: str, prepare: Prepare, folder: Path) -> str:
        """The URL of a new database; a file is put into `folder`."""
        if (kind, prepare) not in self._templates:
            self._templates[kind, prepare] = self._template(kind, prepare)
        template = self._templates[kind, prepare]
        if kind == "sqlite":
            shutil.copy(template, folder / "manyi.db")
            return f"sqlite:///{folder / 'manyi.db'}"
        return self._cluster().create(self._name("copy"), template)

    def drop(self, url: str) -> None:
        """Take it away again; files go with their folder."""
        if not url.startswith("sqlite"):
            self._cluster().drop(str(make_url(url).database))

    def _template(self, kind: str, prepare: Prepare) -> str:
        name = self._name("prepared")
        if kind == "sqlite":
            file = self._folder / f"{name}.db"
            file.touch()
            prepare(f"sqlite:///{file}")
            return str(file)
        prepare(self._cluster().create(name))
        return name

    def _name(self, prefix: str) -> str:
        self._made += 1
        return f"{prefix}{self._made}"

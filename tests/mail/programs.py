"""Servers for tests: Debian's programs as plain children, on loopback ports, in a folder that goes again."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE = 90.0
SECONDS_TO_START = 30.0
SECONDS_TO_END = 10.0
_SYSTEM = "/usr/sbin:/usr/bin:/sbin:/bin"

# Linux ends a server whose tests were killed: prctl(PR_SET_PDEATHSIG, SIGTERM).
_TIE = partial(ctypes.CDLL(None).prctl, 1, signal.SIGTERM) if sys.platform == "linux" else None


def missing() -> str:
    """Why there can be no mail servers here; empty where there can."""
    if not (found("dovecot") and found("postfix")):
        return "Dovecot and Postfix are not installed: apt install dovecot-imapd dovecot-lmtpd postfix"
    return "" if os.geteuid() == 0 else "Dovecot and Postfix are started by root alone"


def found(name: str) -> str:
    """Where the program is; these lie where the PATH of most users does not look."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:{_SYSTEM}") or ""


def waited(look: Callable[[], Found], what: str, patience: float = PATIENCE) -> Found:
    """What another process brings about: looks until there is something."""
    until = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.05)
    return found


class Program:
    """A server as our child: what it prints goes into `log`, and nowhere through a pipe, for a daemon's
    children would hold it open."""

    def __init__(
        self, command: Sequence[str], ports: Sequence[int], log: Path, more: Mapping[str, str] | None = None
    ) -> None:
        self._log = log
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=log.parent,
                env={**os.environ, **(more or {})},
                preexec_fn=_TIE,  # noqa: PLW1509 - the tie is one system call
            )
        try:
            for port in ports:
                self._listens(port)
        except BaseException:
            self.end()
            raise

    def _listens(self, port: int) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and self._process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.02)  # another process starts
        raise RuntimeError(f"{self._process.args!r} does not listen: {self.told()[-3000:]}")

    def told(self) -> str:
        """What it wrote into its log."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def end(self) -> None:
        """End it and its children."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(SECONDS_TO_END)
        self._process.kill()
        self._process.wait()

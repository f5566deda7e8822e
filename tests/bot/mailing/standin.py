"""A mail server that takes mail as told: greylisting, refusing, hanging up, asking who we are."""

import asyncio
import email
import email.policy
import socket
import ssl
import subprocess
from collections import defaultdict
from email.message import EmailMessage
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.ports import bound


class StandIn:
    """Takes what comes at `port`. `mails` are (envelope sender, recipient, mail) in the order in which they
    were taken. What is in `answers` for a stage (connect, MAIL, RCPT, DATA) and, but for connect and MAIL, a
    recipient, is said in turn instead; "drop" hangs up, "drop after" takes a mail and hangs up. From who
    is `cut` off it takes nothing."""

    def __init__(self, login: tuple[str, str] | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.mails: list[tuple[str, str, bytes]] = []
        self.answers: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.connections = 0
        self.cut: set[str] = set()
        self.secure: list[bool] = []
        self.held = asyncio.Event()
        self.held.set()
        self.hanging = 0
        self._login, self._tls = login, tls
        self.port = 0
        self._server: asyncio.Server | None = None
        self._kept: socket.socket | None = None
        self._open: set[SMTP] = set()

    async def __aenter__(self) -> "StandIn":
        await self.up()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.down()
        if self._kept:
            self._kept.close()

    async def up(self) -> None:
        listener, self._kept = self._kept or bound(self.port), None
        self._server = await asyncio.get_running_loop().create_server(self._served, sock=listener)
        self.port = listener.getsockname()[1]

    async def down(self, *, for_now: bool = False) -> None:
        """Who connects is refused. For now: the port stays ours, until `up`."""
        assert self._server is not None
        self._server.close()
        if for_now:
            self._kept = self._kept or bound(self.port)
        for each in self._open:
            if each.transport is not None:
                each.transport.abort()

    def _served(self) -> SMTP:
        self.connections += 1
        made = _Door(
            self,
            hostname="standin.example",
            tls_context=self._tls,
            authenticator=self._who if self._login else None,
            auth_required=bool(self._login),
            auth_require_tls=bool(self._tls),
        )
        self._open.add(made)
        return made

    def _who(self, *asked: Any) -> AuthResult:
        data = asked[-1]
        assert isinstance(data, LoginPassword)
        told = data.login.decode(), data.password.decode()
        return AuthResult(success=told == self._login, handled=False)

    @property
    def read(self) -> list[EmailMessage]:
        """What was taken, as a program reads it."""
        made = [email.message_from_bytes(raw, policy=email.policy.default) for _, _, raw in self.mails]
        assert all(isinstance(each, EmailMessage) for each in made)
        return made  # type: ignore[return-value]

    def texts(self, to: str) -> list[str]:
        """The first lines of the mails to this address."""
        return [text(raw).partition("\n")[0] for _, address, raw in self.mails if address == to]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._next("MAIL", "")
        if answer == "drop":
            return _dropped(server)
        if not answer:
            envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._next("RCPT", address)
        if answer == "drop":
            return _dropped(server)
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (to,) = envelope.rcpt_tos
        answer = self._next("DATA", to)
        self.hanging += 1
        await self.held.wait()
        self.hanging -= 1
        if answer and answer != "drop after":
            return _dropped(server) if answer == "drop" else answer
        assert isinstance(envelope.content, bytes)
        self.mails.append((envelope.mail_from or "", to, envelope.content))
        self.secure.append(session.ssl is not None)
        return _dropped(server) if answer else "250 OK"

    def _next(self, stage: str, to: str) -> str:
        if to in self.cut:
            return "drop"
        waiting = self.answers[stage, to]
        return waiting.pop(0) if waiting else ""


class _Door(SMTP):
    """Greets as told."""

    def __init__(self, standin: StandIn, **more: Any) -> None:
        super().__init__(standin, **more)
        self._greeting = standin._next("connect", "")

    async def push(self, status: str | bytes) -> None:
        if self._greeting and isinstance(status, str) and status.startswith("220 standin"):
            greeting, self._greeting = self._greeting, ""
            if greeting == "drop":
                _dropped(self)
            else:
                await super().push(greeting)
            return
        await super().push(status)


def _dropped(server: SMTP) -> str:
    assert server.transport is not None
    server.transport.abort()
    return "250 OK"


def text(raw: bytes) -> str:
    """What a mail says, in plain text."""
    read_back = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(read_back, EmailMessage)
    body = read_back.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n").strip()


def certificate(folder: Path) -> Path:
    """A certificate for this machine that nobody else has signed, and its key, in one file."""
    program = which("openssl")
    if program is None:
        pytest.skip("openssl is not installed: apt install openssl")
    key, made = folder / "key.pem", folder / "certificate.pem"
    names = "subjectAltName=IP:127.0.0.1,DNS:localhost"
    asked = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    files = ["-keyout", str(key), "-out", str(made), "-subj", "/CN=standin", "-addext", names]
    subprocess.run([program, *asked, *files], check=True, capture_output=True)
    both = folder / "server.pem"
    both.write_bytes(key.read_bytes() + made.read_bytes())
    return both

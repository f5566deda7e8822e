"""Mails handed over by LMTP: our door, which keeps each before it says so, and an aiosmtpd that does nothing.

Each in a process of its own, the same mails over as many connections, in turn; of several rounds the best
counts. Ours is the door as the bot has it, on a database of its own: a mail is answered after its commit,
with `synchronous=FULL`. What becomes of the mails afterwards is not part of it; that all are kept is looked
at.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from storage import db
from storage.tables import mails as kept
from tests.bench.processes import listens, main_of, running
from tests.ports import free_port

CONNECTIONS = 40
"""Postfix makes 20 to a destination, and more where it is told to."""

AIM = 0.5
FROM, TO = "wang@example.cn", "service@example.com"


class Rates(NamedTuple):
    """Mails a second."""

    ours: float
    peer: float

    @property
    def ratio(self) -> float:
        return self.ours / self.peer


def main(which: str, port: int, url: str) -> None:
    """Serve `ours` or the `peer`, until ended."""
    asyncio.run(_ours(port, url) if which == "ours" else _peer(port))


async def _ours(port: int, url: str) -> None:
    from bot.mailbox.keeping import Keeper
    from bot.mailbox.lmtp import serve
    from storage import logs
    from storage.settings import Settings

    logs.configure("warning")
    keeper = Keeper(db.opened(url), lambda: None)
    await asyncio.gather(keeper.run(), serve(keeper, Settings(lmtp=f"127.0.0.1:{port}")))


async def _peer(port: int) -> None:
    from aiosmtpd.lmtp import LMTP

    server = await asyncio.get_running_loop().create_server(lambda: LMTP(_Nothing()), "127.0.0.1", port)
    await server.serve_forever()


class _Nothing:
    """Takes every mail and forgets it."""

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802 - aiosmtpd's name
        return "250 2.0.0 gone"


def measured(mails: Sequence[bytes], rounds: int) -> Rates:
    """Both, in turn. RuntimeError where ours has not kept every mail once."""
    best = {"ours": 0.0, "peer": 0.0}
    for number in range(rounds):
        for which in ("ours", "peer") if number % 2 else ("peer", "ours"):
            best[which] = max(best[which], _round(which, mails))
    return Rates(**best)


def _round(which: str, mails: Sequence[bytes]) -> float:
    with tempfile.TemporaryDirectory(prefix="manyi-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'manyi.db'}"
        db.upgrade(url)
        with _serving(which, url) as port:
            seconds = asyncio.run(_handed(port, mails))
        if which == "ours" and _count(url) != len(mails):
            raise RuntimeError(f"{len(mails)} mails handed over, {_count(url)} kept")
    return len(mails) / seconds


@contextmanager
def _serving(which: str, url: str) -> Iterator[int]:
    port = free_port()
    with running(main_of("lmtp_door", which, port, url)) as process:
        listens(port, process)
        yield port


def _count(url: str) -> int:
    engine = db.engine(url)
    with db.reading(engine) as session:
        count = session.scalar(select(func.count()).select_from(kept)) or 0
    engine.dispose()
    return count


async def _handed(port: int, mails: Sequence[bytes]) -> float:
    """Seconds until all have been taken."""
    ready = [raw.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n" for raw in mails]
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CONNECTIONS)]
    await asyncio.gather(*(_greeted(*line) for line in lines))
    began = time.perf_counter()
    parts = (ready[place::CONNECTIONS] for place in range(CONNECTIONS))
    await asyncio.gather(*(_hand(*line, part) for line, part in zip(lines, parts, strict=True)))
    seconds = time.perf_counter() - began
    for _, writer in lines:
        writer.close()
    return seconds


async def _greeted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _answer(reader, b"220")
    writer.write(b"LHLO mail.example\r\n")
    await _answer(reader, b"250")


async def _hand(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, mails: Sequence[bytes]) -> None:
    """One after the other, as Postfix does it."""
    for mail in mails:
        for said, code in ((f"MAIL FROM:<{FROM}>", b"250"), (f"RCPT TO:<{TO}>", b"250"), ("DATA", b"354")):
            writer.write(f"{said}\r\n".encode())
            await _answer(reader, code)
        writer.write(mail)
        await _answer(reader, b"250")


async def _answer(reader: asyncio.StreamReader, code: bytes) -> None:
    while True:
        line = await reader.readline()
        if not line.startswith(code):
            raise RuntimeError(f"expected {code!r}, got {line!r}")
        if line[3:4] != b"-":
            return

"""A mailbox at a server of our own, an inbox, and mails that customers could have written."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select

from bot import mailbox
from bot.inbox import Inbox
from bot.mail import tokens
from storage import conversations, db, secret
from storage.settings import Settings
from storage.tables import mails, messages
from tests.bot.waiting import until
from tests.mail.imap import FaultyServer

SERVICE = "service@qinghe.example"


def mail(words: str = "送货太慢了", sender: str = "li@example.cn", number: int = 1, **headers: str) -> bytes:
    """A mail of a customer; `headers` with underscores in place of hyphens."""
    told = {
        "From": f"<{sender}>",
        "To": SERVICE,
        "Subject": "=?utf-8?b?5L2g5aW9?=",
        "Date": "Fri, 20 Nov 2026 10:00:00 +0800",
        "Message-ID": f"<{number}.{sender}>",
        "Content-Type": "text/plain; charset=utf-8",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    return f"{head}\r\n{words}\r\n".encode()


@pytest.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer(seed=7) as made:
        yield made


@pytest.fixture
def mail_settings(settings: Settings, server: FaultyServer) -> Settings:
    """With a mailbox to fetch from."""
    url = f"imap://service:secret@127.0.0.1:{server.port}/INBOX"
    return settings.model_copy(update={"imap_url": url, "mail_from": SERVICE})


@pytest.fixture
async def inbox(engine, settings: Settings) -> AsyncIterator[Inbox]:
    made = Inbox(engine, settings, lambda: None)
    working = asyncio.create_task(made.run())
    yield made
    made.stop()
    await working


class Kept:
    """What stands in the database."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def column(self, of: Any, *where: Any) -> list[Any]:
        with db.reading(self._engine) as session:
            return list(session.scalars(select(of).where(*where).order_by(of.table.c.id)))

    @property
    def states(self) -> list[str]:
        """Of all mails, in the order in which they were kept; with their reason."""
        with db.reading(self._engine) as session:
            rows = session.execute(select(mails.c.state, mails.c.reason).order_by(mails.c.id))
            return [f"{row.state} {row.reason}".strip() for row in rows]

    @property
    def heard(self) -> list[str]:
        """What customers have said, in the order in which it was taken."""
        return self.column(messages.c.text, messages.c.kind == "text")

    def token(self, address: str) -> str:
        """The reply token of the talk at this address, which begins with it."""
        with db.writing(self._engine) as session:
            talk = conversations.load(session, [("email", address)], db.now(session))["email", address]
            return tokens.sign(secret.reply_key(), talk.id, talk.customer_id)


@pytest.fixture
def kept(engine: Any) -> Kept:
    return Kept(engine)


@pytest.fixture
def receiving(engine: Any, inbox: Inbox) -> Callable[[Settings], Any]:
    """`async with receiving(settings)`: mails are received."""

    @asynccontextmanager
    async def run(settings: Settings) -> AsyncIterator[None]:
        running = asyncio.create_task(mailbox.run(engine, inbox, settings, lambda: None))
        try:
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    return run


@pytest.fixture
def settled(kept: Kept) -> Callable[[int], Any]:
    """`await settled(3)`: so many mails are kept, and none of them waits."""

    async def wait(count: int) -> list[str]:
        await until(lambda: len(kept.states) >= count and "waiting" not in kept.states)
        return kept.states

    return wait


def reply_to(token: str) -> str:
    """The address that a customer with this token answers to."""
    return SERVICE.replace("@", f"+{token}@")


__all__ = ["SERVICE", "Iterator", "Kept", "mail", "reply_to"]

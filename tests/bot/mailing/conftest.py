"""A mail server of our own for each test, and rows of the outbox to send there."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.channels.email import Email
from bot.inbox import Inbox
from bot.message import Outbound
from storage import conversations, db, outbox
from storage.settings import Settings
from storage.tables import outbox as sayings
from tests.bot.mailing.standin import StandIn

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
LI = "li.lei@example.com"


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn() as made:
        yield made


@pytest.fixture
def kind() -> str:
    """What is particular to a database is tested where it is asked."""
    return "sqlite"


@pytest.fixture
def mail_settings(settings: Settings, server: StandIn) -> Settings:
    given = {
        "smtp_url": f"smtp://127.0.0.1:{server.port}",
        "mail_from": "service@qinghe.example",
        "mail_per_minute": 0,
        "mail_per_hour": 0,
        "bot_url": "https://chat.qinghe.example",
    }
    return settings.model_copy(update=given)


@pytest.fixture
async def email(engine, mail_settings) -> AsyncIterator[Email]:
    made = Email(engine, Inbox(engine, mail_settings, lambda: None), mail_settings, lambda: None)
    yield made
    await made.close()


class Clock:
    """The database's clock, put forward by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(db, "now", lambda _: made.now)
    return made


def say(engine: Engine, *said: str | Outbound, to: str = LI, speaker: str = "bot", **marks: object) -> int:
    """Put these into the outbox, one after another; the conversation."""
    with db.writing(engine) as session:
        now = db.now(session)
        (conversation,) = conversations.load(session, [("email", to)], now).values()
        rows = []
        for number, each in enumerate(said, conversation.seq + 1):
            outbound = Outbound(each) if isinstance(each, str) else each
            rows.append(
                outbox.Saying(
                    channel="email",
                    conversation_id=conversation.id,
                    seq=number,
                    payload={**outbound.dump(), **marks},
                    speaker=speaker,
                    user_id=None,
                    due_at=now,
                    created_at=now,
                )
            )
        outbox.put(session, rows)
        conversation.seq += len(said)
        conversations.save(session, [conversation])
        return conversation.id


def column(engine: Engine, name: str) -> list[object]:
    """Of all that was said, in order."""
    with db.reading(engine) as session:
        query = select(sayings.c[name]).order_by(sayings.c.conversation_id, sayings.c.seq)
        return list(session.scalars(query))

"""A door of our own for each test: a real server, a real database."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from admin.serve import free
from bot.__main__ import app
from storage import db, surveys
from storage.settings import Settings
from tests.bot.customer import Customer
from tests.bot.mailing.customer import Customer as Correspondent
from tests.bot.mailing.standin import StandIn as MailServer
from tests.bot.polling_customer import PollingCustomer
from tests.bot.waiting import until
from tests.databases import Prepare
from tests.ports import bound
from tests.telegram import customer as telegram_customer
from tests.telegram.standin import StandIn

SURVEY = Path("storage/data/surveys/satisfaction.toml")


def blank(url: str) -> None:
    """Makes a database with the survey published."""
    db.upgrade(url)
    engine = db.engine(url)
    with db.writing(engine) as session:
        surveys.import_(session, SURVEY.read_text("utf-8"), datetime.now(UTC))
        surveys.publish(session, "satisfaction", datetime.now(UTC))
    engine.dispose()


@pytest.fixture
def settings(new_database: Callable[[Prepare], str], tmp_path: Path) -> Settings:
    url = new_database(blank)
    return Settings(
        database_url=url, data=tmp_path, organisation="青禾家居", upload_limit=200_000, _env_file=None
    )


@pytest.fixture
def engine(settings: Settings):
    made = db.engine(settings.database_url)
    yield made
    made.dispose()


@pytest.fixture
async def door(engine, settings: Settings) -> AsyncIterator[TestServer]:
    server = TestServer(app(engine, settings))
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def arrive(door: TestServer) -> AsyncIterator[Callable[..., Awaitable[Customer]]]:
    """`await arrive()`: a customer opens the page; `await arrive(token)`: on another tab or after a break."""
    customers: list[Customer] = []

    async def come(token: str | None = None, after: int = 0, **asked: Any) -> Customer:
        customer = Customer(str(door.make_url("/")), token)
        customers.append(customer)
        await customer.connect(after, **asked)
        return customer

    yield come
    for customer in customers:
        await customer.leave()


@pytest.fixture
async def arrive_polling(door: TestServer) -> AsyncIterator[Callable[..., Awaitable[PollingCustomer]]]:
    """The same, where a proxy forbids WebSocket."""
    customers: list[PollingCustomer] = []

    async def come(token: str | None = None, after: int = 0, **asked: str) -> PollingCustomer:
        customer = PollingCustomer(str(door.make_url("/")), token)
        customers.append(customer)
        await customer.connect(after, **asked)
        return customer

    yield come
    for customer in customers:
        await customer.leave()


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    """Telegram, as the bot sees it."""
    async with StandIn() as made:
        yield made


@pytest.fixture
def telegram_settings(settings: Settings, telegram: StandIn) -> Settings:
    """With Telegram on; updates are polled."""
    given = {"telegram_token": telegram.token, "telegram_api_url": telegram.url}
    return settings.model_copy(update=given)


@pytest.fixture
async def serve(engine) -> AsyncIterator[Callable[[Settings], Awaitable[TestServer]]]:
    """`await serve(settings)`: a door on a port of its own; all are closed at the end."""
    doors: list[TestServer] = []

    async def start(settings: Settings) -> TestServer:
        listening = bound()  # first of all: nobody else takes the port
        port = listening.getsockname()[1]
        made = app(engine, settings.model_copy(update={"bot_port": port}))
        door = TestServer(made, socket_factory=lambda *_: listening)
        doors.append(door)
        await door.start_server()
        return door

    yield start
    for door in doors:
        await door.close()


@pytest.fixture
async def telegram_door(serve, telegram_settings: Settings) -> TestServer:
    return await serve(telegram_settings)


@pytest.fixture
async def webhook_door(serve, telegram: StandIn, telegram_settings: Settings) -> TestServer:
    """Telegram posts its updates here."""
    door = await serve(telegram_settings.model_copy(update={"telegram_webhook_secret": "geheim"}))
    await telegram.until(lambda: telegram.webhook.urls, "the webhook to be set")
    return door


@pytest.fixture
async def mail_server() -> AsyncIterator[MailServer]:
    """The organisation's mail server, as the bot sees it."""
    async with MailServer() as made:
        yield made


@pytest.fixture
async def correspond(
    serve, settings: Settings, mail_server: MailServer, unused_tcp_port_factory: Callable[[], int]
) -> Callable[[], Awaitable[Correspondent]]:
    """`await correspond()`: somebody new with a mail address, who has not written yet."""
    lmtp = unused_tcp_port_factory()
    given = {
        "smtp_url": f"smtp://127.0.0.1:{mail_server.port}",
        "lmtp": f"127.0.0.1:{lmtp}",
        "mail_from": "service@qinghe.example",
        "mail_per_minute": 0,
        "mail_per_hour": 0,
    }
    await serve(settings.model_copy(update=given))
    await until(lambda: not free("127.0.0.1", lmtp))

    async def come() -> Correspondent:
        return Correspondent(mail_server, lmtp)

    return come


Meets = Callable[[], Awaitable[telegram_customer.Customer]]


@pytest.fixture
def newcomer(telegram: StandIn) -> Meets:
    """`await newcomer()`: somebody new on Telegram, who has not written yet."""
    chats = itertools.count(1001)

    async def come() -> telegram_customer.Customer:
        return telegram_customer.Customer(telegram, next(chats))

    return come


@pytest.fixture
def meet(telegram_door: TestServer, newcomer: Meets) -> Meets:
    """The same, with a door that polls."""
    return newcomer

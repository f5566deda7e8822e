"""A door of our own for each test: a real server, a real SQLite file."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.__main__ import app
from storage import db, surveys
from storage.settings import Settings
from tests.bot.customer import Customer

SURVEY = Path("storage/data/surveys/satisfaction.toml")


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the survey published; copied, as migrating takes a second."""
    file = tmp_path_factory.mktemp("blank") / "manyi.db"
    db.upgrade(f"sqlite:///{file}")
    engine = db.engine(f"sqlite:///{file}")
    with db.writing(engine) as session:
        surveys.import_(session, SURVEY.read_text("utf-8"), datetime.now(UTC))
        surveys.publish(session, "satisfaction", datetime.now(UTC))
    with engine.connect() as connection:
        connection.exec_driver_sql("select 1")
    engine.dispose()
    return file


@pytest.fixture
def settings(blank: Path, tmp_path: Path) -> Settings:
    shutil.copy(blank, tmp_path / "manyi.db")
    url = f"sqlite:///{tmp_path / 'manyi.db'}"
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

    async def come(token: str | None = None, after: int = 0, survey: str = "", visit: str = "") -> Customer:
        customer = Customer(str(door.make_url("/")), token)
        customers.append(customer)
        await customer.connect(after, survey, visit)
        return customer

    yield come
    for customer in customers:
        await customer.leave()

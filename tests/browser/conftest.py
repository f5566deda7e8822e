"""A real Chromium for the tests of this folder; without one they are left out, by name."""

import inspect
import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import async_playwright, expect

from admin import web
from admin.charts import bundle
from bot.__main__ import app
from run import PROGRAMS
from storage import db, surveys, users
from storage.definitions import DATA
from storage.settings import Settings
from tests.admin.web import world as worlds

NAMES = PROGRAMS["browser"]["names"][0]
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), "")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
REFUSED = "Content Security Policy"
HERE = Path(__file__).parent
expect.set_options(timeout=30_000)  # others may be at work on this machine


def pytest_collection_modifyitems(items):
    """Everything here is a browser test and shares one event loop with one browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if inspect.iscoroutinefunction(item.function):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=f"none of {NAMES}: {item.name} left out"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser():
    """One headless Chromium for all tests."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def library(tmp_path_factory):
    """The chart library, made once for all tests."""
    folder = tmp_path_factory.mktemp("data")
    await bundle.bundle(folder)
    assert (folder / f"vega-{version('vl-convert-python')}.js").exists()
    return folder


PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
LAPTOP = {"viewport": {"width": 1440, "height": 900}}
LOOKS = pytest.mark.parametrize(
    ("screen", "scheme"),
    [pytest.param(PHONE, "dark", id="phone-dark"), pytest.param(LAPTOP, "light", id="laptop-light")],
)
"""Each screen and each scheme once: what stands where does not depend on the colours."""


async def unfolded(page):
    """What is done with those ticked is to be seen: on a phone it lies behind a button."""
    if await page.locator("#acts > summary").is_visible():
        await page.click("#acts > summary")


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser):
    """`await open_page(url, **context)`: a page in a profile of its own, in which no script may fail."""
    contexts, complaints = [], []

    async def open_(url, **context):
        here = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        contexts.append(await browser.new_context(**{**here, **context}))
        page = await contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if REFUSED in said.text else None)
        await page.goto(url)
        return page

    yield open_
    for context in contexts:
        await context.close()
    assert not complaints


def cookie(token):
    """By which a browser on this machine is known to the staff's door."""
    where = {"domain": "127.0.0.1", "path": "/", "expires": -1, "httpOnly": True, "secure": False}
    return {"name": "manyi", "value": token, "sameSite": "Lax", **where}


def signed_in(engine, role):
    """The state of a browser at which one with this role has just signed in."""
    with db.writing(engine) as session:
        user = next(user for user in users.listing(session) if user.role == role)
        signed = users.sign_in(session, user.id, datetime.now(UTC))
    return {"cookies": [cookie(signed.token)], "origins": []}


@pytest.fixture
def copied(copies, tmp_path):
    """`copied(prepare)`: the URL of a SQLite database of this test's own, made ready by that function."""
    return lambda prepare: copies.make("sqlite", prepare, tmp_path)


@pytest_asyncio.fixture(loop_scope="session")
async def place(copied, library):
    """(engine, world, address) of a staff's door that runs, with the small organisation."""
    url = copied(worlds.settle)
    engine = db.engine(url)
    settings = Settings(database_url=url, data=library, organisation="青禾家居", _env_file=None)
    async with TestServer(web.app(engine, settings)) as server:
        yield engine, worlds.settled(engine), str(server.make_url("/"))[:-1]
    engine.dispose()


@pytest.fixture
def role():
    """Who goes to the staff's pages, if nobody else is named."""
    return "handler"


@pytest.fixture
def enter(place, role, open_page):
    """`await enter(path, **context)`: that page of `place`, for one of the staff who is signed in."""
    engine, _, address, *_ = place

    async def open_(path, **context):
        return await open_page(address + path, storage_state=signed_in(engine, role), **context)

    return open_


def short_survey(url):
    """Makes a database with the shortest survey published."""
    db.upgrade(url)
    engine = db.engine(url)
    with db.writing(engine) as session:
        surveys.import_(session, (DATA / "surveys" / "nps.toml").read_text("utf-8"), datetime.now(UTC))
        surveys.publish(session, "nps", datetime.now(UTC))
    engine.dispose()


@pytest.fixture
def settings(copied, tmp_path):
    """Of an organisation that asks the shortest survey."""
    url = copied(short_survey)
    return Settings(database_url=url, data=tmp_path, organisation="晨光家电", _env_file=None)


@pytest_asyncio.fixture(loop_scope="session")
async def serve(settings):
    """`await serve(port)` starts the customers' door, `await serve.stop()` stops it: as often as wanted."""
    running = []

    async def start(port=None):
        engine = db.engine(settings.database_url)
        server = TestServer(app(engine, settings), port=port)
        await server.start_server(shutdown_timeout=0.1)
        running.append((server, engine))
        return server

    async def stop():
        while running:
            server, engine = running.pop()
            await server.close()
            engine.dispose()

    start.stop = stop
    yield start
    await stop()

"""A real Chromium for the tests of this folder; without one they are left out, by name."""

import inspect
from importlib.metadata import version
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect

from admin.charts import bundle

CHROMIUM = Path("/usr/bin/chromium")
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
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}: {item.name} left out"))


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


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser):
    """`await open_page(url, **context)`: a page in a profile of its own, in which no script may fail."""
    contexts, complaints = [], []

    async def open_(url, **context):
        contexts.append(await browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **context))
        page = await contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if REFUSED in said.text else None)
        await page.goto(url)
        return page

    yield open_
    for context in contexts:
        await context.close()
    assert not complaints

"""Takes the pictures of the README and the docs from a fresh demo: `python -m tests.browser.pictures`."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, PHONE

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
WORDS = "物流慢，其他挺好"
LOOKED_INTO = "说好包安装"
DESK = {"viewport": {"width": 1160, "height": 740}, "device_scale_factor": 1.2}
TALL = {"viewport": {"width": 1160, "height": 1130}, "device_scale_factor": 1}


@contextmanager
def demo() -> Iterator[tuple[str, str]]:
    """(customers' door, one-time entry to the guided page) of a demo in a folder that is thrown away."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MANYI_DEMO_BROWSER": "0", "COLUMNS": "200"}
    command = [sys.executable, "-m", "admin", "demo"]
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
        ) as run,
    ):
        try:
            yield told(run, r"http://[\d.:]+"), told(run, r"http://\S+/enter/\S+")
        finally:
            run.terminate()
            run.communicate()


def told(run: subprocess.Popen[str], what: str) -> str:
    """The first thing of this form that the demo prints from here on."""
    assert run.stdout
    return next(found[0] for line in run.stdout if (found := re.search(what, line)))


def talk(page: Page | FrameLocator) -> None:
    """The customer agrees, picks, then answers in words; the next question is open."""
    page.get_by_role("button", name="可以，开始").click()
    page.get_by_role("radio", name="满意", exact=True).click()
    expect(page.locator("#count")).to_have_text("第 2 题，共 6 题")
    page.locator("#text").fill(WORDS)
    page.locator("#text").press("Enter")
    expect(page.locator("#count")).to_have_text("第 3 题，共 6 题")
    expect(page.get_by_role("radio", name="非常满意").last).to_be_in_viewport(ratio=1)


def shoot(browser: Browser, door: str, entry: str) -> None:
    """The chat on a phone, the guided page, the summary, complaints."""
    phone = browser.new_page(**PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
    phone.goto(door)
    talk(phone)
    take(phone, "chat")
    desk = browser.new_page(**DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    desk.goto(entry)
    talk(desk.frame_locator("#guide-chat"))
    expect(desk.locator("#understood .mood").first).to_be_visible(
        timeout=30_000
    )  # the worker loads its model first
    desk.mouse.move(5, 5)
    take(desk, "guide")
    tall = browser.new_context(**TALL, storage_state=desk.context.storage_state(), locale="zh-CN").new_page()
    tall.goto(desk.url.replace("/guide", "/"))
    tall.wait_for_selector("#chart-mood svg")
    take(tall, "summary")
    complaints(tall)


def complaints(page: Page) -> None:
    """The queue, a complaint that is being looked into, the year's statistics."""
    page.set_viewport_size({"width": 1160, "height": 860})
    page.click("nav.menu >> text=投诉")
    expect(page.locator(".live-sign[data-on=true]")).to_be_visible()
    take(page, "queue")
    page.locator(".queue a", has_text=LOOKED_INTO).first.click()
    expect(page.locator("#steps .live-sign[data-on=true]")).to_be_visible()
    take(page, "complaint")
    page.set_viewport_size({"width": 1160, "height": 1345})
    page.goto(page.url.rsplit("/", 1)[0] + "/statistics?period=year")
    page.wait_for_selector("#chart-complaint_months svg")
    take(page, "complaint-statistics")


def take(page: Page, name: str) -> None:
    """The picture; what moves is shown where it comes to rest."""
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright, demo() as addresses:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        shoot(browser, *addresses)
        browser.close()

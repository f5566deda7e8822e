"""Takes the pictures of the README and the docs from an empty house and a fresh demo:
`python -m tests.browser.pictures`; those of the empty house alone: with `start` behind it."""

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
from tests.ports import free_ports

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
    around(tall)
    pocket(
        browser.new_context(**PHONE, storage_state=desk.context.storage_state(), locale="zh-CN").new_page(),
        tall,
    )


def around(page: Page) -> None:
    """A customer's file, the history, what is done behind the scenes, where one is signed in, the second
    factor, signing in."""
    door = "/".join(page.url.split("/", 3)[:3])
    page.set_viewport_size({"width": 1160, "height": 900})
    page.goto(f"{door}/customers?only=complaints")
    page.locator("a[href^='/customers/']:not([href*='?']):not([href$='new'])").first.click()
    expect(page.locator("#hold")).to_be_attached()
    take(page, "customer")
    page.set_viewport_size(DESK["viewport"])
    for name in ("audit", "jobs"):
        page.goto(f"{door}/{name}")
        take(page, name)
    doors_for_programs(page, door)
    page.set_viewport_size({"width": 900, "height": 640})
    for name in ("sessions", "second-factor"):
        page.goto(f"{door}/me/{name}")
        take(page, name)
    stranger = page.context.browser
    assert stranger
    outside = stranger.new_page(viewport={"width": 760, "height": 560}, locale="zh-CN")
    outside.goto(f"{door}/sign-in")
    take(outside, "signin")


def doors_for_programs(page: Page, door: str) -> None:
    """A token that was just made; a webhook that is being tried."""
    page.set_viewport_size({"width": 1160, "height": 900})
    page.goto(f"{door}/tokens")
    page.fill("#name", "企业资源系统同步顾客、订单")
    for scope in ("customers:read", "customers:write", "orders:write"):
        page.check(f"input[value='{scope}']")
    page.click("form[action='/tokens'] button.main")
    expect(page.locator("#made")).to_be_visible()
    take(page, "tokens")
    page.set_viewport_size({"width": 1160, "height": 560})
    page.goto(f"{door}/hooks")
    page.fill("#url", "https://erp.example.com/manyi")
    for kind in ("response.completed", "complaint"):
        page.check(f"input[value='{kind}']")
    page.click("form[action='/hooks'] button.main")
    page.click("a.button.main")
    page.click("form[action$='/test'] button")
    expect(page.locator("#sends tbody tr")).to_have_count(1)
    take(page, "hooks")


def pocket(phone: Page, page: Page) -> None:
    """The queue on a phone."""
    phone.goto("/".join(page.url.split("/", 3)[:3]) + "/complaints")
    take(phone, "queue-phone")


def complaints(page: Page) -> None:
    """The queue, a complaint that is being looked into, the year's statistics."""
    page.set_viewport_size({"width": 1160, "height": 800})
    page.click("nav.menu >> text=投诉")
    expect(page.locator(".live-sign[data-on=true]")).to_be_visible()
    take(page, "queue")
    page.set_viewport_size({"width": 1160, "height": 860})
    page.locator(".queue a", has_text=LOOKED_INTO).first.click()
    expect(page.locator("#steps .live-sign[data-on=true]")).to_be_visible()
    take(page, "complaint")
    page.set_viewport_size({"width": 1160, "height": 1345})
    page.goto(page.url.rsplit("/", 1)[0] + "/statistics?period=year")
    page.wait_for_selector("#chart-complaint_months svg")
    take(page, "complaint-statistics")


@contextmanager
def empty_house() -> Iterator[str]:
    """The link that opens a house without an account, in a folder that is thrown away."""
    unset = {name: value for name, value in os.environ.items() if not name.startswith("MANYI_")}
    bot, admin = free_ports(2)
    ports = {"MANYI_BOT_PORT": str(bot), "MANYI_ADMIN_PORT": str(admin)}
    command = [sys.executable, "-m", "admin", "serve"]
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(
            command,
            cwd=folder,
            env={**unset, **ports, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as run,
    ):
        try:
            link = told(run, r"http://\S+/start\?code=\S+")
            told(run, "Ctrl-C")  # both doors answer
            yield link
        finally:
            run.terminate()
            run.communicate()


def open_house(browser: Browser, link: str) -> None:
    """The first start from its first step to the poster, then what the settings show of it."""
    page = browser.new_page(
        viewport={"width": 760, "height": 940}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    page.goto(link)
    for field, value in {"organisation": "青禾家居", "name": "王敏", "login": "wangmin"}.items():
        page.fill(f"#{field}", value)
    for field in ("password", "again"):
        page.fill(f"#{field}", "orange-boat-seventeen")
    take(page, "start")
    page.click("button.main")
    page.click("text=五级")
    take(page, "start-survey")
    page.click("button.main")
    page.click("text=以后再说")
    page.fill("#address", "service@nowhere.invalid")
    page.fill("#mail_password", "authorisation-code")
    page.select_option("#runs", "qq")
    page.set_viewport_size({"width": 760, "height": 1010})
    page.click("button.main")
    expect(page.locator(".told")).to_be_visible(timeout=30_000)
    take(page, "start-mail")
    page.set_viewport_size(DESK["viewport"])
    page.goto(link.partition("/start")[0] + "/texts/zh-CN?q=再见")
    take(page, "texts")


def take(page: Page, name: str) -> None:
    """The picture; what moves is shown where it comes to rest."""
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with empty_house() as opening:
            open_house(browser, opening)
        if "start" not in sys.argv:
            with demo() as addresses:
                shoot(browser, *addresses)
        browser.close()

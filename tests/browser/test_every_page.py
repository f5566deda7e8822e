"""Every page in a real browser: as each role, at 320 px and at 200 %, read by axe, the focus on each of its
controls; and with hostile texts on it."""

import os

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe

from admin import web
from admin.pages import may
from storage import db
from storage.settings import Settings
from tests import hostile
from tests.admin.web import world as worlds
from tests.browser import every
from tests.browser.conftest import PHONE, signed_in

PAGES = every.addresses()
NARROW = {"width": 320, "height": 256}
"""A laptop of 1280 by 1024 at 400 % (WCAG 2.2, 1.4.10)."""

DOUBLED = {"width": 640, "height": 512}
"""The same laptop at 200 %."""

COUNT = int(os.environ.get("MANYI_HOSTILE", hostile.FEW))
TOGETHER = 10
"""Hostile texts that stand in one field."""

OF_ONE = ("/talks", "/requests", "/complaints", "/customers", "/imports", "/responses", "/rounds")
"""Of these there is a page for each."""

LOOK = """() => ({
    wide: document.documentElement.scrollWidth - innerWidth,
    widest: document.documentElement.scrollWidth <= innerWidth ? "" : [...document.querySelectorAll("main *")]
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".scroll"))
        .slice(-3)
        .map((each) => `${each.tagName}.${each.className} in ${each.parentElement.className}`)
        .join(" | "),
    strange: [...document.querySelectorAll("*")]
        .filter((each) =>
            each.matches("iframe, object, embed, base, script:not([src], [type='application/json'])")
            || [...each.attributes].some(({ name }) => name.startsWith("on"))
            || /^\\s*javascript:/i.test(each.getAttribute("href") ?? each.getAttribute("action") ?? ""))
        .map((each) => each.outerHTML.slice(0, 200)),
    ran: "hostile" in window,
    heading: document.querySelectorAll("h1").length,
    scheme: document.querySelector("meta[name=color-scheme]").content,
})"""
"""What a page is like: how much wider than the screen, what stands in it that no template writes."""

DIM = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex='0']")]
    .filter((each) => {
        if (!each.checkVisibility({ visibilityProperty: true }) || each.disabled) return false;
        each.focus({ preventScroll: true });
        if (document.activeElement !== each) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(each);
        return outlineStyle === "none" || parseFloat(outlineWidth) < 2;
    })
    .map((each) => `no outline when focused: ${each.outerHTML.slice(0, 120)}`)"""
"""The controls that don't show that they have the focus, once a key was pressed (WCAG 2.2, 2.4.7)."""


@pytest_asyncio.fixture(loop_scope="session")
async def place(copied, library):
    """(engine, world, address) of a door with something on every page."""

    def full(url):
        worlds.settle(url)
        engine = db.engine(url)
        with db.writing(engine) as session:
            every.fill(session, worlds.settled(engine), "物流慢，其他挺好", "n1")
        engine.dispose()

    url = copied(full)
    engine = db.engine(url)
    settings = Settings(database_url=url, data=library, organisation="青禾家居", _env_file=None)
    async with TestServer(web.app(engine, settings)) as staff:
        yield engine, worlds.settled(engine), str(staff.make_url("/"))[:-1]
    engine.dispose()


@pytest.fixture
def visit(place, open_page, role, monkeypatch):
    """`await visit(page, path)`: what is wrong with it, as `role` sees it on a phone by night."""
    monkeypatch.setattr("admin.pace.Pace.wait", lambda *_: 0)  # more pages a minute than anybody opens
    engine, _, address = place
    wrong = []

    async def start():
        look = {"color_scheme": "dark", **PHONE}
        page = await open_page("about:blank", storage_state=signed_in(engine, role), **look)
        page.on("dialog", lambda dialog: wrong.append(f"a dialog: {dialog.message}"))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on(
            "request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(address) else None
        )
        return page

    async def look(page, path, until="load"):
        answer = await page.goto(address + path, wait_until=until)
        seen = await page.evaluate(LOOK)
        if answer.status != 200:
            wrong.append(f"status {answer.status}")
        if seen["wide"] > 0 and until == "load":  # before that, its style sheets may be missing
            wrong.append(f"{seen['wide']} px wider than {page.viewport_size['width']}: {seen['widest']}")
        if seen["scheme"] != "light dark":
            wrong.append("it is light or dark by itself")
        if seen["heading"] != 1:
            wrong.append(f"{seen['heading']} headings")
        wrong.extend(seen["strange"] + ["a script ran"] * seen["ran"])
        found, wrong[:] = list(wrong), []
        return found

    look.start = start
    return look


def told(seen):
    """Nothing is wrong with any page; else all that is, line by line."""
    lines = [f"{path}: {each}" for path, found in seen for each in found]
    assert not lines, "\n".join(lines)


@pytest.mark.parametrize("role", worlds.ROLES[1:])
async def test_every_page_that_a_role_may_open_opens_without_an_error(role, visit):
    page = await visit.start()
    paths = [path for path, lowest in PAGES.items() if may(role, lowest)]
    told([(path, await visit(page, path, "domcontentloaded")) for path in paths])


@pytest.mark.parametrize("role", ["administrator"])
async def test_every_page_fits_a_narrow_screen_shows_its_focus_and_axe_finds_nothing(visit):
    page = await visit.start()
    seen = []
    for path in PAGES:
        await page.set_viewport_size(NARROW)
        wrong = await visit(page, path) + await violations(page)
        await page.set_viewport_size(DOUBLED)
        if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append("wider than the screen at 200 %")
        await page.keyboard.press("Tab")
        seen.append((path, wrong + await page.evaluate(DIM)))
    told(seen)


@pytest.mark.parametrize("role", ["handler"])
async def test_tab_leads_through_a_page_in_its_order_and_out_again(place, open_page, role):
    """From the link that skips the menu to the foot: nothing holds the focus, nothing comes out of turn."""
    engine, _, address = place
    page = await open_page(address + "/complaints", storage_state=signed_in(engine, role))
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert await page.evaluate("Boolean(document.activeElement.closest('main'))")
    behind = """(last) => {
        const here = document.activeElement;
        const after = !last || Boolean(last.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
        window.last = here;
        return [after, Boolean(here.closest(".foot"))];
    }"""
    for _ in range(200):
        after, at_foot = await page.evaluate(f"({behind})(window.last)")
        assert after
        if at_foot:
            break
        await page.keyboard.press("Tab")
    assert at_foot


@pytest.mark.parametrize("role", ["handler"])
async def test_a_question_mark_tells_the_keys_and_the_system_may_choose_colours(place, open_page, role):
    engine, _, address = place
    forced = {"forced_colors": "active", "storage_state": signed_in(engine, role)}
    page = await open_page(address + "/settings", timezone_id="America/New_York", **forced)
    await page.keyboard.press("?")
    await page.wait_for_selector("#keys[open] >> text=到搜索框")
    assert not await violations(page)
    await page.keyboard.press("Escape")
    await page.wait_for_selector("#keys", state="hidden")
    assert await page.text_content("#zone:not([hidden])") == "时间都按 Asia/Shanghai"
    here = page.locator(".menu [aria-current=page]")
    assert await here.evaluate("(each) => getComputedStyle(each).outlineStyle") == "solid"


async def violations(page):
    """What axe has against it."""
    report = (await Axe().run(page)).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in report for node in each["nodes"]]


@pytest.mark.parametrize("role", ["administrator"])
async def test_hostile_texts_are_text_on_every_page(place, visit):
    engine, world, _ = place
    texts = hostile.texts(COUNT)
    parts = [texts[at : at + TOGETHER] for at in range(0, COUNT, TOGETHER)]
    with db.writing(engine) as session:
        for number, part in enumerate(parts):
            every.fill(session, world, "\n".join(part), f"h{number}")
        every.draft(session, "".join(texts[:TOGETHER]))
    page = await visit.start()
    shown = [path for path in PAGES if not path.startswith(tuple(f"{each}/1" for each in OF_ONE))]
    of_each = [path for path in PAGES if path not in shown]
    shown += [path.replace("/1", f"/{2 + n}", 1) for path in of_each for n in range(1, len(parts))]
    told([(path, await visit(page, path)) for path in shown])

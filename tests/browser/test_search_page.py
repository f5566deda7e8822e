"""The search in a real browser: the box on every page, by keyboard alone, on a phone and a laptop."""

from axe_playwright_python.async_playwright import Axe

from tests.browser.conftest import LAPTOP, LOOKS

PATHS = (
    "/search",
    "/search?q=物流",
    "/search?q=物流&part=bot&period=year",
    "/search?q=其他物流",
    "/search?q=没有的话",
    "/search?q=%25",
)


async def test_no_page_of_it_has_an_axe_violation_or_is_too_wide(enter):
    """By day on a laptop; by night on a phone: test_every_page.py."""
    page = await enter("/talks", color_scheme="light", **LAPTOP)
    address = page.url.removesuffix("/talks")
    for path in PATHS:
        await page.goto(address + path)
        found = await Axe().run(page)
        assert not found.response["violations"], (path, found.generate_report())
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} is wider than the screen"


@LOOKS
async def test_the_box_leads_to_what_was_said(screen, scheme, enter):
    page = await enter("/complaints", color_scheme=scheme, **screen)
    box = page.get_by_role("searchbox")
    width = (await box.bounding_box())["width"]
    assert width > 90, "room for a few characters"
    await box.fill("物流")
    await box.press("Enter")
    await page.wait_for_url("**/search?q=*")
    assert await page.locator(".found mark").first.text_content() == "物流"
    await page.get_by_role("link", name="看答卷").first.click()
    await page.wait_for_url("**/responses/*")


async def test_it_works_without_scripts(enter):
    page = await enter("/talks", java_script_enabled=False, **LAPTOP)
    await page.get_by_role("searchbox").fill("物流")
    await page.get_by_role("searchbox").press("Enter")
    await page.get_by_label("范围").select_option("complaints")
    await page.get_by_role("button", name="搜索").click()
    assert "part=complaints" in page.url
    assert set(await page.locator(".found .badge").all_text_contents()) == {"投诉"}

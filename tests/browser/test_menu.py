"""The menu of a phone: a few places, and the rest a tap away, with and without scripts."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.conftest import LAPTOP, PHONE

SMALL = {**PHONE, "viewport": {"width": 320, "height": 640}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_rest_is_unfolded_and_every_place_can_be_read(scheme, enter):
    page = await enter("/visits", **PHONE, color_scheme=scheme)
    here = page.locator(".menu [aria-current]")
    await expect(page.locator(".menu > a:visible")).to_have_count(4)
    await expect(here).to_be_hidden()
    await page.click("#menu-unfold")
    await expect(here).to_be_in_viewport(ratio=1)
    assert not (await Axe().run(page)).response["violations"]
    await page.click("h1")
    await expect(here).to_be_hidden()


async def test_by_keyboard_it_is_unfolded_gone_through_and_folded_away(enter):
    page = await enter("/", **PHONE)
    await page.focus("#menu-unfold")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    first = page.locator(".menu .rest a").first
    await expect(first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(first).to_be_hidden()
    await expect(page.locator("#menu-unfold")).to_be_focused()


async def test_without_scripts_on_the_smallest_phone_every_place_is_reached(enter):
    page = await enter("/", **SMALL, java_script_enabled=False)
    await page.click("#menu-unfold")
    places = page.locator(".menu a:visible")
    for number in range(await places.count()):
        await expect(places.nth(number)).to_be_in_viewport(ratio=1)
    wide = await page.locator("html").evaluate("page => page.scrollWidth")
    assert wide <= SMALL["viewport"]["width"]
    await page.locator(".menu .rest a", has_text="设置").click()
    await page.wait_for_url("**/settings")


async def test_on_a_laptop_all_of_them_stand_at_the_side(enter):
    page = await enter("/", **LAPTOP)
    await expect(page.locator("#menu-unfold")).to_be_hidden()
    count = await page.locator(".menu a").count()
    await expect(page.locator(".menu a:visible")).to_have_count(count)

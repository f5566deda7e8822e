"""The posters of `manyi qr` as they are printed."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe

from admin import posters
from storage import surveys
from storage.definitions import DATA


@pytest.fixture
def page_of(tmp_path):
    """The file of two posters, one with the longest place there is."""
    survey = surveys.check((DATA / "surveys" / "satisfaction.toml").read_text("utf-8"))
    address = "https://feedback.a-rather-long-name.example.com"
    made = [posters.poster("青禾家居", survey, address, place) for place in ("门店" * 20, "")]
    file = tmp_path / "posters.html"
    file.write_text(posters.page(made, "zh-CN"), "utf-8")
    return file.as_uri()


async def test_each_poster_is_one_sheet_and_axe_finds_nothing(page_of, open_page):
    page = await open_page(page_of)
    found = await Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    printed = await page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", printed)) == 2
    for poster in await page.locator(".poster").all():
        assert await poster.evaluate("e => e.scrollHeight <= e.clientHeight")


async def test_posters_of_many_places_open_beside_the_form_as_often_as_wanted(enter):
    page = await enter("/poster")
    await page.fill("#places", "\n".join(f"上海静安寺旗舰店{each}号" for each in range(120)))
    for _ in range(2):
        async with page.expect_popup() as opening:
            await page.click("form.slim button")
        sheets = await opening.value
        await sheets.wait_for_selector(".poster:nth-of-type(120)")
        await sheets.reload()
        assert await sheets.locator(".poster").count() == 120

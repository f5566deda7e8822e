"""The pickers of questions without a row of buttons: by touch, by keyboard, by screen reader."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_chat_page import LEVELS, PIXEL, bubbles, question, stand_in, write  # noqa: F401

MATTERS = [
    ["q", "质量", ""],
    ["p", "价格", ""],
    ["d", "交货快慢", ""],
    ["s", "售后服务，包括上门安装和维修", ""],
]
SKIP = [["skip", "跳过", ""]]
HUNDRED = {"low": 0, "high": 100, "unit": "分"}
KINDS = {
    "date": {"choices": SKIP},
    "number": {"details": {"unit": "件"}, "choices": SKIP},
    "hundred": {"picker": "number", "details": HUNDRED},
    "phone": {"choices": SKIP},
    "signature": {},
    "photo": {"details": {"accept": "photo"}, "choices": SKIP},
    "file": {"details": {"accept": "file"}},
    "ranking": {"choices": MATTERS, "many": True, "details": {"least": 4, "most": 4}},
}


def asks(server, kind):
    """The server asks one question of this kind, and thanks for whatever comes."""
    server.say(**({"text": f"一个{kind}问题", "of": f"1.{kind}", "picker": kind} | KINDS[kind]))
    server.answers = lambda message: [{"text": "谢谢"}]


async def thanked(page):
    await expect(bubbles(page, "bot").last).to_have_text("谢谢")


async def test_a_day_is_picked(stand_in, open_page):  # noqa: F811
    asks(stand_in, "date")
    page = await open_page(stand_in.url, **PHONE)
    field = page.get_by_label("一个date问题").locator("input")
    await page.get_by_role("button", name="就这一天").click()
    await expect(page.get_by_role("alert")).to_have_text("请先选一个日期")
    await expect(field).to_be_focused()
    await field.fill("2026-11-20")
    await page.get_by_role("button", name="就这一天").click()
    await thanked(page)
    assert (stand_in.rows[1]["of"], stand_in.rows[1]["keys"]) == ("1.date", ["2026-11-20"])
    await expect(page.locator(".own")).to_be_hidden()


async def test_a_number_has_its_unit_and_one_outside_is_told(stand_in, open_page):  # noqa: F811
    asks(stand_in, "hundred")
    page = await open_page(stand_in.url, **PHONE)
    field = page.get_by_role("spinbutton")
    await field.fill("120")
    await field.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("请给 0 到 100 之间的数字")
    await field.fill("85")
    await expect(page.get_by_role("slider")).to_have_value("85")
    await field.press("Enter")
    await thanked(page)
    assert stand_in.rows[1]["keys"] == ["85"]
    await expect(bubbles(page)).to_have_text(["85分"])


async def test_nothing_is_chosen_before_the_slider_was_touched_and_arrows_move_it(stand_in, open_page):  # noqa: F811
    asks(stand_in, "hundred")
    page = await open_page(stand_in.url, **LAPTOP)
    slider = page.get_by_role("slider")
    await expect(slider).to_have_attribute("aria-valuetext", "还没有选")
    await page.get_by_role("button", name="确定").click()
    await expect(page.get_by_role("alert")).to_have_text("请先给一个数字")
    await slider.focus()
    for _ in range(3):
        await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("spinbutton")).to_have_value("53")
    await expect(slider).to_have_attribute("aria-valuetext", "53分")
    await page.get_by_role("button", name="确定").click()
    await thanked(page)
    assert stand_in.rows[1]["keys"] == ["53"]


async def test_a_name_is_signed_and_a_telephone_number_given(stand_in, open_page):  # noqa: F811
    for kind, text, button in (("signature", "王小明", "签字"), ("phone", "138 0013 8000", "就这个号码")):
        asks(stand_in, kind)
        page = await open_page(stand_in.url, **PHONE)
        await page.locator(f".own-{kind} input").last.fill(text)
        await page.get_by_role("button", name=button).last.click()
        await thanked(page)
        assert stand_in.rows[-2]["keys"] == [text]
        await expect(bubbles(page).last).to_have_text(text)


async def test_what_may_be_skipped_is_skipped_and_written_words_answer_too(stand_in, open_page):  # noqa: F811
    asks(stand_in, "date")
    page = await open_page(stand_in.url, **PHONE)
    await page.get_by_role("button", name="跳过").click()
    await thanked(page)
    assert stand_in.rows[1]["keys"] == ["skip"]
    asks(stand_in, "number")
    await stand_in.push()
    await write(page, "三件")
    await expect(bubbles(page)).to_have_text(["跳过", "三件"])
    await expect(page.locator(".own")).to_have_count(2)
    await expect(page.locator(".own:visible")).to_have_count(0)


async def test_options_are_put_in_order_by_touching_them(stand_in, open_page):  # noqa: F811
    asks(stand_in, "ranking")
    page = await open_page(stand_in.url, **PHONE)
    for name in ("交货快慢", "质量"):
        await page.get_by_role("button", name=name).click()
    await expect(page.get_by_role("button", name="质量，排第 2")).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("button", name="交货快慢，排第 1").click()
    await expect(page.get_by_role("button", name="质量，排第 1")).to_be_visible()
    await page.get_by_role("button", name="重新排").click()
    for name in ("售后服务", "质量", "价格"):
        await page.get_by_role("button", name=name).click()
    await expect(page.get_by_role("button", name="交货快慢，排第 4")).to_be_visible()
    await page.get_by_role("button", name="就这个顺序").click()
    await thanked(page)
    assert stand_in.rows[1]["keys"] == ["s", "q", "p", "d"]
    await expect(page.locator(".ranking .place")).to_have_text(["2", "3", "4", "1"])
    await page.reload()
    await expect(page.locator(".ranking .place")).to_have_text(["2", "3", "4", "1"])


async def test_options_are_put_in_order_by_the_keyboard_and_it_is_read_out(stand_in, open_page):  # noqa: F811
    asks(stand_in, "ranking")
    page = await open_page(stand_in.url, **LAPTOP)
    await page.get_by_role("button", name="质量").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".ranking [role=status]")).to_have_text("质量，排第 1")
    for _ in range(2):
        await page.keyboard.press("Tab")
        await page.keyboard.press("Space")
    for _ in range(3):
        await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="就这个顺序")).to_be_focused()
    await page.keyboard.press("Enter")
    await thanked(page)
    assert stand_in.rows[1]["keys"] == ["q", "p", "d", "s"]


async def test_only_the_first_few_are_wanted(stand_in, open_page):  # noqa: F811
    asks(stand_in, "ranking")
    stand_in.rows[0]["details"] = {"least": 1, "most": 2}
    page = await open_page(stand_in.url, **PHONE)
    for name in ("价格", "质量", "交货快慢"):
        await page.get_by_role("button", name=name).click(force=True)
    await page.get_by_role("button", name="就这个顺序").click()
    await thanked(page)
    assert stand_in.rows[1]["keys"] == ["p", "q"]


async def test_a_photo_comes_from_the_camera_or_the_album(stand_in, open_page):  # noqa: F811
    asks(stand_in, "photo")
    page = await open_page(stand_in.url, **PHONE)
    for name, capture in (("拍照", "environment"), ("选照片", None)):
        async with page.expect_file_chooser() as chosen:
            await page.get_by_role("button", name=name).click()
        chooser = await chosen.value
        assert await chooser.element.get_attribute("accept") == "image/*"
        assert await chooser.element.get_attribute("capture") == capture
    await chooser.set_files({"name": "箱子.png", "mimeType": "image/png", "buffer": PIXEL})
    await expect(page.locator(".row.me:not(.unsent) img")).to_have_count(1)
    assert [content for content, _ in stand_in.files.values()] == [PIXEL]


async def test_who_has_no_camera_at_hand_is_offered_none(stand_in, open_page):  # noqa: F811
    asks(stand_in, "photo")
    page = await open_page(stand_in.url, **LAPTOP)
    await expect(page.get_by_role("button", name="选照片")).to_be_visible()
    await expect(page.get_by_role("button", name="拍照")).to_be_hidden()


async def test_the_rows_of_a_matrix_are_a_short_run(stand_in, open_page):  # noqa: F811
    for number in (1, 2, 3):
        stand_in.say(**question(number, details={"run": "m"}))
        if number < 3:
            stand_in.say("满意", "me", of=f"1.q{number}", keys=["4"])
    page = await open_page(stand_in.url, **PHONE)
    await expect(page.locator(".picker")).to_have_count(3)
    await expect(page.locator(".picker:visible")).to_have_count(1)
    top, bottom = (
        await page.locator(".row").first.bounding_box(),
        await page.locator(".picker").last.bounding_box(),
    )
    assert bottom["y"] + bottom["height"] - top["y"] < 480


@pytest.mark.parametrize("kind", KINDS)
async def test_it_fits_a_small_phone(stand_in, open_page, kind):  # noqa: F811
    asks(stand_in, kind)
    page = await open_page(stand_in.url, **PHONE | {"viewport": {"width": 320, "height": 568}})
    await expect(page.locator(".picker")).to_be_visible()
    wide = "[...document.querySelectorAll('#scroll, body')].map(e => e.scrollWidth - e.clientWidth)"
    assert await page.evaluate(wide) == [0, 0]


@pytest.mark.parametrize("kind", KINDS)
async def test_axe_finds_nothing_and_nothing_runs_out_of_the_page(stand_in, open_page, kind):  # noqa: F811
    scheme = ("light", "dark")[list(KINDS).index(kind) % 2]
    asks(stand_in, kind)
    page = await open_page(stand_in.url, color_scheme=scheme, **PHONE)
    await expect(page.locator(".picker")).to_be_visible()
    found = await Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    wide = "[...document.querySelectorAll('#scroll, body')].map(e => e.scrollWidth - e.clientWidth)"
    assert await page.evaluate(wide) == [0, 0]
    for button in await page.locator(".picker button:visible").all():
        assert (await button.bounding_box())["height"] >= 44

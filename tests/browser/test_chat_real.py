"""The chat page at the real door: a customer answers one question of every kind, and everything is kept."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect
from sqlalchemy import select

from storage import db
from storage.tables.answers import answers
from tests.browser.conftest import PHONE
from tests.browser.test_chat_page import bubbles, write


async def test_every_kind_of_question_is_answered_by_touch_and_kept(serve, settings, open_page):
    door = await serve()
    page = await open_page(str(door.make_url("/")), **PHONE)
    await page.get_by_role("button", name="可以，开始").click()
    await page.get_by_role("radio", name="9", exact=True).click()
    await page.get_by_role("radio", name="5 星").click()
    await page.get_by_role("button", name="门店").click()
    await page.get_by_role("checkbox", name="质量").click()
    await page.get_by_role("checkbox", name="价格").click()
    await page.get_by_role("button", name="选好了（2 项）").click()
    await page.get_by_role("button", name="解决了").click()
    await expect(page.locator("#count")).to_have_text("第 6 题，共 6 题")
    await write(page, "说明书的字太小，老人看不清")
    said = ["可以，开始", "9", "5 星", "门店", "质量、价格", "解决了", "说明书的字太小，老人看不清"]
    await expect(bubbles(page)).to_have_text(said)
    await expect(page.locator(".picker.quiet")).to_have_count(7)
    await page.reload()
    await expect(bubbles(page)).to_have_text(said)
    await expect(page.locator(".picker .chosen")).to_have_count(7)
    results = await Axe().run(page)
    assert not results.response["violations"], results.generate_report()
    engine = db.engine(settings.database_url)
    with db.reading(engine) as session:
        kept = dict(session.execute(select(answers.c.question, answers.c.text)).all())
    engine.dispose()
    assert kept["words"] == "说明书的字太小，老人看不清"
    assert set(kept) == {"recommend", "overall", "bought", "matters", "solved", "words"}


async def test_the_talk_goes_on_after_the_door_was_restarted(serve, open_page, unused_tcp_port):
    door = await serve(unused_tcp_port)
    page = await open_page(str(door.make_url("/")))
    await page.get_by_role("button", name="可以，开始").click()
    await expect(page.locator("#count")).to_have_text("第 1 题，共 6 题")
    await serve.stop()
    await page.get_by_role("radio", name="8", exact=True).click()
    await expect(page.locator(".unsent .state")).to_contain_text("未发出")
    await serve(unused_tcp_port)
    await expect(page.locator("#count")).to_have_text("第 2 题，共 6 题")
    await expect(bubbles(page)).to_have_text(["可以，开始", "8"])
    await expect(page.locator(".unsent")).to_have_count(0)


async def test_a_file_is_kept_and_a_program_is_not(serve, open_page):
    door = await serve()
    page = await open_page(str(door.make_url("/")))
    await expect(page.locator(".picker")).to_have_count(1)
    await page.set_input_files(
        "#file", {"name": "清单.txt", "mimeType": "text/plain", "buffer": "外箱破损".encode()}
    )
    link = page.locator(".row.me:not(.unsent) a.file")
    await expect(link).to_contain_text("清单.txt")
    kept = await page.request.get(await link.evaluate("link => link.href"))
    assert await kept.text() == "外箱破损"
    await page.set_input_files(
        "#file", {"name": "a.exe", "mimeType": "application/x-dosexec", "buffer": b"MZ\x00\x01"}
    )
    await expect(page.locator(".unsent.failed .state")).not_to_be_empty()

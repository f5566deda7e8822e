"""A survey made in the browser: from a template to the chat, by two people at once, on a phone, at night."""

import asyncio
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect
from sqlalchemy import func, select

from admin import web
from bot.__main__ import app
from storage import db, drafts
from storage.domain import questions
from storage.settings import Settings
from storage.tables import conversations, responses
from tests.admin.web import world as worlds
from tests.browser.conftest import LOOKS, PHONE, signed_in
from tests.browser.test_chat_page import bubbles
from tests.ports import bound

DESK = {"viewport": {"width": 1280, "height": 900}}


def with_a_survey(url):
    """Makes a database with one of staff in each role, and a survey."""
    db.upgrade(url)
    engine = db.engine(url)
    with db.writing(engine) as session:
        worlds.staff(session)
        worlds.survey(session)
    engine.dispose()


@pytest.fixture
def sockets():
    """Of both doors, by the setting of their port: taken before it is told, so that nobody else gets it."""
    return {name: bound() for name in ("bot_port", "admin_port")}


@pytest.fixture
def settings(copied, library, sockets):
    url = copied(with_a_survey)
    ports = {name: each.getsockname()[1] for name, each in sockets.items()}
    return Settings(database_url=url, data=library, organisation="晨光家电", _env_file=None, **ports)


@pytest_asyncio.fixture(loop_scope="session")
async def place(settings, sockets):
    """An engine on the database behind both doors, which are open."""
    engines = [db.engine(settings.database_url) for _ in range(3)]
    doors = {"bot_port": app(engines[0], settings), "admin_port": web.app(engines[1], settings)}
    servers = [
        TestServer(made, port=getattr(settings, name), socket_factory=lambda *_, own=sockets[name]: own)
        for name, made in doors.items()
    ]
    for server in servers:
        await server.start_server(shutdown_timeout=0.1)
    yield engines[2]
    for server in servers:
        await server.close()
    for engine in engines:
        engine.dispose()


@pytest.fixture
def enter(place, settings, open_page):
    """`await enter(path, role, **context)`: the staff's page for whom that is signed in as."""

    async def open_(path, role="administrator", **context):
        state = signed_in(place, role)
        return await open_page(settings.admin_address + path, storage_state=state, **{**DESK, **context})

    return open_


def card(page, title):
    """The question that is called so."""
    return page.locator(".card-question").filter(has=page.locator("summary b").get_by_text(title, exact=True))


def field(page, where, control="input"):
    """The control of the field at this path of the definition."""
    return page.locator(f'[data-where="{where}"] > {control}').first


async def saved(page):
    await page.click("#save")
    await expect(page.locator(".said-now")).to_contain_text("已存为第")


async def fill(page, card, kind):
    """The question that was just added, with all that its kind needs."""
    where = await card.get_attribute("data-where")
    await field(page, f"{where}.text", "textarea").fill(f"请回答这道 {kind} 题")
    await field(page, f"{where}.title").fill(f"题-{kind}")
    for of in ("option", "row"):
        rows = page.locator(f'[data-where="{where}.{of}"] li .cell[data-where$=".label"] input')
        for number in range(await rows.count()):
            await rows.nth(number).fill(f"第{number + 1}样")


async def test_from_a_template_weights_that_do_not_add_up_are_told_at_their_field(enter):
    page = await enter("/surveys", "handler")
    await page.click("text=新建问卷")
    await page.get_by_role("button", name="用这份 顾客满意度调查（五级）").click()
    await expect(page.locator("#weights")).to_have_text("权重合计 100")
    await page.locator(".card-question summary").first.click()
    weight = field(page, "section.1.question.1.weight")
    await weight.fill("55")
    await expect(page.locator("#weights")).to_have_text("权重合计 105")
    await expect(page.locator("#problems")).to_have_text("有 1 处要改")
    await page.click("#problems")
    problem = page.locator(".problem")
    await expect(problem).to_contain_text("权重合计 105，不是 100")
    await expect(problem).to_be_visible()
    assert await page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    await weight.fill("50")
    await expect(page.locator(".problem")).to_have_count(0)
    await expect(page.locator("#weights")).to_have_text("权重合计 100")


async def test_a_question_of_each_kind_is_saved_tried_out_published_and_offered(
    place, enter, settings, open_page
):
    page = await enter("/surveys-new")
    await page.fill("#title", "每种题都有")
    await page.click("text=开始写")
    adder = page.locator(".adder")
    for kind in questions.names():
        if not await adder.evaluate("each => each.open"):
            await adder.locator("summary").click()
        await adder.locator(f'[data-kind="{kind}"]').click()
        new = page.locator(".card-question").last
        await fill(page, new, kind)
    await saved(page)
    await expect(page.locator(".card-question")).to_have_count(1 + len(questions.names()))

    # reorder: by the button, by the keyboard
    await page.get_by_role("button", name="上移 题-nps").click()
    await expect(page.locator(".said-now")).to_contain_text("「题-nps」现在是第")
    titles = page.locator(".card-question summary b")
    before = await titles.all_text_contents()
    await page.get_by_role("button", name="上移 题-nps").press("Alt+ArrowUp")
    after = await titles.all_text_contents()
    assert after.index("题-nps") == before.index("题-nps") - 1

    # a branch in plain words
    words = card(page, "题-text")
    await words.locator("details summary", has_text="什么时候问").click()
    await words.locator(".conditions").first.get_by_role("button", name="加一个条件").click()
    row = words.locator(".conditions li").first
    await row.get_by_label("哪一题").select_option(label="题-single")
    await row.get_by_role("checkbox", name="第2样").check()
    await row.get_by_role("checkbox", name="第1样").uncheck()
    await expect(words.locator("summary .badge.work")).to_have_text("有条件")

    # a problem, at its field, and mended
    where = f"{await words.get_attribute('data-where')}.title"
    title = field(page, where)
    await title.fill("")
    await expect(page.locator(f'[data-where="{where}"] .problem')).to_have_text("「名称」还没有写。")
    await page.click("#save")
    await expect(page.locator(".said-now")).to_contain_text("还有 1 处要改")
    await expect(title).to_be_focused()
    await title.fill("题-text")
    await expect(page.locator(".problem")).to_have_count(0)

    # tried out beside the sheet, and kept apart
    await page.click("#try")
    chat = page.frame_locator("iframe.phone")
    await expect(chat.locator("#with")).to_have_text("预览，不计入结果")
    await chat.get_by_role("button", name="可以，开始").click()
    await expect(chat.locator("#count")).to_contain_text("第 1 题")
    await chat.locator("#text").fill("都挺好")
    await chat.locator("#text").press("Enter")
    await expect(chat.locator("#count")).to_contain_text("第 2 题")
    with db.reading(place) as session:
        assert session.scalar(select(func.count()).where(conversations.c.preview)) == 1
        assert session.scalar(select(func.count()).where(responses.c.preview)) == 1
        assert session.scalar(select(func.count()).where(~responses.c.preview)) == 0

    # published, and offered to customers
    await page.click(".back")
    await expect(page.locator("#next-name")).to_have_text("准备中的第 1 版")
    await page.get_by_role("button", name="发布", exact=True).click()
    await expect(page.locator(".version")).to_contain_text("已发布")
    await expect(page.locator(".version")).to_contain_text("还没有人答")
    customer = await open_page(settings.bot_address, **PHONE)
    await expect(bubbles(customer, "bot").first).to_contain_text("想听听您的想法")


async def test_what_is_typed_outlives_a_reload_until_it_is_saved_or_dropped(enter):
    page = await enter("/surveys/satisfaction/edit", "handler")
    await field(page, "title").fill("改到一半的名称")
    await expect(page.locator("#kept")).to_have_text("有改动还没存")
    await page.reload()
    await expect(field(page, "title")).to_have_value("改到一半的名称")
    await expect(page.locator("#notes")).to_contain_text("已经为您放回来了")
    await page.click("text=不要这些改动")
    await expect(field(page, "title")).to_have_value("顾客满意度问卷")
    await page.reload()
    await expect(page.locator("#kept")).to_have_text("没有未存的改动")
    await expect(page.locator("#notes")).to_be_empty()


async def test_out_of_reach_or_signed_out_nothing_is_lost(enter, place):
    page = await enter("/surveys/satisfaction/edit", "handler")
    await field(page, "title").fill("断线时写的")
    await page.context.set_offline(True)
    await page.click("#save")
    await expect(page.locator("#notes")).to_contain_text("暂时连不上")
    await page.context.set_offline(False)
    await page.context.clear_cookies()
    await page.locator("#save").click()
    await expect(page.locator("#notes")).to_contain_text("登录已经过期")
    await expect(page.locator("#notes a")).to_have_attribute("href", "/sign-in")
    await page.evaluate("document.querySelector('.session-ended').hidden = false")  # the page has noticed too
    await expect(page.locator(".session-ended")).to_be_hidden()
    await expect(field(page, "title")).to_have_value("断线时写的")
    await page.context.add_cookies(signed_in(place, "handler")["cookies"])
    await page.click("#save")
    await expect(page.locator("#kept")).to_have_text("没有未存的改动")


async def test_two_people_at_once_the_later_is_told_and_both_changes_are_merged(enter, place):
    one = await enter("/surveys/satisfaction/edit", "handler")
    other = await enter("/surveys/satisfaction/edit", "administrator")
    await field(one, "purpose", "textarea").fill("想知道哪里该改")
    await one.locator(".card-question summary").first.click()
    await field(one, "section.1.question.1.title").fill("质量")
    await saved(one)

    await other.locator(".card-question summary").first.click()
    await field(other, "section.1.question.1.title").fill("东西好不好")
    await field(other, "section.1.question.1.text", "textarea").fill("东西用着怎么样？")
    await other.click("#save")
    notes = other.locator("#notes")
    await expect(notes).to_contain_text("handler先生在")
    await expect(notes).to_contain_text("所以您的还没有存")
    await expect(notes).to_contain_text("为什么问")
    await other.click("text=合并两边的改动")
    await expect(notes).to_contain_text("有 1 处两边都改了")
    await expect(notes).to_contain_text("您写的是「东西好不好」，对方写的是「质量」。")
    await expect(field(other, "purpose", "textarea")).to_have_value("想知道哪里该改")
    await saved(other)
    with db.reading(place) as session:
        newest = drafts.newest(session, "satisfaction")
    question = newest.definition["section"][0]["question"][0]
    assert (newest.by, newest.number) == ("administrator先生", 2)
    assert newest.definition["purpose"] == "想知道哪里该改"
    assert (question["title"], question["text"]) == ("东西好不好", "东西用着怎么样？")

    await field(one, "title").fill("我那一份")
    await one.click("#save")
    await one.click("text=另存为我自己的一份")
    await one.wait_for_url("**/surveys/satisfaction_2/edit")
    await expect(field(one, "title")).to_have_value("我那一份（另一份）")


async def test_by_keyboard_alone_a_question_is_removed_brought_back_and_copied(enter):
    page = await enter("/surveys/satisfaction/edit", "handler")
    titles = page.locator(".card-question summary b")
    await page.get_by_role("button", name="删去 价格").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".said-now")).to_have_text("已删去「价格」。")
    await expect(titles).to_have_count(5)
    await expect(page.get_by_role("button", name="撤销")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(titles).to_have_text(["产品质量", "交付与物流", "服务态度", "价格", "沟通响应", "想说的话"])
    await page.get_by_role("button", name="照样再来一道 想说的话").press("Enter")
    await expect(titles).to_have_count(7)
    await expect(page.locator("[data-where='section.2.question.2.text'] textarea").first).to_be_focused()
    await page.keyboard.press("Control+A")
    await page.keyboard.type("价格合适吗？")
    await saved(page)


async def test_a_blank_survey_is_written_and_previewed_by_keyboard_in_a_few_steps(enter):
    page = await enter("/surveys-new")
    await page.fill("#title", "只有一题")
    await page.click("text=开始写")
    await expect(page.get_by_role("textbox", name="名称", exact=True).first).to_be_focused()
    await page.locator(".card-question summary").first.click()
    await expect(page.locator(".card-question .body")).to_be_visible()
    assert "null" not in await page.locator(".card-question").inner_text()
    await page.get_by_role("link", name="跳到加一道题").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".adder summary")).to_be_focused()
    await page.get_by_role("link", name="跳到预览").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#try")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#preview iframe")).to_be_focused()
    await expect(page.get_by_role("heading", name="预览")).to_have_count(1)


async def test_the_buttons_of_a_question_are_called_as_it_is_called_now(enter):
    page = await enter("/surveys/satisfaction/edit", "handler")
    await page.locator(".adder summary").first.click()
    await page.locator(".adder").first.locator('[data-kind="nps"]').click()
    new = page.locator("details.question[open]")
    where = await page.locator(".card-question").filter(has=new).get_attribute("data-where")
    await expect(page.get_by_role("button", name="删去 还没写的题")).to_have_count(1)
    await field(page, f"{where}.title").press_sequentially("推荐")
    await expect(field(page, f"{where}.title")).to_be_focused()
    await expect(page.get_by_role("button", name="删去 还没写的题")).to_have_count(0)
    for of in ("上移", "下移", "照样再来一道", "删去"):
        await expect(page.get_by_role("button", name=f"{of} 推荐")).to_have_count(1)


async def test_what_is_not_changed_is_not_saved_and_what_is_stands_as_a_draft(enter, place):
    page = await enter("/surveys/satisfaction/edit", "handler")
    await page.click("#save")
    await expect(page.locator(".said-now")).to_have_text("没有改动，不用存。")
    await expect(page.locator("#standing + .badge")).to_have_text("已发布")
    await field(page, "title").fill("改一个名称")
    await page.keyboard.press("Control+s")
    await expect(page.locator(".said-now")).to_have_text("已存为第 2 版草稿。")
    await expect(page.locator("#standing")).to_have_text("第 2 版")
    await expect(page.locator("#standing + .badge")).to_have_text("草稿")


async def test_whatever_was_done_is_undone_and_what_was_open_stays_open(enter):
    page = await enter("/surveys/satisfaction/edit", "handler")
    await expect(page.locator("#undo")).to_have_attribute("aria-disabled", "true")
    await page.locator(".card-question summary").nth(1).click()
    await page.get_by_role("button", name="不要英语，连同写好的译文").click()
    await card(page, "交付与物流").locator("select").last.select_option("5")
    await expect(page.locator(".said-now")).to_have_text("「交付与物流」现在是第 5 题。")
    await page.get_by_role("button", name="删去 价格").click()
    for _ in range(3):
        await page.click("#undo")
    await expect(page.locator("#kept")).to_have_text("没有未存的改动")
    await expect(page.locator("details.question[open] summary b")).to_have_text("交付与物流")
    await field(page, "title").fill("写错了")
    await page.locator("#undo").focus()
    await page.keyboard.press("Control+z")
    await expect(field(page, "title")).to_have_value("顾客满意度问卷")


async def test_closing_words_and_their_translations_change_place_together(enter, place):
    page = await enter("/surveys/satisfaction/edit", "handler")
    await page.select_option("#beside", "en")
    plain = await field(page, "in.en.closing", "textarea").input_value()
    await page.locator("#part-closings > summary").click()
    await page.get_by_role("button", name="加一句").click()
    await expect(field(page, "in.en.closing.2.text", "textarea")).to_have_value(plain)
    await field(page, "closing.1.text", "textarea").fill("让您失望了，我们会改。")
    await field(page, "in.en.closing.1.text", "textarea").fill("We let you down, and will do better.")
    await page.select_option("#beside", "zh-TW")
    await field(page, "in.zh-TW.closing.1.text", "textarea").fill("讓您失望了，我們會改。")
    await saved(page)
    await page.get_by_role("button", name="删去这一句").first.click()
    await saved(page)
    with db.reading(place) as session:
        newest = drafts.newest(session, "satisfaction")
    assert newest.definition["in"]["en"]["closing"] == plain
    assert isinstance(newest.definition["closing"], str)


async def test_of_two_who_save_at_the_same_moment_one_is_told(enter, place):
    one = await enter("/surveys/satisfaction/edit", "handler")
    other = await enter("/surveys/satisfaction/edit", "administrator")
    await field(one, "purpose", "textarea").fill("想知道哪里该改")
    await field(other, "title").fill("新名称")
    await asyncio.gather(one.click("#save"), other.click("#save"))
    merge = "text=合并两边的改动"
    await expect(one.locator(merge).or_(one.get_by_text("已存为第 2 版草稿。"))).to_be_visible()
    await expect(other.locator(merge).or_(other.get_by_text("已存为第 2 版草稿。"))).to_be_visible()
    later, first = (one, other) if await one.locator(merge).count() else (other, one)
    await expect(first.locator(".said-now")).to_have_text("已存为第 2 版草稿。")
    await expect(later.locator(".differences")).to_contain_text("修改问卷「")
    await expect(later.locator(".differences")).not_to_contain_text("没有标题")
    await later.click(merge)
    await saved(later)
    with db.reading(place) as session:
        newest = drafts.newest(session, "satisfaction")
    assert (newest.definition["title"], newest.definition["purpose"]) == ("新名称", "想知道哪里该改")


async def test_a_draft_is_discarded_and_found_again_by_hand(enter):
    page = await enter("/surveys/satisfaction/edit", "handler")
    await field(page, "title").fill("改坏了")
    await saved(page)
    await page.click(".back")
    await page.locator("#discard summary").click()
    await page.get_by_role("button", name="放弃第 2 版").click()
    await expect(page.get_by_role("heading", name="顾客满意度问卷")).to_be_visible()
    await expect(page.locator(".version").first).to_contain_text("已放弃")
    await expect(page.locator("main")).not_to_contain_text("改名为")
    await page.get_by_role("button", name="找回来接着写").click()
    await expect(page.locator("main")).to_contain_text("第 2 版改名为「改坏了」")
    await expect(page.get_by_role("heading", name="顾客满意度问卷")).to_be_visible()


async def test_who_writes_on_at_a_draft_that_a_colleague_discards_is_told_so(enter):
    page = await enter("/surveys/satisfaction/edit", "handler")
    await field(page, "title").fill("改了名称")
    await saved(page)
    other = await enter("/surveys/satisfaction", "administrator")
    await other.locator("#discard summary").click()
    await other.get_by_role("button", name="放弃第 2 版").click()
    await expect(other.locator(".version").first).to_contain_text("已放弃")
    await field(page, "title").fill("又改了名称")
    await page.click("#save")
    await expect(page.locator("#notes")).to_contain_text("刚刚放弃了您在写的第 2 版草稿")
    await page.click("text=合并两边的改动")
    await page.click("#save")
    await expect(page.locator(".said-now")).to_have_text("已存为第 3 版草稿。")


async def test_languages_stand_side_by_side_and_what_is_missing_is_told(enter):
    page = await enter("/surveys-new", "handler")
    await page.fill("#title", "双语的")
    await page.click("text=开始写")
    await page.locator("#part-languages summary").click()
    await page.get_by_role("button", name="加一种语言 英语").click()
    await expect(page.locator("#problems")).to_have_text("有 2 处要改")
    await expect(page.locator("#notes .problem")).to_have_text("英语还缺：名称、为什么问。")
    await field(page, "in.en.title").fill("In two languages")
    await field(page, "in.en.purpose", "textarea").fill("We would like to hear from you")
    await page.locator(".card-question summary").first.click()
    await expect(page.locator(".card-question > .problem")).to_have_text("英语还缺：怎样问。")
    await field(page, "section.1.question.1.in.en.text", "textarea").fill("What would you like to tell us?")
    await expect(page.locator(".problem")).to_have_count(0)
    await saved(page)


PAGES = (
    "/surveys",
    "/surveys-new",
    "/surveys/satisfaction",
    "/surveys/satisfaction/compare?old=1&new=2",
    "/surveys/satisfaction/versions/1/preview",
    "/surveys/satisfaction/edit",
)


@LOOKS
async def test_no_page_of_surveys_has_an_axe_violation(screen, scheme, enter, place):
    with db.writing(place) as session:
        newest = drafts.newest(session, "satisfaction")
        changed = {**newest.definition, "title": "新名称", "target": 90}
        drafts.save(session, "satisfaction", changed, newest.digest, None, datetime.now(UTC))
    page = await enter("/surveys", color_scheme=scheme, **screen)
    address = page.url.removesuffix("/surveys")
    for path in PAGES:
        await page.goto(address + path)
        if path.endswith("/edit"):
            await page.select_option("#beside", "en")
            await page.locator(".card-question summary").first.click()
            await field(page, "section.1.question.1.title").fill("")
            await page.locator("details summary", has_text="什么时候问").first.click()
            await page.locator(".adder summary").first.click()
            await expect(page.locator(".problem").first).to_be_visible()
        found = await Axe().run(page)
        assert not found.response["violations"], (path, found.generate_report())
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} is wider than the screen"

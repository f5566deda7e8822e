"""The staff's pages in a real browser: axe, light and dark, phone and laptop; alive; by keyboard."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.async_playwright import Axe
from sqlalchemy import delete

from storage import complaints, conversations, corrections, db, hooks, responses, users
from storage.tables import sessions
from tests.admin.web import world as worlds
from tests.browser.conftest import LAPTOP, PHONE

PATHS = (
    *("/", "/complaints", "/complaints/1", "/complaints/statistics?period=year", "/customers/1"),
    *("/settings", "/components", "/nope"),
)
"""One page of each kind, and the one on which every component is shown."""


@pytest.mark.parametrize("role", ["administrator"])
async def test_no_kind_of_page_has_an_axe_violation_on_a_laptop_by_day(enter):
    """Every page, on a narrow screen by night: test_every_page.py."""
    page = await enter("/", color_scheme="light", **LAPTOP)
    address = page.url[:-1]
    for path in PATHS:
        await page.goto(address + path)
        if path == "/":
            await page.wait_for_selector("#chart-mood svg")
        found = await Axe().run(page)
        assert not found.response["violations"], (path, found.generate_report())
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} is wider than the screen"


async def test_the_sign_in_page_has_no_axe_violation(place, open_page):
    page = await open_page(place[2] + "/sign-in")
    assert not (await Axe().run(page)).response["violations"]


async def test_arrow_keys_walk_through_a_chart_and_read_it_out(enter):
    page = await enter("/")
    await page.wait_for_selector("#chart-items svg")
    await page.focus("#chart-items .canvas")
    said = page.locator("#chart-items [aria-live]")
    await page.keyboard.press("ArrowRight")
    first = await said.text_content()
    assert first.startswith("指标 ")
    assert "平均分 75.0" in first
    await page.keyboard.press("ArrowDown")
    assert await said.text_content() != first
    await page.keyboard.press("Home")
    assert await said.text_content() == first
    await page.keyboard.press("Escape")
    assert await said.text_content() == ""


async def test_the_pointer_shows_a_value(enter):
    page = await enter("/")
    await page.hover("#chart-items svg .mark-rect path >> nth=0")
    await page.wait_for_selector("#vg-tooltip-element.visible")
    assert "75.0" in await page.locator("#vg-tooltip-element").text_content()


async def something_happens(page, engine, world):
    """Another response, a complaint goes on; the page shows it."""
    with db.writing(engine) as session:
        worlds.respond(session, world.version, world.talk, "刚写下的一句话", 25.0)
        complaints.move(session, world.complaint, "investigate", "staff", world.staff["handler"], worlds.NOW)
    await page.wait_for_selector("text=刚写下的一句话")


async def test_the_summary_changes_by_itself(place, enter):
    engine, world, _ = place
    page = await enter("/")
    await page.wait_for_selector(".live-sign[data-on=true]")
    await page.focus("select[name=period]")
    await something_happens(page, engine, world)
    assert await page.locator(".hero .large").text_content() == "50.0"
    assert await page.evaluate("document.activeElement.name") == "period"


async def test_what_is_being_written_survives_what_happens_meanwhile(place, enter):
    engine, world, _ = place
    page = await enter(f"/complaints/{world.complaint}")
    await page.wait_for_selector(".live-sign[data-on=true]")
    await page.fill("#words", "写到一半的答复")
    with db.writing(engine) as session:
        complaints.move(session, world.complaint, "investigate", "staff", world.staff["handler"], worlds.NOW)
    await page.wait_for_selector("#steps >> text=开始调查")
    await page.wait_for_selector("#steps .live-sign >> text=实时更新")
    assert await page.input_value("#words") == "写到一半的答复"
    await page.click("text=答复顾客 >> visible=true")
    await page.wait_for_selector("[role=alert]")
    assert "刚刚有了变化" in await page.locator("[role=alert]").text_content()
    assert await page.input_value("#words") == "写到一半的答复"
    await page.click("button >> text=答复顾客")
    await page.wait_for_selector("#entries >> text=写到一半的答复")


async def test_who_signs_out_leaves_nothing_to_read_in_another_tab(place, enter):
    _, world, address = place
    page = await enter(f"/complaints/{world.complaint}")
    await page.wait_for_selector(".live-sign[data-on=true]")
    await page.fill("#words", "写到一半的答复")
    other = await page.context.new_page()
    await other.goto(address)
    await other.click("text=退出")
    await other.wait_for_url("**/sign-in*")
    await page.wait_for_url("**/sign-in*")
    assert "写到一半" not in await page.content()
    assert await page.evaluate("history.length") == 2, "the page is replaced: no way leads back to it"


@pytest.mark.parametrize("path", ["/customers", "/complaints", "/responses", "/parked"])
async def test_a_list_that_nobody_writes_in_is_left_when_the_session_ends(place, enter, path):
    page = await enter(path)
    with db.writing(place[0]) as session:
        session.execute(delete(sessions))
    await page.wait_for_url("**/sign-in?back=*")


async def test_who_is_writing_when_the_session_ends_loses_nothing(place, enter):
    engine, world, _ = place
    page = await enter(f"/complaints/{world.complaint}")
    await page.wait_for_selector(".live-sign[data-on=true]")
    await page.fill("#words", "写到一半的答复")
    with db.writing(engine) as session:
        session.execute(delete(sessions))
    await page.wait_for_selector("text=登录已经过期，您写的还在")
    assert await page.input_value("#words") == "写到一半的答复"
    await page.click("button >> text=答复顾客")
    async with page.expect_popup() as opened:
        await page.click("text=登录（新窗口）")
    other = await opened.value
    await other.fill("[name=login]", "handler")
    await other.fill("[name=password]", worlds.PASSWORD)
    await other.click("button >> text=登录")
    await other.wait_for_url(lambda url: "sign-in" not in url)
    await page.click("button >> text=再发一次")
    await page.wait_for_selector("text=的名义存下")
    await page.click("button >> text=再发一次")
    await page.wait_for_selector("#entries >> text=写到一半的答复")


async def test_what_was_refused_is_not_left_when_the_session_ends(place, enter):
    engine, world, _ = place
    page = await enter(f"/complaints/{world.complaint}")
    await page.fill("#words", "写到一半的答复")
    with db.writing(engine) as session:
        complaints.move(session, world.complaint, "investigate", "staff", world.staff["handler"], worlds.NOW)
    await page.click("text=答复顾客 >> visible=true")
    await page.wait_for_selector("[role=alert] >> text=刚刚有了变化")
    await page.wait_for_selector("#steps .live-sign", state="hidden")  # no address shows this page anew
    with db.writing(engine) as session:
        session.execute(delete(sessions))
    await page.wait_for_selector("text=登录已经过期，您写的还在")
    assert await page.input_value("#words") == "写到一半的答复"


async def test_who_links_a_chat_sees_on_the_page_that_it_is_linked(place, enter):
    """The page came from a POST; no page is asked for where there is none, and the code stays."""
    engine, world, _ = place
    page = await enter("/me")
    await page.click("text=连接我的聊天")
    code = await page.locator("#code b").text_content()
    assert "还没有设" in await page.locator("#alerts").text_content()
    refused = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status == 405 else None)
    with db.writing(engine) as session:
        assert users.link_alerts(session, code.removeprefix("staff-"), world.talk, worlds.NOW)
    await page.wait_for_selector("#alerts >> text=网页聊天")
    assert await page.locator("#code b").text_content() == code
    assert refused == []


async def test_a_page_behind_others_still_tells_that_it_is_open_and_not_for_ever(place, enter):
    _, world, _ = place
    page = await enter("/settings")
    await page.clock.install()
    await page.goto(page.url.replace("/settings", f"/complaints/{world.complaint}"))
    await page.wait_for_selector(".live-sign[data-on=true]")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url == page.url else None)
    await page.evaluate(HIDDEN)
    for _ in range(2):
        async with page.expect_response(page.url):
            await page.clock.run_for(60_000)
    for minutes in (60, 1, 1):
        await page.clock.run_for(minutes * 60_000)
        await page.evaluate(ANSWERED)
    asked.clear()
    await page.clock.run_for(180_000)
    assert asked == []


async def test_without_scripts_the_table_stands_open_in_place_of_a_chart(enter):
    page = await enter("/", java_script_enabled=False)
    assert await page.locator("#table-trend table").is_visible()
    assert (await page.locator("#canvas-trend").bounding_box())["height"] == 0
    page = await enter("/")
    await page.wait_for_selector("#chart-trend svg")
    assert not await page.locator("#table-trend table").is_visible()


async def test_a_table_that_was_unfolded_stays_so_when_its_chart_changes(place, enter):
    engine, world, _ = place
    page = await enter("/")
    await page.wait_for_selector("#chart-trend svg")
    await page.wait_for_selector(".live-sign[data-on=true]")
    await page.click("#table-items > summary")
    await something_happens(page, engine, world)
    assert await page.locator("#table-items table").is_visible()
    assert not await page.locator("#table-trend table").is_visible()


async def test_whose_page_it_is_is_read_on_a_phone_before_signing_in(place, open_page):
    page = await open_page(place[2] + "/sign-in", **PHONE)
    assert (await page.get_by_text("青禾家居").bounding_box())["width"] > 20


async def test_where_one_searches_the_menu_leaves_no_hole(enter):
    page = await enter("/search", **LAPTOP)
    brand, menu = [await page.locator(each).bounding_box() for each in (".side .brand", ".side .menu")]
    assert menu["y"] - brand["y"] - brand["height"] < 30


@pytest.mark.parametrize("role", ["administrator"])
async def test_what_is_shown_once_stays_however_often_the_page_updates(place, enter):
    page = await enter("/hooks")
    await page.fill("#url", "https://erp.example.com/manyi")
    await page.check("input[value=complaint]")
    async with page.expect_response(lambda answer: answer.request.resource_type == "fetch"):
        await page.click("form[action='/hooks'] button.main")
    await page.evaluate("fetch('/hooks').then((answer) => answer.text())")
    assert (await page.input_value("#secret")).startswith("whsec_")


@pytest.mark.parametrize("role", ["administrator"])
async def test_what_became_of_a_test_of_a_webhook_appears_by_itself(place, enter):
    engine, world, _ = place
    with db.writing(engine) as session:
        hook, _ = hooks.make(
            session, "https://erp.example.com/manyi", ["complaint"], world.staff["administrator"], worlds.NOW
        )
    page = await enter(f"/hooks/{hook}")
    await page.wait_for_selector(".live-sign[data-on=true]")
    await page.click("#test")
    await page.wait_for_selector("td >> text=等着发")
    await page.wait_for_selector(".live-sign[data-on=true]")
    await page.focus("#test")
    at = datetime.now(UTC)
    with db.writing(engine) as session:
        hooks.settle(session, [hooks.Outcome(each, 503, "status") for each in hooks.claim(session, at)], at)
    await page.wait_for_selector("#hook-state >> text=正在重试")
    await page.wait_for_selector("td >> text=对方回答 503")
    assert await page.evaluate("document.activeElement.id") == "test"


ANSWERED = "fetch(location.href).then((answer) => answer.text())"
"""What was asked for before has been answered too."""

HIDDEN = """
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
"""

SEEN_AGAIN = """[true, false].forEach((hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
})"""


async def test_where_the_network_alone_is_away_the_page_stays(place, enter):
    _, world, _ = place
    page = await enter(f"/complaints/{world.complaint}")
    await page.wait_for_selector(".live-sign[data-on=true]")
    await page.fill("#words", "写到一半的答复")
    asked = []

    async def away(route):
        asked.append(route.request.resource_type)
        await (route.abort() if asked.count("fetch") else route.fulfill(status=502, body="no"))

    await page.route("**/live", away)
    async with page.expect_event("requestfailed", lambda request: request.resource_type == "fetch"):
        await page.evaluate(SEEN_AGAIN)
    await page.wait_for_selector(".live-sign[data-on=false]")
    await page.unroute("**/live")
    await page.wait_for_selector(".live-sign[data-on=true]")
    assert asked[:2] == ["eventsource", "fetch"], "it was asked once"
    assert await page.input_value("#words") == "写到一半的答复"


async def test_a_talk_grows_while_it_is_read(place, enter):
    engine, world, _ = place
    page = await enter(f"/talks/{world.talk}")
    await page.wait_for_selector(".live-sign[data-on=true]")
    with db.writing(engine) as session:
        conversations.hold(session, world.talk, world.staff["administrator"], worlds.NOW)
        conversations.say(session, world.talk, world.staff["administrator"], "我来看看", worlds.NOW)
    await page.wait_for_selector("#transcript >> text=我来看看")
    await page.wait_for_selector("#talk-forms >> text=正在接待这位顾客")


async def test_without_scripts_every_list_and_form_still_works(place, enter):
    page = await enter("/?period=month", java_script_enabled=False)
    await page.select_option("select[name=period]", "year")
    await page.click("text=应用")
    assert "period=year" in page.url
    await page.click("nav >> text=对话")
    await page.click(".rows a >> nth=0")
    await page.click("button >> text=接手对话")
    await page.fill("#words", "您好")
    await page.click("button >> text=发送")
    assert "您好" in await page.locator("#transcript").text_content()
    await page.click("#correct-quality > summary")
    await page.check("#correct-quality >> text=没有回答这道题")
    await page.click("#correct-quality >> text=保存")
    assert "原来是“满意”" in await page.locator("#understood").text_content()


async def test_without_scripts_the_main_forms_and_work_on_many_are_done(place, enter):
    page = await enter("/complaints", java_script_enabled=False)
    address = page.url.rsplit("/", 1)[0]
    await page.check(".pick input >> nth=0")
    await page.click("fieldset.bulk >> text=开始调查")
    assert "已办 1 件" in await page.text_content("#bulk-results")
    for path, fields, button in (
        ("/customers/new", {"name": "许女士"}, "建档案"),
        ("/visits/new?customer=1", {"matters": "谈了交货"}, "记下"),
        ("/complaints/new", {"name": "白先生", "story": "柜门合不上"}, "登记"),
        ("/complaints/1", {"words": "已电话联系"}, "记为备注"),
    ):
        await page.goto(address + path)
        for name, value in fields.items():
            await page.fill(f"main form[method=post] [name={name}] >> nth=0", value)
        await page.click(f"main form[method=post] button:text-is('{button}') >> nth=0")
        assert await page.locator(".notice.bad").count() == 0, path
        shown = await page.locator("main").inner_text()
        assert any(value in shown for value in fields.values()), path


async def test_what_is_being_chosen_survives_what_happens_meanwhile(place, enter):
    engine, world, _ = place
    page = await enter(f"/talks/{world.talk}")
    await page.wait_for_selector(".live-sign[data-on=true]")
    await page.click("#correct-quality > summary")
    await page.check("#correct-quality >> label:text-is('不满意') >> input")
    with db.writing(engine) as session:
        key = responses.answer_ids(session, [(1, "price")])[1, "price"]
        corrections.correct(session, key, ["1"], world.staff["administrator"], worlds.NOW, 0)
        conversations.hold(session, world.talk, world.staff["administrator"], worlds.NOW)
    await page.wait_for_selector("#talk-top >> text=administrator先生")
    assert await page.is_checked("#correct-quality >> label:text-is('不满意') >> input")
    await page.click("#correct-quality >> text=保存")
    await page.wait_for_selector("#understood >> text=handler先生")
    assert await page.locator("#understood dd.corrected").count() == 2

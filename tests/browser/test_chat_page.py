"""The chat page by itself, against a server that says what the test wants."""

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.bot.waiting import until
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.stand_in import StandIn

LEVELS = [
    ["1", "非常不满意", "😠"],
    ["2", "不满意", "🙁"],
    ["3", "一般", "😐"],
    ["4", "满意", "🙂"],
    ["5", "非常满意", "😄"],
]
NUMBERS = [[str(n), str(n), ""] for n in range(11)]
PLACES = [["shop", "门店", ""], ["web", "网店", ""], ["friend", "朋友", ""]]


@pytest_asyncio.fixture(loop_scope="session")
async def stand_in():
    server = StandIn()
    server.http = TestServer(server.app())
    await server.http.start_server()
    server.url = str(server.http.make_url("/"))
    yield server
    await server.http.close()


def question(number, picker="levels", choices=LEVELS, **more):
    return {"text": f"第 {number} 个问题", "of": f"1.q{number}", "picker": picker, "choices": choices,
            "progress": [number, 6], **more}  # fmt: skip


async def write(page, text):
    await page.fill("#text", text)
    await page.press("#text", "Enter")


def bubbles(page, who="me"):
    return page.locator(f".row.{who}:not(.unsent) .text")


async def test_a_level_is_picked_marked_and_the_next_question_comes(stand_in, open_page):
    stand_in.say(**question(1))
    stand_in.answers = lambda message: [question(2)]
    page = await open_page(stand_in.url, **PHONE)
    await expect(page.locator("#count")).to_have_text("第 1 题，共 6 题")
    await page.get_by_role("radio", name="不满意", exact=True).click()
    await expect(page.locator("#count")).to_have_text("第 2 题，共 6 题")
    first, second = page.locator(".picker").nth(0), page.locator(".picker").nth(1)
    await expect(first.get_by_role("radio", name="不满意", exact=True)).to_be_checked()
    await expect(first.locator("[aria-disabled=false]")).to_have_count(0)
    await expect(second.locator("[aria-disabled=false]")).to_have_count(5)
    await expect(bubbles(page)).to_have_text(["不满意"])
    assert stand_in.rows[1]["keys"] == ["2"]


WORDY = [
    ["1", "Very dissatisfied", "😠"],
    ["2", "Dissatisfied", "🙁"],
    ["3", "Neutral", "😐"],
    ["4", "Satisfied", "🙂"],
    ["5", "Very satisfied", "😄"],
]
CUT = """buttons => buttons.filter(button => {
  const text = button.querySelector("span").firstChild;
  for (const { index, 0: word } of text.data.matchAll(/[A-Za-z]+/g)) {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    if (range.getClientRects().length > 1) return true;
  }
  return button.scrollWidth > button.clientWidth;
}).map(button => button.textContent)"""


@pytest.mark.parametrize("width", [320, 360, 390, 800])
async def test_no_word_of_a_level_is_cut(stand_in, open_page, width):
    stand_in.say(**question(1, choices=WORDY))
    stand_in.answers = lambda message: [question(2)]
    page = await open_page(stand_in.url, **{**PHONE, "viewport": {"width": width, "height": 844}})
    levels = page.locator(".levels button")
    await expect(levels).to_have_count(5)
    assert await levels.evaluate_all(CUT) == []
    await levels.first.click()
    columns = page.locator(".picker").nth(1).locator("button")
    await expect(columns).to_have_count(5)
    tops = await columns.evaluate_all("each => each.map(button => button.offsetTop)")
    assert len(set(tops)) == 1, "Chinese levels stay side by side"


async def test_of_what_was_erased_no_empty_bubble_is_left(stand_in, open_page):
    stand_in.say(text="")
    stand_in.say(text="您的资料已经删掉了。")
    page = await open_page(stand_in.url)
    await expect(bubbles(page, "bot")).to_have_text(["您的资料已经删掉了。"])
    await expect(page.locator(".bubble")).to_have_count(1)
    await write(page, "谢谢")
    await expect(page.locator(".bubble")).to_have_count(2)


async def test_an_old_button_says_nothing(stand_in, open_page):
    stand_in.say(**question(1))
    stand_in.answers = lambda message: [question(2)]
    page = await open_page(stand_in.url)
    await write(page, "还可以")
    await expect(page.locator(".picker")).to_have_count(2)
    await expect(page.locator(".picker.quiet")).to_have_count(1)
    await page.locator(".picker").first.get_by_role("radio").first.click(force=True)
    await write(page, "真的")
    await expect(bubbles(page)).to_have_text(["还可以", "真的"])


async def test_several_are_picked_and_then_confirmed(stand_in, open_page):
    stand_in.say(**question(1, "buttons", PLACES, many=True))
    page = await open_page(stand_in.url, **PHONE)
    await page.get_by_role("checkbox", name="门店").click()
    await page.get_by_role("checkbox", name="网店").click()
    await page.get_by_role("checkbox", name="门店").click()
    await page.get_by_role("checkbox", name="朋友").click()
    await page.get_by_role("button", name="选好了（2 项）").click()
    await expect(bubbles(page)).to_have_text(["网店、朋友"])
    assert stand_in.rows[-1]["keys"] == ["web", "friend"]


TICKED_AT_ONCE = """new MutationObserver((_, watch) => {
    const box = document.querySelector("[role=checkbox]");
    if (box) { watch.disconnect(); box.click(); }
}).observe(document, { childList: true, subtree: true })"""


async def test_what_is_ticked_while_the_question_still_comes_in_stays_ticked(stand_in, open_page):
    stand_in.say(**question(1, "buttons", PLACES, many=True))
    page = await open_page("about:blank")
    await page.add_init_script(TICKED_AT_ONCE)
    await page.goto(stand_in.url)
    await page.get_by_role("button", name="选好了（1 项）").click()
    await expect(bubbles(page)).to_have_text([PLACES[0][1]])


async def test_the_keyboard_alone_answers(stand_in, open_page):
    stand_in.say(**question(1))
    stand_in.answers = lambda message: [question(2, "numbers", NUMBERS)] if len(stand_in.rows) == 2 else []
    page = await open_page(stand_in.url, **LAPTOP)
    await page.get_by_role("radio").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Enter"):
        await page.keyboard.press(key)
    await expect(page.get_by_role("radio", name="0", exact=True)).to_be_focused()
    await page.keyboard.press("7")
    await expect(bubbles(page)).to_have_text(["不满意", "7"])


async def test_enter_sends_shift_enter_does_not_and_composing_never(stand_in, open_page):
    page = await open_page(stand_in.url)
    await page.locator("#text").type("一")
    await page.keyboard.press("Shift+Enter")
    await page.locator("#text").type("二")
    composing = (
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
    )
    sent_on = await page.evaluate(f"document.getElementById('text').dispatchEvent({composing})")
    assert sent_on, "Enter belongs to the input method while it composes"
    await page.keyboard.press("Enter")
    await expect(bubbles(page)).to_have_text(["一\n二"], use_inner_text=True)


async def test_numbers_fit_a_small_phone_and_are_large_enough_to_touch(stand_in, open_page):
    stand_in.say(**question(1, "numbers", NUMBERS))
    page = await open_page(stand_in.url, **PHONE | {"viewport": {"width": 320, "height": 568}})
    await expect(page.get_by_role("radio")).to_have_count(11)
    for button in await page.get_by_role("radio").all():
        box = await button.bounding_box()
        assert 0 <= box["x"] <= 320 - box["width"]
        assert min(box["width"], box["height"]) >= 40


@pytest.mark.parametrize("width", [195, 320, 360])
async def test_nothing_runs_out_of_a_narrow_page(stand_in, open_page, width):
    stand_in.say("https://example.com/" + "a" * 300)
    stand_in.say(**question(1))
    stand_in.say(**question(2, "stars"))
    stand_in.say(**question(3, "buttons", PLACES, many=True))
    page = await open_page(stand_in.url, viewport={"width": width, "height": 600})
    await expect(page.locator(".picker")).to_have_count(3)
    wide = "[...document.querySelectorAll('#scroll, body')].map(e => e.scrollWidth - e.clientWidth)"
    assert await page.evaluate(wide) == [0, 0]


async def test_text_is_only_text_and_links_are_only_web_links(stand_in, open_page):
    stand_in.say("<img src=x onerror=alert(1)> javascript:alert(1) 见 https://example.com/a?b=1，谢谢")
    stand_in.answers = lambda message: []
    page = await open_page(stand_in.url)
    await write(page, "<b>1</b> https://example.com \u202etxt")
    await expect(bubbles(page)).to_have_text(["<b>1</b> https://example.com \u202etxt"])
    await expect(page.locator("#log img, #log b")).to_have_count(0)
    links = page.locator("#log a")
    await expect(links).to_have_count(1)
    await expect(links).to_have_attribute("href", "https://example.com/a?b=1")
    await expect(links).to_have_attribute("rel", "noopener noreferrer")


async def test_rows_are_shown_once_and_in_order_however_they_come(stand_in, open_page):
    stand_in.say("一")
    page = await open_page(stand_in.url)
    await expect(bubbles(page, "bot")).to_have_count(1)
    at = stand_in.rows[0]["at"]
    for seq, text in ((3, "三"), (2, "二"), (3, "三"), (1, "一"), (4, "四")):
        for socket in stand_in.sockets:
            await socket.send_json({"type": "said", "seq": seq, "from": "bot", "at": at, "text": text})
    await expect(bubbles(page, "bot")).to_have_text(["一", "二", "三", "四"])


async def test_what_is_shown_is_acknowledged(stand_in, open_page):
    stand_in.say("一")
    stand_in.say("二")
    page = await open_page(stand_in.url)
    await expect(bubbles(page, "bot")).to_have_count(2)
    await write(page, "好")
    await expect(bubbles(page)).to_have_count(1)
    await until(lambda: stand_in.seen >= 2)


async def test_what_was_seen_is_told_again_when_the_line_comes_back(stand_in, open_page):
    """The server may have lost it: what it was told is only certain once the next message is taken."""
    stand_in.say("一")
    page = await open_page(stand_in.url)
    await until(lambda: stand_in.seen == 1)
    stand_in.seen = 0
    await stand_in.hang_up()
    await until(lambda: stand_in.seen == 1)
    assert not (await page.title()).startswith("●")


async def test_a_reload_is_the_same_visit_and_the_link_followed_again_is_another(stand_in, open_page):
    stand_in.say(**question(1))
    page = await open_page(stand_in.url + "?survey=nps")
    await until(lambda: len(stand_in.hellos) == 1)
    await page.reload()
    await until(lambda: len(stand_in.hellos) == 2)
    await page.goto("about:blank")
    await page.goto(stand_in.url + "?survey=nps")
    await until(lambda: len(stand_in.hellos) == 3)
    first, reloaded, again = (hello["visit"] for hello in stand_in.hellos)
    assert first == reloaded != again


async def test_a_talk_survives_a_reload_and_the_survey_asked_for_is_told(stand_in, open_page):
    stand_in.say(**question(1))
    page = await open_page(stand_in.url + "?survey=nps")
    await write(page, "你好")
    await expect(bubbles(page)).to_have_text(["你好"])
    await page.locator("#text").fill("写了一半")
    await page.reload()
    await expect(bubbles(page)).to_have_text(["你好"])
    await expect(page.locator("#text")).to_have_value("写了一半")
    assert [hello["token"] for hello in stand_in.hellos] == [None, stand_in.token]
    assert stand_in.hellos[0]["survey"] == "nps"


async def test_a_lost_connection_comes_back_and_what_was_written_meanwhile_arrives_once(stand_in, open_page):
    stand_in.say("您好")
    page = await open_page(stand_in.url)
    await expect(bubbles(page, "bot")).to_have_count(1)
    await page.context.set_offline(True)
    await stand_in.hang_up()
    await expect(page.locator("#banner")).to_contain_text("重新连接")
    await write(page, "没有网的时候写的")
    await write(page, "第二句")
    await expect(page.locator(".unsent .state").first).to_contain_text("未发出")
    await expect(page.locator("#banner")).to_contain_text("您写的 2 条已经留着")
    await page.context.set_offline(False)
    await expect(page.locator("#banner")).to_contain_text("刚才写的 2 条正在按顺序发出")
    await expect(bubbles(page)).to_have_text(["没有网的时候写的", "第二句"])
    await expect(page.locator(".unsent")).to_have_count(0)
    await expect(page.locator("#banner")).to_be_empty()
    assert stand_in.hellos[-1]["after"] == 1


async def test_what_the_server_never_confirmed_is_sent_again_after_a_reload(stand_in, open_page):
    page = await open_page(stand_in.url)
    stand_in.deaf = True
    await write(page, "会丢吗")
    await expect(page.locator(".unsent .state")).to_have_text("发送中")
    stand_in.deaf = False
    await page.reload()
    await expect(bubbles(page)).to_have_text(["会丢吗"])
    await expect(page.locator(".unsent")).to_have_count(0)
    await page.reload()
    await expect(bubbles(page)).to_have_text(["会丢吗"])


async def test_a_restarted_server_is_found_again(stand_in, open_page, unused_tcp_port):
    stand_in.say("您好")
    again = TestServer(stand_in.app(), port=unused_tcp_port)
    await again.start_server(shutdown_timeout=0.1)
    page = await open_page(str(again.make_url("/")))
    await expect(bubbles(page, "bot")).to_have_count(1)
    await stand_in.hang_up()
    await again.close()
    await write(page, "还在吗")
    again = TestServer(stand_in.app(), port=unused_tcp_port)
    await again.start_server(shutdown_timeout=0.1)
    await expect(bubbles(page)).to_have_text(["还在吗"])
    await again.close()


async def test_a_refused_message_is_shown_with_its_reason_and_can_be_changed(stand_in, open_page):
    stand_in.refusals["不行"] = "这一条没能收下。"
    page = await open_page(stand_in.url)
    await write(page, "不行")
    await expect(page.locator(".unsent .state")).to_have_text("这一条没能收下。")
    await page.get_by_role("button", name="修改").click()
    await expect(page.locator("#text")).to_have_value("不行")
    await expect(page.locator(".unsent")).to_have_count(0)
    await write(page, "行")
    await expect(bubbles(page)).to_have_text(["行"])


async def test_two_tabs_that_began_at_once_end_in_one_talk(stand_in, open_page):
    stand_in.say("您好")
    page = await open_page(stand_in.url)
    await expect(bubbles(page, "bot")).to_have_count(1)
    await page.evaluate("localStorage.setItem('manyi.token', 'another')")
    stand_in.rows.clear()
    stand_in.say("这是另一段对话")
    await stand_in.hang_up()
    await expect(bubbles(page, "bot")).to_have_text(["这是另一段对话"])
    assert [hello["token"] for hello in stand_in.hellos] == [None, "another"]
    assert stand_in.hellos[-1]["after"] == 0


async def test_a_refused_message_stays_refused_when_the_line_breaks(stand_in, open_page):
    stand_in.refusals["不行"] = "这一条没能收下。"
    page = await open_page(stand_in.url)
    await write(page, "不行")
    await expect(page.locator(".unsent .state")).to_have_text("这一条没能收下。")
    await stand_in.hang_up()
    await write(page, "行")
    await expect(bubbles(page)).to_have_text(["行"])
    await expect(page.locator(".unsent .state")).to_have_text("这一条没能收下。")


async def test_what_cannot_be_kept_now_is_sent_again_by_itself_in_order(stand_in, open_page):
    stand_in.unavailable = True
    page = await open_page(stand_in.url)
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    for words in ("一", "二", "三"):
        await write(page, words)
    await expect(page.locator(".unsent.waiting .state")).to_have_text(["暂时没能保存，正在自动重试"] * 3)
    await until(lambda: len(stand_in.tried) >= 2)
    assert len(set(stand_in.tried)) == 1, "what comes after waits behind the first"
    stand_in.unavailable = False
    await expect(bubbles(page)).to_have_text(["一", "二", "三"])
    assert stand_in.tried[0] in stand_in.ids
    await expect(page.locator(".unsent")).to_have_count(0)
    await write(page, "四")
    await expect(bubbles(page)).to_have_text(["一", "二", "三", "四"])


async def test_more_than_the_line_can_carry_stays_in_the_field(stand_in, open_page):
    page = await open_page(stand_in.url)
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    await page.evaluate("document.getElementById('text').value = '长'.repeat(20001)")
    await page.locator("#text").press("Enter")
    await expect(page.locator("#banner")).to_contain_text("太长")
    assert len(await page.locator("#text").input_value()) == 20_001
    await write(page, "短的")
    await expect(bubbles(page)).to_have_text(["短的"])
    await expect(page.locator("#banner")).to_be_empty()


async def test_two_tabs_of_one_talk_show_the_same(stand_in, open_page):
    page = await open_page(stand_in.url)
    await write(page, "来自第一页")
    await expect(bubbles(page)).to_have_count(1)
    other = await page.context.new_page()
    await other.goto(stand_in.url)
    await expect(bubbles(other)).to_have_text(["来自第一页"])
    await write(other, "来自第二页")
    await expect(bubbles(page)).to_have_text(["来自第一页", "来自第二页"])


async def test_without_storage_the_talk_lasts_as_long_as_the_page(stand_in, open_page, browser):
    page = await open_page("about:blank")
    closed = "Object.defineProperty(window, '{0}', {{get() {{ throw new DOMException('closed'); }}}});"
    await page.add_init_script(closed.format("localStorage") + closed.format("sessionStorage"))
    await page.goto(stand_in.url)
    await write(page, "你好")
    await expect(bubbles(page)).to_have_text(["你好"])
    await stand_in.hang_up()
    await write(page, "还是我")
    await expect(bubbles(page)).to_have_text(["你好", "还是我"])
    assert stand_in.hellos[-1]["token"] == stand_in.token


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)


async def test_a_photo_is_sent_and_shown(stand_in, open_page):
    page = await open_page(stand_in.url)
    await expect(page.locator("#banner")).to_be_empty()
    await page.set_input_files("#file", {"name": "箱子.png", "mimeType": "image/png", "buffer": PIXEL})
    photo = page.locator(".row.me:not(.unsent) img")
    await expect(photo).to_have_attribute("alt", "箱子.png")
    await expect(page.locator(".row.me:not(.unsent) img")).to_have_js_property("naturalWidth", 1)
    await expect(page.locator(".unsent")).to_have_count(0)
    assert stand_in.files[1][0] == PIXEL


@pytest.mark.parametrize("kind", ["drop", "paste"])
async def test_a_file_is_dropped_or_pasted(stand_in, open_page, kind):
    page = await open_page(stand_in.url)
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    await page.evaluate(
        """(kind) => {
          const data = new DataTransfer();
          data.items.add(new File(["清单"], "清单.txt", {type: "text/plain"}));
          const options = {bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data};
          const Kind = kind === "drop" ? DragEvent : ClipboardEvent;
          document.getElementById("text").dispatchEvent(new Kind(kind, options));
        }""",
        kind,
    )
    await expect(page.locator(".row.me:not(.unsent) .filename")).to_have_text("清单.txt")


async def test_a_file_of_a_kind_never_taken_can_only_be_removed(stand_in, open_page):
    stand_in.upload_refused = "这种文件不能收。"
    page = await open_page(stand_in.url)
    await page.set_input_files(
        "#file", {"name": "a.exe", "mimeType": "application/x-dosexec", "buffer": b"MZ"}
    )
    await expect(page.locator(".unsent .state")).to_have_text("这种文件不能收。")
    await expect(page.locator(".unsent .act")).to_have_text(["移除"])
    await page.get_by_role("button", name="移除").click()
    await expect(page.locator(".unsent")).to_have_count(0)


async def test_a_picture_that_is_none_is_shown_as_a_file(stand_in, open_page):
    page = await open_page(stand_in.url, **PHONE)
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    broken = {"name": "坏.p／ng 图.png", "mimeType": "image/png", "buffer": PIXEL[:8] + b"abc"}
    await page.set_input_files("#file", broken)
    await expect(page.locator(".row.me:not(.unsent) a.file .filename")).to_have_text(broken["name"])
    await expect(page.locator(".row.me img, .row.me .photo")).to_have_count(0)


async def test_the_choice_heard_in_free_words_is_marked(stand_in, open_page):
    stand_in.say(**question(1))
    stand_in.answers = lambda message: [question(2)]
    stand_in.hears = lambda message: {"of": "1.q1", "keys": ["2"]}
    page = await open_page(stand_in.url, **PHONE)
    await write(page, "不太满意，物流慢")
    await expect(page.locator(".picker").nth(1)).to_be_visible()
    await expect(page.locator(".picker").first.locator(".chosen")).to_have_text("不满意")
    await expect(bubbles(page)).to_have_text(["不太满意，物流慢"])
    await page.reload()
    await expect(page.locator(".picker").first.locator(".chosen")).to_have_text("不满意")
    await expect(bubbles(page)).to_have_text(["不太满意，物流慢"])


async def test_all_that_was_heard_in_one_message_is_marked(stand_in, open_page):
    """The second question was asked before, and then begun anew from the first."""
    stand_in.say(**question(2))
    stand_in.say(**question(1))
    stand_in.answers = lambda message: [question(3)]
    also = [{"of": "1.q2", "keys": ["5"]}]
    stand_in.hears = lambda message: {"of": "1.q1", "keys": ["2"], "also": also}
    page = await open_page(stand_in.url, **PHONE)
    await write(page, "质量不满意，物流非常满意")
    await expect(page.locator(".picker").nth(2)).to_be_visible()
    await expect(page.locator(".picker .chosen")).to_have_text(["非常满意", "不满意"])
    await page.reload()
    await expect(page.locator(".picker .chosen")).to_have_text(["非常满意", "不满意"])


async def test_a_guess_that_is_confirmed_is_marked_where_it_was_asked(stand_in, open_page):
    stand_in.say(**question(1))
    yes_no = [["yes", "是的", ""], ["no", "不是", ""]]
    guess = question(1, "buttons", yes_no, text="您是说 4 分吗？", of="1.q1.confirm.4")
    stand_in.answers = lambda message: [guess]
    page = await open_page(stand_in.url, **PHONE)
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    await write(page, "四分左右")
    confirming = page.locator(".picker").nth(1)
    await expect(confirming).to_be_visible()
    stand_in.hears = lambda message: {"also": [{"of": "1.q1", "keys": ["4"]}]}
    stand_in.answers = lambda message: [question(2)]
    await confirming.get_by_text("是的").click()
    await expect(page.locator(".picker").nth(2)).to_be_visible()
    await expect(page.locator(".picker").first.locator(".chosen")).to_have_text("满意")
    await page.reload()
    await expect(page.locator(".picker").first.locator(".chosen")).to_have_text("满意")


async def test_what_comes_after_a_refused_message_stands_below_it(stand_in, open_page):
    stand_in.refusals["不行" * 5000] = "这一条没能收下。"
    page = await open_page(stand_in.url, **PHONE)
    await write(page, "不行" * 5000)
    failed = page.locator(".unsent.failed")
    await expect(failed.locator(".act")).to_have_text(["修改"])
    await write(page, "行")
    await expect(bubbles(page)).to_have_text(["行"])
    last, above = await bubbles(page).last.bounding_box(), await failed.bounding_box()
    assert above["y"] + above["height"] <= last["y"]
    assert above["height"] < 300


@pytest.mark.parametrize(("timezone", "clock"), [("America/New_York", "04:00"), ("Nowhere/AtAll", "17:00")])
async def test_times_are_those_of_the_organisation_where_the_browser_knows_them(
    stand_in, open_page, timezone, clock
):
    stand_in.timezone = timezone
    stand_in.say("在", at="2025-03-02T09:00:00+00:00")
    page = await open_page(stand_in.url)
    await expect(page.locator(".day:visible")).to_have_text(f"2025年3月2日 {clock}")


async def test_a_refused_file_says_why_and_can_be_sent_again(stand_in, open_page):
    stand_in.upload_refused, stand_in.upload_status = "现在暂时无法保存。", 503
    page = await open_page(stand_in.url)
    await page.set_input_files(
        "#file", {"name": "a.exe", "mimeType": "application/x-dosexec", "buffer": b"MZ"}
    )
    await expect(page.locator(".unsent .state")).to_have_text("现在暂时无法保存。")
    stand_in.upload_refused = ""
    await page.get_by_role("button", name="点此重试").click()
    await expect(page.locator(".row.me:not(.unsent) .filename")).to_have_text("a.exe")
    await expect(page.locator(".unsent")).to_have_count(0)


async def test_typing_is_shown_until_the_reply_comes(stand_in, open_page):
    page = await open_page(stand_in.url)
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    await write(page, "在吗")
    await expect(page.locator("#typing")).to_be_visible()
    stand_in.say("在的")
    await stand_in.push()
    await expect(bubbles(page, "bot")).to_have_text(["在的"])
    await expect(page.locator("#typing")).to_be_hidden()


async def test_a_person_who_answers_is_named(stand_in, open_page):
    stand_in.say("我来看一下", "staff", name="李晓")
    page = await open_page(stand_in.url)
    await expect(page.locator(".row.staff .name")).to_have_text("李晓")
    await expect(page.locator("#with")).to_have_text("李晓 正在为您服务")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(stand_in, open_page, scheme):
    stand_in.say("欢迎，详见 https://example.com", of="c", picker="buttons", choices=PLACES)
    stand_in.say("门店", "me", of="c", keys=["shop"])
    stand_in.say("我是李晓", "staff", name="李晓")
    for number, picker in enumerate(["levels", "stars", "levels"], 1):
        stand_in.say(**question(number, picker))
        stand_in.say("4", "me", of=f"1.q{number}", keys=["4"])
    stand_in.say(**question(4, "numbers", NUMBERS))
    stand_in.say(**question(5, "buttons", PLACES, many=True))
    stand_in.refusals["不行"] = "这一条没能收下。"
    page = await open_page(stand_in.url, color_scheme=scheme, **PHONE)
    await write(page, "不行")
    await expect(page.locator(".failed")).to_have_count(1)
    results = await Axe().run(page, options={"resultTypes": ["violations", "incomplete"]})
    found = results.response["violations"]
    assert not found, results.generate_report()


async def test_the_page_is_small_and_asks_nobody_else(stand_in, open_page, browser):
    page = await open_page("about:blank")
    answered = []

    def keep(response):
        answered.append(response)

    page.on("response", keep)
    await page.goto(stand_in.url, wait_until="networkidle")
    assert all(each.url.startswith(stand_in.url) for each in answered)
    assert 20_000 < sum([len(await each.body()) for each in answered]) < 90_000


async def test_who_reads_further_up_is_told_of_news_and_not_moved(stand_in, open_page):
    for number in range(40):
        stand_in.say(f"第 {number} 句")
    page = await open_page(stand_in.url, **LAPTOP)
    await expect(page.get_by_text("第 39 句")).to_be_in_viewport()
    await page.locator("#scroll").hover()
    await page.mouse.wheel(0, -5000)
    await expect(page.get_by_text("第 0 句")).to_be_in_viewport()
    stand_in.say("新的一句")
    await stand_in.push()
    await page.get_by_role("button", name="有新消息").click()
    await expect(page.get_by_text("新的一句")).to_be_in_viewport()
    await expect(page.locator("#newer")).to_be_hidden()


async def test_days_and_pauses_are_told_apart(stand_in, open_page):
    for at in ("2025-03-01T01:00:00+00:00", "2025-03-01T01:02:00+00:00", "2025-03-01T16:30:00+00:00"):
        stand_in.say("在", at=at)
    page = await open_page(stand_in.url)
    await expect(page.locator(".day:visible")).to_have_text(["2025年3月1日 09:00", "2025年3月2日 00:30"])


async def test_a_file_lost_on_the_way_goes_again_when_the_line_is_back(stand_in, open_page):
    page = await open_page(stand_in.url)
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    await page.context.set_offline(True)
    await stand_in.hang_up()
    await page.set_input_files("#file", {"name": "箱子.png", "mimeType": "image/png", "buffer": PIXEL})
    await expect(page.locator(".unsent.failed")).to_have_count(1)
    await page.context.set_offline(False)
    await expect(page.locator(".row.me:not(.unsent) img")).to_have_count(1)
    await expect(page.locator(".unsent")).to_have_count(0)


async def test_the_page_works_inside_a_frame(stand_in, open_page):
    stand_in.say(**question(1))
    page = await open_page(stand_in.url)
    outer = f'<!doctype html><iframe src="{stand_in.url}" width="380" height="600"></iframe>'
    await page.route("**/outer", lambda route: route.fulfill(body=outer, content_type="text/html"))
    await page.goto(stand_in.url + "outer")
    frame = page.frame_locator("iframe")
    await frame.get_by_role("radio", name="一般").click()
    await expect(frame.locator(".row.me:not(.unsent) .text")).to_have_text(["一般"])

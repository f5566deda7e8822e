"""In a demonstration a reply is tried as a mail: its page says what was kept, what was cut and why."""

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.__main__ import app
from bot.web.mail_try import PATH
from storage import definitions

SAID = (
    "4分，师傅来晚了\n\n发自我的 iPhone\n\n"
    "在 2026年3月2日，上午10:21，物业 <a@example.com> 写道：\n\n> 您好：\n> 满意吗？"
)


@pytest.fixture
def demonstrated(settings):
    settings.demo = True
    return settings


async def page(engine, settings, said=None, language="zh-CN"):
    headers = {"Accept-Language": language}
    async with TestServer(app(engine, settings)) as door, ClientSession(headers=headers) as http:
        asked = http.get(door.make_url(PATH)) if said is None else http.post(door.make_url(PATH), data=said)
        async with asked as answer:
            return answer.status, await answer.text(), answer.headers


async def test_it_shows_what_was_kept_and_what_was_cut_and_why(engine, demonstrated):
    status, html, headers = await page(engine, demonstrated, {"said": SAID})
    kept, cut = html.split('id="cut"')
    assert status == 200
    assert '<p class="words">4分，师傅来晚了</p>' in kept
    for why, words in (("手机或邮件程序加的一行", "发自我的 iPhone"), ("引用的来信", "满意吗？")):
        assert why in cut
        assert words in cut
    assert "script-src" not in headers["Content-Security-Policy"]  # none: default-src 'none'
    assert demonstrated.admin_address in headers["Content-Security-Policy"]


async def test_an_answer_between_the_questions_stands_with_its_question(engine, demonstrated):
    said = "> 1. 准时吗？\n\n不准时\n\n> 2. 干净吗？\n\n干净\n"
    _, html, _ = await page(engine, demonstrated, {"said": said})
    assert "写在「1. 准时吗？」下面" in html
    assert (
        html.index("不准时") < html.index("写在「2. 干净吗？」下面") < html.index('<p class="words">干净</p>')
    )


async def test_what_is_pasted_is_shown_as_text(engine, demonstrated):
    _, html, _ = await page(engine, demonstrated, {"said": "<script>alert(1)</script>好"})
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;好" in html


async def test_where_nothing_is_pasted_that_is_said(engine, demonstrated):
    for form in ({"said": " \n"}, {}):
        status, html, _ = await page(engine, demonstrated, form)
        assert (status, "还没有贴来信" in html) == (200, True)
        assert "没有新写的话" not in html
        assert "没有要去掉的内容" not in html


async def test_a_whole_source_is_read_as_a_mail(engine, demonstrated):
    head = "Received: from a\n\tby b\nFrom: li@example.cn\nSubject: =?gb2312?B?u9i4tKO6wvrS4rbI?=\n"
    for more, kind in (("Auto-Submitted: auto-replied\n", True), ("", False)):
        said = f"{head}{more}Content-Type: text/plain; charset=utf-8\n\n4分\n\n发自我的 iPhone\n"
        _, html, _ = await page(engine, demonstrated, {"said": said})
        kept, cut = html.partition("<form")[0].split('id="cut"')
        assert ("这是一封自动回复" in kept) == kind
        assert '<p class="words">4分</p>' in kept
        assert "发自我的 iPhone" in cut
        assert "Received" not in kept + cut


async def test_the_head_above_a_quoted_mail_makes_no_source_of_it(engine, demonstrated):
    said = "From: 晨光物业\nSent: Monday, March 2, 2026 10:21 AM\nTo: li\nSubject: 回访\n\n王先生，您好："
    _, html, _ = await page(engine, demonstrated, {"said": said})
    assert "引用的来信" in html


async def test_answers_between_unmarked_lines_of_the_example_are_found(engine, demonstrated):
    said = (
        "见下\n\n发件人: 晨光物业 <reply@example.com>\n发送时间: 2026年3月2日 10:21\n收件人: 王\n"
        "主题: 回访\n\n王先生，您好：\n\n1. 您对上门的时间满意吗？（1 到 5 分）\n5\n"
        "2. 还有什么想告诉我们的？\n来得很准时\n"
    )
    _, html, _ = await page(engine, demonstrated, {"said": said})
    kept = html.split('id="cut"')[0]
    assert "写在「2. 还有什么想告诉我们的？」下面" in kept
    assert '<p class="words">来得很准时</p>' in kept


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
async def test_each_language_has_a_mail_to_begin_with(engine, demonstrated, language):
    texts = definitions.texts(language)
    _, html, _ = await page(engine, demonstrated, language=language)
    assert texts("mail_try.look") in html
    _, html, _ = await page(engine, demonstrated, {"said": texts("mail_try.example")}, language)
    for why in ("quote", "footer"):
        assert texts(f"mail_try.why.{why}") in html


async def test_without_a_demonstration_there_is_no_such_page(engine, settings):
    assert (await page(engine, settings))[0] == 404

# ruff: noqa: E501 - bodies stand as programs write them
"""How some programs quote that do it like no other: Coremail, 飞书, 企业微信, 麒麟, Zoho, Windows, Google Groups."""

import pytest

from bot.mail.reply import cut

TYPED = "好的，周五可以上门"
OLD = "您周几方便？\n一、周五\n二、周六"
HEAD = "发件人：满意 <s@example.cn>\n时间：2026年11月17日 (周二) 08:30\n主题：请评价\n收件人：<li@example.cn>"

TEXTS = {
    "marks as in HTML": "{0}\n\n\n&gt; -----原始邮件-----\n&gt; 发件人: \"满意\" <s@example.cn>\n&gt; 发送时间: 2026-11-17 08:30:35 (星期二)\n&gt; 主题: 请评价\n&gt; \n&gt; &gt; 您周几方便？\n",
    "addresses closed like elements": "{0}\n\n&gt; -----Original Messages-----\n&gt; From: \"满意\" <s@example.cn>\n&gt; Send time:Tuesday, 11/17/2026 08:30:29\n&gt; Subject: 请评价\n&gt; \n&gt; 您周几方便？\n</li@example.cn></s@example.cn>\n",
    "飞书": f"{{0}}\n{HEAD}\n{OLD}",
    "企业微信, English": "{0}\n\n\n发自我的企业微信 \n\n----------Reply to Message----------\nOn Tue,Nov 17,2026 8:30 AM 满意 <s@example.cn> wrote:\n" + OLD,
    "麒麟, the subject first": "{0}\n\n\n主　题：请评价\n日　期：2026-11-17 08:30\n发件人：满意\n收件人：li@example.cn\n\n" + OLD,
    "headers apart": "{0}\n\nFrom: 满意 <s@example.cn>\n\nDate: 2026/11/17 08:30\n\nTo: li <li@example.cn>\n\nSubject: 请评价\n\n" + OLD,
    "folded away by a website": "{0}\n…\n在 2026年11月17日，08:30，满意 <s@example.cn> 写道：\n\n" + OLD,
    "Google Groups": "{0}\n\n在2026年11月17日星期二 UTC+8 08:30:25<满意> 写道：\n\n> 您周几方便？\n",
    "Turkish": "{0}\n\nKimden: A <s@example.cn>\nGönderilen: 17 Kasım 2026 08:30\nKonu: x\n\n" + OLD,
    "Swedish": "{0}\n\n-----Ursprungligt meddelande-----\nFrom: A <s@example.cn>\n\n" + OLD,
}  # fmt: skip


@pytest.mark.parametrize("body", TEXTS.values(), ids=TEXTS)
def test_the_old_mail_is_cut_from_text(body):
    assert cut(body.format(TYPED), None).text == TYPED


QUOTE_OF_LARK = (
    '<div class="{0}history-quote-wrapper" id="{0}lark-mail-quote-1"><div class="{0}adit-html-block {0}adit-html-block--collapsed">'
    '<div class="{0}adit-html-block__attr {0}history-quote-meta-wrapper"><div><span>满意</span></div><div>周二 08:30</div></div><div>您周几方便？</div></div></div>'
)
PAGES = {
    "飞书": f'<div id="editor_version_7"><div>{TYPED}</div></div>' + QUOTE_OF_LARK.format(""),
    "飞书, signed": f'<div>{TYPED}</div><div id="sig-1" class="lark-mail-signature"><div>李雷｜采购</div></div>' + QUOTE_OF_LARK.format(""),
    "飞书 by way of Exchange": f"<div>{TYPED}</div>" + QUOTE_OF_LARK.format("x_"),
    "Zoho, signed": f'<div>{TYPED}</div><br><div id="Zm-_Id_-Sgn"><p>李雷</p><p>使用 Zoho Mail 发送</p></div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- 在 星期二, 17 十一月 2026 08:30:12 +0800 满意 &lt;s@example.cn&gt; 撰写 ----</div><blockquote>您周几方便？</blockquote></div>',
    "Windows": f'<div>{TYPED}</div><div style="padding-top: 5px; border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;"><div><b>发件人:</b>&nbsp;满意<br><b>发送时间:</b>&nbsp;2026年11月17日 8:30</div></div><div>您周几方便？</div>',
    "Windows, Russian": f'<div>{TYPED}</div><div style="border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;"><b>От:</b>&nbsp;A<br><b>Отправлено:</b>&nbsp;17 ноября 2026 г. 8:30</div><div>您周几方便？</div>',
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_old_mail_is_cut_from_a_page(page):
    assert cut(None, page).text == TYPED


def test_words_behind_the_place_where_outlook_appends_are_kept():
    page = (
        f'<div>{TYPED}</div><div id="appendonsend"></div><div>请先打电话</div><hr style="width:98%">'
        '<div id="divRplyFwdMsg"><b>发件人:</b> 满意<br><b>发送时间:</b> 2026年11月17日 8:30</div><div>您周几方便？</div>'
    )
    assert cut(None, page).text == f"{TYPED}\n请先打电话"


def test_a_list_behind_arrows_stays_though_a_program_quotes_below():
    typed = "清单如下：\n\n> 送货慢\n> 包装破\n\n就这些"
    found = cut(f"{typed}\n\n在 2026/11/17 8:30, 满意 写道:\n> 您满意吗？\n> 说说看", None)
    assert (found.text, found.unsure) == (typed, True)


def test_an_english_attribution_that_grew_onto_the_last_word():
    body = "The tap is fixedOn Nov 17, 2026, at 8:30 AM, A <s@example.cn> wrote: When may we come?"
    assert cut(body, None).text == "The tap is fixed"


@pytest.mark.parametrize("closing", ["B.R", "B.R.", "b/r"])
def test_best_regards_in_two_letters(closing):
    assert cut(f"{TYPED}\n\n{closing}\nLi Lei", None).text == TYPED


@pytest.mark.parametrize(
    "body", ["> 您好\n>\n> 您满意吗？", "> 您满意吗？\n> > 上次说好周五来"], ids=["gap", "nested"]
)
def test_marks_that_nobody_types_leave_nothing(body):
    assert cut(body, None).text == ""


@pytest.mark.parametrize("body", ["> 送货慢\n> 包装破\n> 没人接电话", "> 100 元的都不好", ">> 很满意"])
def test_a_list_behind_arrows_alone_is_kept(body):
    found = cut(body, None)
    assert (found.text, found.unsure) == (body, True)

# ruff: noqa: E501 - bodies stand as programs write them
"""HTML bodies by the programs' own elements; what a reader does not see; nesting and size without end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail.reply import cut
from tests.effort import assert_linear

OLD = "<p>尊敬的顾客，您好！</p><p>1. 您对送货满意吗？</p><p>5 非常满意　1 非常不满意</p>"
HEAD = "{0}发件人:{1} 满意 &lt;s@example.cn&gt;<br>{0}发送时间:{1} 2024年3月5日 10:12<br>{0}收件人:{1} 王芳<br>{0}主题:{1} 请评价".format(
    "<b>", "</b>"
)

PROGRAMS = {
    "QQ邮箱": f'<div>4分</div><div><br></div><div style="font-size:12px;padding:2px 0">------------------&nbsp;原始邮件&nbsp;------------------</div>'
    f'<div style="background:#efefef;padding:8px"><div>{HEAD}</div></div><div><br></div>{OLD}',
    "QQ邮箱, new": f'<p>4分</p><article><div contenteditable="false"><div>Original</div><hr></div><table><tbody><tr><td><div><span>From:</span>'
    f"<span>满意</span> <span>&lt;s@example.cn&gt;</span></div><div><span>Sent Time:</span><span>Mar 5, 2024 10:12</span></div></td></tr></tbody></table>{OLD}</article>",
    "163": f'<div>4分</div><div id="divNeteaseMailCard"></div><p>在 2024-03-05 10:12:33，"满意" &lt;s@example.cn&gt; 写道：</p>'
    f'<blockquote id="isReplyContent" style="PADDING-LEFT: 1ex">{OLD}</blockquote>',
    "网易邮箱大师": f'<div>4分</div><div id="imail_signature" class="ntes-signature"><div>王芳</div></div><div class="J-reply ntes-mailmaster-quote"><div>---- 回复的原邮件 ----</div>'
    f"<table><tr><td>发件人</td><td>满意&lt;s@example.cn&gt;</td></tr><tr><td>主题</td><td>请评价</td></tr></table>{OLD}</div>",
    "139": f'<div>4分</div><div id="signContainer"></div><hr id="replySplit"><div id="reply139content"><div>------------------&nbsp;原始邮件&nbsp;------------------</div><div>{HEAD}</div>{OLD}</div>',
    "阿里邮箱": f'<div class="__aliyun_email_body_block"><div>4分</div></div><blockquote style="margin-right:0"><div>{"-" * 66}</div><div>发件人：满意 &lt;s@example.cn&gt;</div>'
    f"<div>发送时间：2024年3月5日(星期二) 10:12</div><div>收件人：王芳</div><div>主　题：请评价</div></blockquote>{OLD}",
    "Foxmail": f'<div><span></span>4分</div><div><br></div><hr style="width:210px"><div><span>王芳</span></div><blockquote style="margin-Top:0px"><div>&nbsp;</div>'
    f'<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><div>{HEAD}</div></div>{OLD}</blockquote>',
    "Outlook": f'<div class="WordSection1"><p class="MsoNormal">4分</p><p class="MsoNormal">&nbsp;</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
    f'<p class="MsoNormal">{HEAD}</p></div></div>{OLD}</div>',
    "Outlook on the web": f'<div style="color:#000">4分</div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg" dir="ltr">{HEAD}</div><div>{OLD}</div>',
    "Outlook, phone": f'<div>4分</div><div id="ms-outlook-mobile-signature"><div>获取 <a href="https://aka.ms/x">Outlook for iOS</a></div></div>'
    f'<div id="mail-editor-reference-message-container"><div>{HEAD}</div>{OLD}</div>',
    "Gmail": f'<div dir="ltr">4分</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">满意 &lt;<a href="mailto:s@example.cn">s@example.cn</a>&gt; '
    f'于2024年3月5日周二 10:12写道：<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc">{OLD}</blockquote></div>',
    "Gmail, signed": f'<div dir="ltr">4分<br clear="all"><div><br></div>-- <br><div class="gmail_signature" data-smartmail="gmail_signature">王芳<br>产品部</div></div>'
    f'<div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 5, 2024 at 10:12 AM x wrote:</div><blockquote class="gmail_quote">{OLD}</blockquote></div>',
    "Apple Mail": f'<html><body>4分<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>在 2024年3月5日，上午10:12，满意 &lt;s@example.cn&gt; 写道：</div><br><div>{OLD}</div></blockquote></div></body></html>',
    "iPhone": f'<div dir="auto">4分<br><div dir="ltr">发自我的 iPhone</div><div dir="ltr"><br><blockquote type="cite">在 2024年3月5日，上午10:12，满意 &lt;s@example.cn&gt; 写道：<br><br></blockquote></div>'
    f'<blockquote type="cite"><div dir="ltr">{OLD}</div></blockquote></div>',
    "Thunderbird": f'<p>4分</p><div class="moz-cite-prefix">在 2024/3/5 10:12, 满意 写道:<br></div><blockquote type="cite" cite="mid:x">{OLD}</blockquote><pre class="moz-signature" cols="72">-- \n王芳</pre>',
    "Yahoo": f'<div class="ydp1">4分</div><div><br></div><div id="ydp2yahoo_quoted_1" class="yahoo_quoted"><div><div>在 2024年3月5日星期二 GMT+8 10:12:33， 满意&lt;s@example.cn&gt; 写道：</div><div>{OLD}</div></div></div>',
    "Zoho": f'<div>4分</div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- 在 星期二, 05 三月 2024 10:12:33 +0800 满意 &lt;s@example.cn&gt; 撰写 ----</div><blockquote id="blockquote_zmail" style="margin:0">{OLD}</blockquote></div>',
    "Proton": f'<div>4分</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with Proton Mail secure email.</div></div>'
    f'<div class="protonmail_quote">On Tuesday, March 5th, 2024 at 10:12, x wrote:<br><blockquote class="protonmail_quote" type="cite">{OLD}</blockquote></div>',
    "Huawei": f"<div>4分</div><div><br></div><div>来自 Huawei 手机</div><div>-------- 原始邮件 --------</div><div>发件人：满意 &lt;s@example.cn&gt;</div><div>日期：2024年3月5日 10:12</div><div>收件人：王芳</div><div>主题：请评价</div>{OLD}",
    "Foxmail, signed by another name": f'<div><span></span>4分</div><div><br></div><hr style="width: 210px; height: 1px;" color="#b5c4df" size="1" align="left"><div><span><div style="MARGIN: 10px">'
    f'<div>售后 13800000000</div></div></span></div><blockquote style="margin-Top: 0px"><div>&nbsp;</div><div>{HEAD}</div>{OLD}</blockquote>',
    "163, advertising": f'4分<br><br>At 2024-03-05 10:12:33, "满意" &lt;s@example.cn&gt; wrote:<br><blockquote id="isReplyContent">{OLD}</blockquote><br><span title="neteasefooter"><p>好物限时特价</p></span>',
    "Proton, old": f'<div>4分<br></div><div>‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐<br></div><div> 星期二, 三月 5, 2019 10:12 上午，x &lt;s@example.cn&gt; 来信：<br></div><blockquote class="protonmail_quote" type="cite">{OLD}</blockquote>',
    "Yandex": f'<div>4分</div><div><br /></div><div>05.03.2024, 10:12, "x" &lt;s@example.cn&gt;:</div><blockquote>{OLD}</blockquote>',
    "an unknown wording in a known element": f'<div>4分</div><div class="gmail_quote"><div>Ar scríobh x:</div><blockquote class="gmail_quote">{OLD}</blockquote></div>',
    "no element at all": f"4分<br><br>在 2024-03-05 10:12:33，满意 &lt;s@example.cn&gt; 写道：<br>{OLD}",
    "no line break at all": "<div>4分 在 2024-03-05 10:12:33，满意 &lt;s@example.cn&gt; 写道： 尊敬的顾客，您好！ 1. 您对送货满意吗？</div>",
}


@pytest.mark.parametrize("html", PROGRAMS.values(), ids=PROGRAMS)
def test_the_reply_alone(html):
    found = cut(None, html)
    assert found.text.removesuffix("\n\n王芳") == "4分"
    assert not found.unsure


@pytest.mark.parametrize("html", PROGRAMS.values(), ids=PROGRAMS)
def test_a_long_old_mail_is_not_read_to_its_end_and_changes_nothing(html):
    long = html.replace(OLD, OLD * 400, 1)
    for ending in ("", "<p>谢谢</p>", "<blockquote>好</blockquote><p>谢谢</p>"):
        short, whole = cut(None, html + ending), cut(None, long + ending)
        assert (whole.text, whole.unsure) == (short.text, short.unsure)


def test_an_answer_below_a_long_quote_is_found():
    quote = f"<blockquote type='cite'>{OLD * 400}</blockquote>"
    said = "<div>On 5 Mar 2024, at 10:12, x &lt;s@example.cn&gt; wrote:</div>"
    assert cut(None, f"<p>好</p>{said}{quote}<p>谢谢</p>").text == "好\n谢谢"
    assert cut(None, f"{said}{quote}<div>{quote}</div><p>谢谢</p>{quote}").text == "谢谢"
    assert cut(None, f"<p>好</p>{said}{quote}<style>p {{}}</style>").text == "好"


@pytest.mark.parametrize("html", PROGRAMS.values(), ids=PROGRAMS)
def test_nothing_typed(html):
    assert cut(None, html.replace("4分", "", 1)).text in {"", "王芳"}


def test_answers_between_in_gmail():
    html = (
        '<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 5, 2024 at 10:12 AM x &lt;s@example.cn&gt; wrote:</div>'
        '<blockquote class="gmail_quote"><div>1. 服务好吗？</div></blockquote><div>很好</div><blockquote class="gmail_quote"><div>2. 快吗？</div></blockquote>'
        "<div>不快</div></div></div>"
    )
    assert cut(None, html).pieces == (("1. 服务好吗？", "很好"), ("2. 快吗？", "不快"))


def test_lines_as_a_reader_sees_them():
    html = (
        "<style>p{}</style><div style='display:none'>预览</div><p>第一行<b>粗</b>\n  接着</p><p>&nbsp;</p><ul><li>甲</li><li>乙</li></ul>"
        "<pre>一\n二</pre><div style='white-space: pre-wrap'>三\n四</div>A&amp;B &lt;好&gt;<img alt='图'>"
    )
    assert cut(None, html).text == "第一行粗 接着\n\n甲\n乙\n一\n二\n三\n四\nA&B <好>"


PARTS = (
    "<div>",
    "</div>",
    "<br>",
    "<p>",
    "<blockquote>",
    "</blockquote>",
    '<div class="gmail_quote">',
    '<div id="divRplyFwdMsg">',
    "<pre>",
    "<td>",
    '<p style="display:none">',
    "<table>",
    "</table>",
    "4分",
    "在 2024-03-05 10:12，满意 <s@example.cn> 写道：",
    "&gt; 好",
    "&nbsp;",
    "\ud800",
    "\0",
    "<!--",
    "-->",
    "<",
    ">",
)


@given(st.lists(st.sampled_from(PARTS), max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_html_is_too_broken(parts):
    found = cut(None, "".join(parts))
    assert found.text == found.text.strip()


def test_text_set_in_by_the_customer_is_typed():
    html = '<div>如下：</div><blockquote style="margin: 0 0 0 40px; border: none; padding: 0px;"><div>送货慢</div></blockquote>'
    assert cut(None, html).text == "如下：\n送货慢"


def test_html_is_taken_where_it_tells_more_and_text_where_it_alone_has_words():
    plain = "4分\n尊敬的顾客，您好！\n1. 您对送货满意吗？"
    assert cut(plain, PROGRAMS["Gmail"]).text == "4分"
    assert cut("4分", "<img src=x>").text == "4分"
    assert (
        cut(
            "4分\n\n在 2024-03-05 10:12:33，满意 <s@example.cn> 写道：\n\n您好",
            "<div>4分</div><div>您好</div>",
        ).text
        == "4分"
    )
    assert cut("", None).text == ""
    assert cut(None, None).text == ""


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "4分",
        "<span>" * 500_000 + "4分",
        "<blockquote>" * 20_000 + "4分",
        '<div style="border-top:solid #E1E1E1 1.0pt">' * 3_000 + "4分",
        "<div class=gmail_quote>" * 20_000 + "4分",
        "<p>x</p>" * 100_000,
        "<b" * 500_000,
        "<table><tr><td>" * 5_000 + "4分",
        "&nbsp;" * 500_000,
        "<!--" * 300_000,
    ],
    ids=[
        "divs",
        "spans",
        "quotes",
        "rules",
        "containers",
        "paragraphs",
        "brackets",
        "tables",
        "spaces",
        "comments",
    ],
)
def test_nesting_and_size_are_bounded(html):
    assert_linear(lambda text: cut(None, text), html)

"""Answers between the lines of our own mail, in programs that mark neither those lines nor what is typed."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import escape

import pytest

from bot.mail import read
from bot.mail.writing import Link, Mailbox, Outgoing, Question, write
from bot.mail.writing.outgoing import Choice
from tests.effort import assert_linear

POINTS = tuple(map(Choice, "12345", ("很差", "较差", "一般", "满意", "非常满意")))
ASKED = (
    Question(1, "您对这次送来的灯满意吗？", POINTS, title="商品"),
    Question(2, "请给送货师傅打分", POINTS),
    Question(3, "装好以后有人教您怎么用吗？", (Choice("", "有"), Choice("", "没有"))),
)
MAIL = Outgoing(
    Mailbox("hi@qinghe.example", "青禾家居"),
    Mailbox("li@example.cn"),
    "青禾家居：三个小问题",
    datetime(2026, 11, 20, 2, 0, tzinfo=UTC),
    "<abc.1@qinghe.example>",
    "您好！想请您评一评这次购物，不到一分钟。",
    "青禾家居",
    "zh-CN",
    asks=ASKED,
    how="直接回信就行，题号后面写答案。",
    web=Link("在网页上继续", "https://chat.example.com/m/1"),
)
SENT = BytesParser(policy=policy.default).parsebytes(write(MAIL))
PLAIN = SENT.get_body(("plain",)).get_content()
PAGE = SENT.get_body(("html",)).get_content()
ANSWERS = {"5 非常满意": ["5", "4，等了一会儿"], "没有": ["有，讲得很细"]}

HEADERS = (
    "发件人: 青禾家居 <hi@qinghe.example>",
    "发送时间: 2026年11月20日 10:00",
    "收件人: li",
    "主题: 三个小问题",
)


def between_lines() -> str:
    """Our text, with an answer below the last choice of each question."""
    left = {choice: iter(words) for choice, words in ANSWERS.items()}
    lines = []
    for line in PLAIN.splitlines():
        lines.append(line)
        if line.strip() in left:
            lines.append(next(left[line.strip()]))
    return "\n".join(lines)


def between_elements(answer: str) -> str:
    """Our page, with an answer behind the last choice of each question: `answer` with {} for its words."""
    page = PAGE
    for choice, words in ANSWERS.items():
        left = iter(words)
        label = choice.rpartition(" ")[2]
        element = rf"<div[^<>]*><span[^<>]*>[^<>]*</span> {label}</div>"
        page, times = re.subn(
            element, lambda found, left=left: found[0] + answer.format(escape(next(left))), page
        )
        assert times == len(words)
    return page


def reply(plain: str = "", html: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "li@example.cn", "hi@qinghe.example", "答复: 三个小问题"
    mail["In-Reply-To"] = MAIL.message_id
    if plain:
        mail.set_content(plain)
    if html and plain:
        mail.add_alternative(html, subtype="html")
    elif html:
        mail.set_content(html, subtype="html")
    return mail.as_bytes()


RULE = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"


def head(line: str, end: str) -> str:
    """The lines above an old mail, as programs set them."""
    named = (line.partition(":") for line in HEADERS)
    return "".join(f"{line}<b>{name}:</b>{escape(value)}{end}" for name, _, value in named)


def outlook(top: str, page: str) -> str:
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><div class="WordSection1">'
        f'<p class="MsoNormal">{top}</p><div style="{RULE}"><p class="MsoNormal">'
        f"{head('', '<br>')}</p></div>{page}</div></body></html>"
    )


def qq(top: str, page: str) -> str:
    return (
        f"<div>{top}</div><div><br></div><includetail><div>&nbsp;</div>"
        "<div>------------------&nbsp;原始邮件&nbsp;------------------</div>"
        f'<div style="background:#efefef">{head("<div>", "</div>")}</div><div><br></div>{page}</includetail>'
    )


def netease(top: str, page: str) -> str:
    told = "在 2026-11-20 10:00:00，&quot;青禾家居&quot; &lt;hi@qinghe.example&gt; 写道："
    return f'<div><p>{top}</p><p>{told}</p><blockquote id="isReplyContent">{page}</blockquote></div>'


def text(top: str, separator: str, old: str) -> bytes:
    return reply("\n".join([top, "", separator, *HEADERS, "", old]))


P, DIV = '<p class="MsoNormal"><span style="color:red">{}</span></p>', "<div>{}</div>"
WRITTEN = {
    "Outlook, text": lambda top: text(top, "", between_lines()),
    "Outlook, HTML": lambda top: reply(html=outlook(top, between_elements(P))),
    "QQ, text": lambda top: text(top, "------------------ 原始邮件 ------------------", between_lines()),
    "QQ, HTML": lambda top: reply(html=qq(top, between_elements(DIV))),
    "163, HTML": lambda top: reply(html=netease(top, between_elements(DIV))),
}


@pytest.mark.parametrize("program", WRITTEN)
def test_each_answer_is_kept_with_its_question(program: str) -> None:
    found = read(WRITTEN[program]("见下面"), (PLAIN,))
    assert [(piece.line, piece.text) for piece in found.pieces] == [
        (None, "见下面"),
        ("1. 您对这次送来的灯满意吗？", "5"),
        ("2. 请给送货师傅打分", "4，等了一会儿"),
        ("3. 装好以后有人教您怎么用吗？", "有，讲得很细"),
    ]


@pytest.mark.parametrize("program", WRITTEN)
def test_nothing_on_top_is_no_empty_mail(program: str) -> None:
    found = read(WRITTEN[program](""), (PLAIN,))
    assert (found.kind, [piece.text for piece in found.pieces]) == (
        "reply",
        ["5", "4，等了一会儿", "有，讲得很细"],
    )


def test_what_an_older_mail_says_below_is_not_said_again() -> None:
    older = [
        "",
        "发件人: li <li@example.cn>",
        "发送时间: 2026年11月19日 9:00",
        "主题: 答复: 灯",
        "",
        "灯还没到，急用",
        "",
    ]
    older += ["在 2026年11月18日 8:00，青禾家居 <hi@qinghe.example> 写道：", "", "您的灯已经发出。"]
    found = read(text("见下面", "", "\n".join([between_lines(), *older])), (PLAIN,))
    assert [piece.text for piece in found.pieces][1:] == ["5", "4，等了一会儿", "有，讲得很细"]


def test_of_a_quote_nobody_wrote_in_nothing_is_kept() -> None:
    for raw in (
        text("都好", "", PLAIN),
        reply(html=outlook("都好", PAGE)),
        reply(html=qq("都好", PAGE)),
        reply(html=netease("都好", PAGE)),
    ):
        assert read(raw, (PLAIN,)).text == "都好"


def test_links_that_a_program_writes_out_are_not_typed() -> None:
    led = PLAIN.replace("在网页上继续", "在网页上继续<https://safe.example.net/?url=chat>")
    found = read(text("都好", "", led), (PLAIN,))
    assert found.text == "都好"


def test_another_mail_than_ours_is_left_as_it_is() -> None:
    strange = replace(MAIL, text="别的事", asks=(), how="")
    ours = BytesParser(policy=policy.default).parsebytes(write(strange)).get_body(("plain",)).get_content()
    raw = WRITTEN["Outlook, text"]("见下面")
    assert read(raw, (ours,)).text == read(raw).text


@pytest.mark.parametrize(
    ("choice", "mark", "said"),
    [
        ("5 非常满意", "  ← 5", "5"),
        ("5 非常满意", "  选这个", "5"),
        ("5 非常满意", " √", "5"),
        ("4 满意", "  ✓", "4"),
        ("4 满意", "   <-- 这个，等了一会儿", "4，等了一会儿"),
        ("5 非常满意", "  √ 选5", "5"),
        ("5 非常满意", "  <-- 4 有点慢", "4 有点慢"),
        ("5 非常满意", "  4", "4"),
        ("5 非常满意", "  this one", "5"),
    ],
)
@pytest.mark.parametrize("separator", ["", "------------------ 原始邮件 ------------------"])
def test_a_choice_ticked_on_its_line_is_the_answer(choice: str, mark: str, said: str, separator: str) -> None:
    ticked = PLAIN.replace(choice, choice + mark, 1)
    found = read(text("见下面", separator, ticked), (PLAIN,))
    assert [(piece.line, piece.text) for piece in found.pieces] == [
        (None, "见下面"),
        ("1. 您对这次送来的灯满意吗？", said),
    ]


def test_a_choice_that_is_written_once_more_is_an_answer() -> None:
    lines, left = [], iter(["4 满意", "5 非常满意", "有"])
    for line in PLAIN.splitlines():
        lines.append(line)
        if line.strip() in ANSWERS:
            lines.append(next(left))
    found = read(text("", "", "\n".join(lines)), (PLAIN,))
    assert [piece.text for piece in found.pieces] == ["4 满意", "5 非常满意", "有"]
    assert [(piece.line or "")[:2] for piece in found.pieces] == ["1.", "2.", "3."]


@pytest.mark.parametrize("line", ["4 满意", "好", "1. 您对这次送来的灯满意吗？", "在 2026年3月5日，写道："])
def test_a_long_quote_is_held_against_ours_in_time(line: str) -> None:
    quoted = f"{line}\n" * 60_000
    assert_linear(lambda part: read(text("都好", "", PLAIN + part), (PLAIN,)), quoted)
    assert read(text("都好", "", PLAIN + quoted), (PLAIN,)).text.startswith("都好")
